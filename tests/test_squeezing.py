"""Templates lose what only their editors see, and no word, no element and no tag."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines
from django.template.loader import get_template

from helpdesk.squeezing import squeezed

TEMPLATES = sorted(Path(settings.TEMPLATES[0]["DIRS"][0]).rglob("*.html"))
OURS = [path for path in TEMPLATES if "admin" not in path.parts]
TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}")


@pytest.mark.parametrize("path", OURS, ids=lambda path: path.name)
def test_a_template_keeps_all_but_white_space(path):
    text = path.read_text()
    assert "".join(squeezed(text).split()) == "".join(text.split())
    # No two words meet, whatever the tags between them come to.
    assert TAG.sub("", squeezed(text)).split() == TAG.sub("", text).split()


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (
            "<p>a</p>\n  {% if x %}\n    <p>b</p>\n  {% endif %}\n",
            "<p>a</p>\n{% if x %}<p>b</p>\n{% endif %}",
        ),
        ("{% x %}a{% y %}\n{% z %}\nb", "{% x %}a{% y %}\n{% z %}b"),
        ("a\n\n\n  b\n", "a\nb\n"),
        ("a {% x %}\nb", "a {% x %}\nb"),
        ("{% x %} {% y %}\n{# note #}\nb", "{% x %} {% y %}{# note #}b"),
    ],
)
def test_indentation_and_lines_of_tags_go(text, due):
    assert squeezed(text) == due


def test_visitors_pages_are_read_squeezed_and_editors_as_they_are():
    ours = get_template("troubleshooter/_step.html").template.source
    assert ours == squeezed(ours)
    theirs = get_template("admin/base_site.html").template.source
    assert theirs == Path(engines["django"].dirs[0], "admin/base_site.html").read_text()


def test_a_text_that_keeps_its_lines_stands_in_one():
    """Squeezing would change what is in it."""
    for path in OURS:
        for found in re.findall(
            r"<(?:pre|textarea)\b.*?</(?:pre|textarea)>", path.read_text(), re.DOTALL
        ):
            assert "\n" not in found, path
