"""What a browser would send for a form of admin, read from its HTML."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5lib
from django.http import HttpResponse


def sent_by_browser(page: HttpResponse) -> dict[str, str]:
    """Every field as the page shows it, line breaks written as browsers write them."""
    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
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
