"""The interface's own words can be read with ease from nine years on, page for page (WCAG 2.2, 3.1.5
asks for less). Words of guides are looked at in the editors' list (editing/rot)."""

import re
from collections import defaultdict

import polib
import pytest
from django.conf import settings

from troubleshooter.editing.rot.plain_words import sentences, words
from troubleshooter.editing.rot.reading_age import age_of

EASY = 9
# Shorter ones are labels: what they are read with says more than they do.
SENTENCE = 6
# One sentence alone may be so hard: names of products and of languages have many syllables.
HARDEST = 13
HOLES = [(re.compile(r"<[^>]+>"), ""), (re.compile(r"%\(\w+\)[sd]|\{\w+\}"), "seven")]


def said_by() -> dict[str, list[str]]:
    """The English sentences of each file that shows words to visitors."""
    found = defaultdict(list)
    catalogue = polib.pofile(settings.LOCALE_PATHS[0] / "de" / "LC_MESSAGES" / "django.po")
    for entry in catalogue:
        text = entry.msgid_plural or entry.msgid
        for hole, filled in HOLES:
            text = hole.sub(filled, text)
        for file, _ in () if entry.obsolete else entry.occurrences:
            found[file] += [one for one in sentences(text) if len(words(one)) >= SENTENCE]
    return {file: said for file, said in found.items() if said}


@pytest.fixture(scope="module")
def said():
    return said_by()


def test_every_page_is_read_with_ease(said):
    assert len(said) > 30
    assert {file: age for file, one in said.items() if (age := age_of(one)) > EASY} == {}


def test_all_together_are_read_with_more_ease(said):
    assert age_of([one for every in said.values() for one in every]) <= EASY - 1.5


def test_no_sentence_is_for_experts(said):
    ages = {one: age_of([one]) for every in said.values() for one in every}
    assert {one: age for one, age in ages.items() if age > HARDEST} == {}


def test_a_hard_page_would_be_found():
    hard = "Authentication was unsuccessful owing to irreconcilable credential configurations."
    assert age_of([hard]) > HARDEST
