"""A page that is read quickly is read as html5lib reads it."""

import html5lib
import pytest
from django.urls import reverse

from tests import reading
from tests.reading import Odd, tree_of
from troubleshooter.models import Guide, Step


def plain(element):
    """Tag, attributes, and words and children in their order. White space is nothing here."""
    below = [
        (plain(child), (child.tail or "").split())
        for child in element
        if isinstance(child.tag, str)
    ]
    return element.tag, dict(element.attrib), (element.text or "").split(), below


def the_same(html):
    return plain(tree_of(html)) == plain(html5lib.parse(html, namespaceHTMLElements=False))


@pytest.fixture
def pages(lamp, admin_client):
    guide, step = Guide.objects.get(), Step.objects.get(key="plug-in")
    return [
        admin_client.get(address).content.decode()
        for address in (
            reverse("admin:troubleshooter_step_change", args=[step.pk]),
            reverse("admin:troubleshooter_guide_problems", args=[guide.pk]),
            reverse("admin:troubleshooter_step_changelist"),
            "/guides/lamp/",
        )
    ]


def test_pages_are_read_alike_without_html5lib(pages, monkeypatch):
    expected = [plain(html5lib.parse(html, namespaceHTMLElements=False)) for html in pages]
    monkeypatch.setattr(reading.html5lib, "parse", None)
    for html, tree in zip(pages, expected, strict=True):
        assert plain(tree_of(html)) == tree


ODD = [
    "<p>a<div>b</div></p>",
    "<table><tr><td>a</td></tr></table>",
    "<table><tbody>words<tr><td>a</td></tr></tbody></table>",
    "<ul><li>a<li>b</ul>",
    "<b><i>a</b></i>",
    "<form><form><input></form></form>",
    "<a href=x><b><a href=y>a</a></b></a>",
    "a < b",
    "<li>a</li></ul>",
    "<select><option>a<option>b</select>",
]
WELL = [
    "<p>a &lt; b &amp; c<br>d</p>",
    "<textarea>\n<b>&quot;</b></textarea><script>if (a < b) '</p>'</script>",
    "<ul><li>a<ul><li>b</li></ul></li></ul>",
    "<input checked value='a \"b\"' name=c><svg viewBox='0 0 1 1'><path d='M0'/><g></g></svg>",
    "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>"
    "<table><tbody><tr><td>b</td></tr></tbody></table></td></tr></tbody></table>",
]


def page(body):
    return f"<!DOCTYPE html><html lang='en'><head><title>x</title></head><body>{body}</body></html>"


@pytest.mark.parametrize("body", [*ODD, *WELL])
def test_any_way_of_writing_is_read_alike(body):
    assert the_same(page(body))


@pytest.mark.parametrize("body", ODD)
def test_what_html_moves_is_left_to_html5lib(body):
    with pytest.raises(Odd):
        reading._nested(page(body))
