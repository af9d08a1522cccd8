"""What a browser would send for a form of admin, read from its HTML, and what comes of it."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.db import models
from django.http import HttpResponse
from django.test import Client

from tests.reading import tree_of

from .test_pages import address


def sent_by_browser(page: HttpResponse) -> dict[str, str]:
    """Every field as the page shows it, line breaks written as browsers write them."""
    tree = tree_of(page.content.decode())
    form = next(f for f in tree.iter("form") if f.get("id", "").endswith("_form") and len(f))
    fields = (pair for element in form.iter() for pair in _value(element))
    return dict(fields)


def _value(element: Element) -> Iterator[tuple[str, str]]:
    name = element.get("name")
    if not name or element.get("disabled") is not None:
        return
    if element.tag == "textarea":
        yield name, (element.text or "").replace("\n", "\r\n")
    elif element.tag == "select":
        options = list(element.iter("option"))
        chosen = [o for o in options if o.get("selected") is not None] or options[:1]
        yield from ((name, option.get("value", "")) for option in chosen)
    elif element.tag == "input":
        yield from _input(element, name)


def _input(element: Element, name: str) -> Iterator[tuple[str, str]]:
    match element.get("type"):
        case "submit" | "button":
            return
        case "checkbox":
            if element.get("checked") is not None:
                yield name, element.get("value", "on")
        case _:
            yield name, element.get("value", "")


def change(client: Client, row: models.Model, **fields: str) -> HttpResponse:
    """Open the row's page, type into it, save."""
    page = address(type(row), "change", row.pk)
    return client.post(page, sent_by_browser(client.get(page)) | fields)


def saved(response: HttpResponse) -> bool:
    errors = response.context["errors"] if response.context else ""
    assert response.status_code == 302, errors
    return True


def refused(response: HttpResponse) -> str:
    """What the editor reads instead of a saved page."""
    assert response.status_code == 200
    form, formsets = response.context["adminform"], response.context["inline_admin_formsets"]
    errors = [form.errors, *(e for f in formsets for e in f.formset.errors)]
    joint = [e for f in formsets for e in f.formset.non_form_errors()]
    return " ".join([*(m for e in errors for ms in e.values() for m in ms), *joint])
