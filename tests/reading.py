"""A page as a tree, as html5lib reads it, in a tenth of the time.

What a test asks of an editors' page is seldom its HTML itself, and html5lib takes longer for one
than Django to write it. A page that is nested in so many words needs no html5lib: each element ends
with its own tag, where HTML lets it. Anything else is left to html5lib.
"""

import re
from html import unescape
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib

ATTRIBUTES = r"""(?:[^>"']|"[^"]*"|'[^']*')*"""
TOKEN = re.compile(
    rf"<!--.*?-->|<!doctype[^>]*>"
    rf"|<(script|style|textarea|title)\b({ATTRIBUTES})>(.*?)</\1\s*>"
    rf"|<(/?)([a-z][^\s/>]*)({ATTRIBUTES})>|([^<]+)|(<)",
    re.DOTALL | re.IGNORECASE,
)
ATTRIBUTE = re.compile(r"""([^\s=/"'>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
words = re.compile(r"\w+").findall
SVG = "{http://www.w3.org/2000/svg}"
OF_SVG = {
    "xlink:href": "{http://www.w3.org/1999/xlink}href",
    "xmlns": "{http://www.w3.org/2000/xmlns/}xmlns",
}
VOID = frozenset(words("area base br col embed hr img input link meta source track wbr"))
# What ends a paragraph that is open, says HTML.
BLOCKS = frozenset(
    words(
        "address article aside blockquote details dialog div dl fieldset figcaption figure "
        "footer form h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre search section "
        "table ul"
    )
)
# What may stand directly in parts of a table. HTML moves or adds anything else.
IN_TABLES = {
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot"},
    "colgroup": {"col"},
    **{part: {"tr"} for part in ("thead", "tbody", "tfoot")},
    "tr": {"td", "th"},
}
# What ends another of its kind, or is dropped in it.
NEVER_NESTED = frozenset(words("a button form li option select dd dt td th tr html head body"))
AMID = frozenset(words("ul ol menu dl table"))  # begins a place where it may stand once more
CALLED_FOR = {"li": {"ul", "ol", "menu"}, "option": {"select", "optgroup", "datalist"}}


class Odd(Exception):
    """Not nested in so many words."""


def tree_of(html: str) -> Element:
    """The element of the whole page. Its comments are left out."""
    try:
        return _nested(html)
    except Odd:
        return html5lib.parse(html, namespaceHTMLElements=False)


def _nested(html: str) -> Element:
    builder, open_ = TreeBuilder(), []
    for raw, among, text, end, name, attributes, data, stray in TOKEN.findall(html):
        if data or raw:
            _written(builder, open_, data, raw.lower(), among, text)
        elif stray:
            raise Odd
        elif name:
            _tag(builder, open_, end, name.lower(), attributes)
    if open_:
        raise Odd
    tree = builder.close()
    if [child.tag for child in tree] != ["head", "body"]:
        raise Odd
    return tree


def _written(builder, open_, data, raw, among, text):
    if raw:
        _fits(open_, raw)
        builder.start(raw, _attributes(among))
        text = text.removeprefix("\n") if raw == "textarea" else text
        builder.data(text if raw in ("script", "style") else unescape(text))
        builder.end(raw)
    elif open_ and open_[-1] != "html":
        if open_[-1] in IN_TABLES and not data.isspace():
            raise Odd
        builder.data(unescape(data) if "&" in data else data)


def _tag(builder, open_, end, name, attributes):
    in_svg = name == "svg" or "svg" in open_
    tag = SVG + name if in_svg else name
    if end:
        if not open_ or open_.pop() != name:
            raise Odd
        builder.end(tag)
        return
    if not in_svg:
        _fits(open_, name)
    builder.start(tag, _attributes(attributes))
    if name in VOID or (in_svg and attributes.endswith("/")):
        builder.end(tag)
    else:
        open_.append(name)


def _fits(open_, name):
    """Whether HTML leaves it where it is written."""
    if not open_:
        if name != "html":
            raise Odd
        return
    last = open_[-1]
    if name not in IN_TABLES.get(last, {name}) or last not in CALLED_FOR.get(name, {last}):
        raise Odd
    if name in BLOCKS and "p" in open_:
        raise Odd
    if name in NEVER_NESTED:
        for outer in reversed(open_):
            if outer == name:
                raise Odd
            if outer in AMID and name not in ("form", "a", "button"):
                break


def _attributes(written: str) -> dict[str, str]:
    if not written or written.isspace():
        return {}
    found: dict[str, str] = {}
    # In the case that they are written in: ours are as they should be, viewBox among them.
    for name, double, single, bare in ATTRIBUTE.findall(written):
        found.setdefault(OF_SVG.get(name, name), unescape(double or single or bare))
    return found
