"""No English is left on a visitor's page in another language, but for a guide's own words.

A made-up language puts every text of the interface in brackets. What has no brackets was forgotten.
"""

import re

import html5lib
import polib
import pytest
from django.test import Client

from tests.languages.test_catalogues import catalogue
from troubleshooter.content import catalogue as guides
from troubleshooter.models import Guide

XHTML = "{http://www.w3.org/1999/xhtml}"
CODE = "eo"
# What the visitor wrote, what is to be copied for support, and addresses in their own direction.
NOT_OURS = ("script", "style", "textarea", "pre", "bdi")
ATTRIBUTES = ("aria-label", "alt", "placeholder", "data-say-copied", "data-say-not-sent")


@pytest.fixture
def bracketed(settings, tmp_path):
    folder = tmp_path / CODE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    made = polib.POFile()
    made.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for entry in catalogue("de"):
        plural = entry.msgid_plural
        forms = {0: f"\u27e6{entry.msgid}\u27e7", 1: f"\u27e6{plural}\u27e7"} if plural else {}
        text = "" if plural else f"\u27e6{entry.msgid}\u27e7"
        made.append(
            polib.POEntry(msgid=entry.msgid, msgstr=text, msgid_plural=plural, msgstr_plural=forms)
        )
    made.save_as_mofile(str(folder / "django.mo"))
    settings.LOCALE_PATHS = [tmp_path]
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "Esperanto")]


def left_over(html):
    """Pieces of text of a page that are neither in brackets nor in an element with a language."""
    found = []

    def look(node, own):
        own = own or "lang" in node.attrib
        if not isinstance(node.tag, str) or node.tag.split("}")[-1] in NOT_OURS:
            return
        if not own:
            found.append(node.text or "")
            found.extend(node.attrib.get(name, "") for name in ATTRIBUTES)
        for child in node:
            look(child, own)
            if not own:
                found.append(child.tail or "")

    look(html5lib.parse(html, treebuilder="etree").find(f"{XHTML}body"), False)
    bare = "\u0000".join(re.sub(r"\s+", " ", piece) for piece in found)
    inner = re.compile(r"\u27e6[^\u27e6\u27e7]*\u27e7")
    while inner.search(bare):  # a text may hold another one, or elements
        bare = inner.sub("", bare)
    pieces = [piece.strip() for piece in bare.split("\u0000")]
    return [p for p in pieces if re.search(r"[^\W\d_]", p) and not p.startswith("https://")]


@pytest.fixture
def reader(lamp, bracketed):
    client = Client(headers={"accept-language": CODE})
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2", "message": "no-power"})
    return client


def pages(reader):
    """Every page of a visit in most of its states, as (what, answer)."""
    yield "home", reader.get("/")
    yield "found", reader.get("/?q=no power")
    yield "nothing found", reader.get("/?q=zzzzzz")
    yield "begun already", reader.get("/guides/lamp/")
    yield "in a frame", reader.get("/embed/lamp/")
    yield "refused start", reader.post("/guides/lamp/start/", {"platform": "x", "version": "9"})
    yield "nowhere", reader.get("/nowhere/")
    yield "language", reader.get("/language/")
    yield "question", reader.get("/guides/lamp/questions/flicker/")
    yield "refused answer", reader.post("/guides/lamp/questions/flicker/", {"option": ""})
    for key in guides.live_guide("lamp").published.steps:
        yield f"step or gate {key}", reader.get(f"/guides/lamp/steps/{key}/")
        yield "refused", reader.post(f"/guides/lamp/steps/{key}/", {})
        reader.post(f"/guides/lamp/steps/{key}/", {"confirm": "1"})
        yield f"step {key}", reader.get(f"/guides/lamp/steps/{key}/")
        reader.post(f"/guides/lamp/steps/{key}/", {"result": "waiting"})
        yield "waiting", reader.get(f"/guides/lamp/steps/{key}/")
        reader.post(f"/guides/lamp/steps/{key}/", {"result": "could_not"})
    yield "answers", reader.get("/guides/lamp/answers/")
    yield "support", reader.get("/guides/lamp/support/")
    yield "refused text", reader.post("/guides/lamp/support/", {"message": "4111 1111 1111 1111"})
    yield "another device", reader.get("/guides/lamp/another-device/")
    yield "a code", reader.post("/guides/lamp/another-device/")
    yield "go on", reader.get("/go-on/")
    yield "a link", reader.get("/go-on/abcdefghijklmnopqrstuv/")
    yield "a wrong code", reader.post("/go-on/", {"code": "22"})
    reader.post("/guides/lamp/support/", {"hand_over": "1"})
    yield "handed over", reader.get("/guides/lamp/support/")
    reader.post("/guides/lamp/steps/candle/", {"result": "fixed"})
    yield "worked around", reader.get("/guides/lamp/resolved/")
    reader.post("/guides/lamp/steps/new-bulb/", {"result": "fixed"})
    yield "resolved", reader.get("/guides/lamp/resolved/")
    Guide.objects.update(withdrawn=True)
    yield "withdrawn", reader.get("/guides/lamp/")


def test_every_word_of_ours_is_in_the_language_of_the_page(reader):
    seen = 0
    for what, answer in pages(reader):
        html = answer.content.decode()
        assert f'<html lang="{CODE}"' in html, what
        assert left_over(html) == [], what
        seen += 1
    assert seen > 30


def test_a_forgotten_word_is_found():
    page = "<body><p>\u27e6ours\u27e7</p><p><span lang='en'>theirs</span></p>{}</body>"
    assert left_over(page.format("")) == []
    assert left_over(page.format("<p>Forgotten</p>")) == ["Forgotten"]
    assert left_over(page.format("<p>\u27e6a <b>b</b>\u27e7 tail</p>")) == ["tail"]
    assert left_over(page.format("<a aria-label='Forgotten'></a>")) == ["Forgotten"]
