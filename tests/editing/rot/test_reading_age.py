"""The reading age follows the published formula, and leaves words on the screen out."""

import pytest

from tests.content.sample_guides import lamp_draft
from troubleshooter.editing.rot.looking import Look
from troubleshooter.editing.rot.plain_words import sentences, words
from troubleshooter.editing.rot.readability import hard_texts, long_steps
from troubleshooter.editing.rot.reading_age import age_of, readability, syllables

from .faults import HARD, TODAY

KNOWN = {
    1: "make makes looked the see once choose moved one guide phone does queue fruit",
    2: "waited table tables boxes changes switches quiet station special device storage backup "
    "people open being account minutes trying needed",
    3: "media period idea usual devices video deleted computer",
    4: "automatic application",
    5: "notification unavailable",
}


@pytest.mark.parametrize(
    ("word", "count"), [(w, n) for n, line in KNOWN.items() for w in line.split()]
)
def test_syllables_are_counted_as_one_speaks(word, count):
    assert syllables(word) == count


def test_the_age_is_the_flesch_kincaid_grade_and_five_years():
    """16 words, 2 sentences, 20 syllables: 0.39 × 8 + 11.8 × 1.25 - 15.59 = 2.28."""
    text = ["open the table and look at the phone", "wait for the station and open the box"]
    every = [w for s in text for w in words(s)]
    count = sum(map(syllables, every))
    expected = 0.39 * len(every) / 2 + 11.8 * count / len(every) - 15.59 + 5
    assert len(every) == 16
    assert age_of(text) == pytest.approx(expected)


def test_words_on_the_screen_and_markup_are_one_short_word():
    text = "1. Open **Content & Privacy Restrictions**.\n2. See “Verification unsuccessful”.\n"
    assert list(sentences(text)) == ["Open it.", "See it."]
    assert list(sentences("Tap Manage Account Storage now.", ["Manage Account Storage"])) == [
        "Tap it now."
    ]
    assert list(sentences("Read [this page](https://example.org/a.b).")) == ["Read this page."]


def test_the_hardest_sentence_is_shown():
    read = readability("The lamp is off. Incontrovertible electrification necessitates expertise.")
    assert read.worst.startswith("Incontrovertible")


def found(check, **changes):
    draft = lamp_draft()
    draft.data.update(changes)
    draft.step("plug-in")["instructions"] = HARD
    return list(check(Look(content=draft.content(), today=TODAY)))


def test_only_english_guides_have_a_reading_age():
    assert len(found(hard_texts)) == 1
    assert len(found(hard_texts, language="en-GB")) == 1
    assert found(hard_texts, language="de") == []


@pytest.mark.parametrize(("actions", "too_long"), [(7, False), (8, True)])
def test_seven_actions_are_not_too_many(actions, too_long):
    draft = lamp_draft()
    lines = "\n".join(f"{n}. Look." for n in range(1, actions + 1))
    draft.step("plug-in")["instructions"] = lines
    assert bool(list(long_steps(Look(content=draft.content(), today=TODAY)))) is too_long
