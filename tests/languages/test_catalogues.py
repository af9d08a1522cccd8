"""Each language of the interface is complete: every text, every placeholder, every plural."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.languages.marked import all_texts, texts_in_code

LOCALE = Path(settings.LOCALE_PATHS[0])
CODES = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w+\}|<[^>]+>")


def catalogue(code):
    return polib.pofile(LOCALE / code / "LC_MESSAGES" / "django.po")


def faults(catalogue):
    """What keeps a text from being shown, or from being shown rightly."""
    found = []
    for entry in catalogue:
        said = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        plurals = int(re.search(r"nplurals=(\d)", catalogue.metadata["Plural-Forms"])[1])
        if not all(text.strip() for text in said):
            found.append(("empty", entry.msgid))
        if entry.fuzzy:
            found.append(("fuzzy", entry.msgid))
        if entry.msgid_plural and len(said) != plurals:
            found.append(("plurals", entry.msgid))
        most = sorted(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for text in said:
            got = sorted(PLACEHOLDER.findall(text))
            # “in two minutes” is one word in some languages: then the number is not written.
            if text and got != most and not (entry.msgid_plural and set(got) <= set(most)):
                found.append(("placeholders", entry.msgid))
    return found


@pytest.mark.parametrize("code", CODES)
def test_nothing_is_missing(code):
    assert faults(catalogue(code)) == []


def test_they_have_the_texts_of_templates_and_code_and_no_others():
    texts = all_texts()
    for code in CODES:
        known = {text for e in catalogue(code) for text in (e.msgid, e.msgid_plural) if text}
        assert known == texts, code


@pytest.mark.parametrize("code", CODES)
def test_its_head_says_whether_a_native_reader_has_read_it_and_is_no_draft(code):
    head = catalogue(code)
    assert re.search(r"Awaiting a native reader\.|Read by \S", head.header)
    assert not head.metadata_is_fuzzy


@pytest.mark.parametrize("code", CODES)
def test_what_is_compiled_is_what_is_written(code):
    compiled = polib.mofile(LOCALE / code / "LC_MESSAGES" / "django.mo")
    written = {(e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in catalogue(code)}
    assert {(e.msgid, e.msgstr, *e.msgstr_plural.values()) for e in compiled} == written


# In the midst of a sentence these are said to a reader, and not of others.
FORMAL = re.compile(r"(?<=[\w,;„“] )(Sie|Ihnen|Ihre?[nmrs]?)\b|\w+en Sie\b")


def test_german_says_du():
    texts = [text for e in catalogue("de") for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in texts if FORMAL.search(text)] == []
    assert FORMAL.search("Das geht, wenn Sie tippen.")
    assert FORMAL.search("Sagen Sie es uns.")
    assert not FORMAL.search("Hier ist sie. Sie bleibt.")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda e: setattr(e, "msgstr", ""), "empty"),
        (lambda e: e.flags.append("fuzzy"), "fuzzy"),
        (lambda e: setattr(e, "msgstr", "%(other)s"), "placeholders"),
        (lambda e: setattr(e, "msgstr", "%(number)s {when}"), "placeholders"),
    ],
)
def test_a_planted_fault_is_found(change, fault):
    planted = catalogue("de")
    entry = planted.find("Step %(number)s")
    change(entry)
    assert faults(planted) == [(fault, "Step %(number)s")]


def test_texts_in_code_are_found():
    source = 'a = _("One")\nb = ngettext("a day", "%(count)d days", n)\nc = other("No")'
    assert set(texts_in_code(source)) == {"One", "a day", "%(count)d days"}
