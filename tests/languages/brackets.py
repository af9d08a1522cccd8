"""A made-up language that puts every text of the interface in brackets, and what it leaves bare."""

import re

import html5lib
import polib

XHTML = "{http://www.w3.org/1999/xhtml}"
CODE = "eo"
OPEN, CLOSE = "\u27e6", "\u27e7"
INNER = re.compile(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}")
# What the visitor wrote, what is to be copied for support, and addresses in their own direction.
NOT_OURS = ("script", "style", "textarea", "pre", "bdi")
READ_OUT = ("aria-label", "aria-description", "alt", "placeholder", "title", "label")
CARDS = ("description", "og:title", "og:description")


def write_catalogue(source, folder):
    """The texts of another catalogue, in brackets, as gettext reads them."""
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in source:
        plural = entry.msgid_plural
        forms = {0: bracketed(entry.msgid), 1: bracketed(plural)} if plural else {}
        text = "" if plural else bracketed(entry.msgid)
        made.append(
            polib.POEntry(msgid=entry.msgid, msgstr=text, msgid_plural=plural, msgstr_plural=forms)
        )
    (folder / CODE / "LC_MESSAGES").mkdir(parents=True)
    made.save_as_mofile(str(folder / CODE / "LC_MESSAGES" / "django.mo"))


def bracketed(text):
    return f"{OPEN}{text}{CLOSE}"


def left_over(html, theirs=()):
    """Pieces of text of a page that are neither in brackets nor in an element with a language.
    `theirs` are a guide's own texts, for places that cannot be marked: the title and cards."""
    tree = html5lib.parse(html, treebuilder="etree")
    bare = "\u0000".join(re.sub(r"\s+", " ", piece) for piece in _pieces(tree, theirs))
    while INNER.search(bare):  # a text may hold another one, or elements
        bare = INNER.sub("", bare)
    pieces = [piece.strip(" \u00b7") for piece in bare.split("\u0000")]
    return [p for p in pieces if re.search(r"[^\W\d_]", p) and not p.startswith("https://")]


def _pieces(tree, theirs):
    for element in tree.find(f"{XHTML}head"):
        named = element.get("name") or element.get("property")
        told = element.text if element.tag == f"{XHTML}title" else None
        told = element.get("content") if named in CARDS else told
        yield from (part for part in (told or "").split(" \u00b7 ") if part not in theirs)
    yield from _shown(tree.find(f"{XHTML}body"))


def _shown(node):
    if "lang" in node.attrib or not isinstance(node.tag, str):
        return
    if node.tag.removeprefix(XHTML) in NOT_OURS:
        return
    yield node.text or ""
    for name, value in node.attrib.items():
        if name in READ_OUT or name.startswith("data-say-"):
            yield value
    for child in node:
        yield from _shown(child)
        yield child.tail or ""
