"""A chance is given as a word or exactly, and shown as both."""

import pytest

from troubleshooter.admin.chances import ChanceField, ChanceInput, parsed, said
from troubleshooter.content.chance_words import WORDS, nearest
from troubleshooter.models import Cause, Step

from .forms import change, refused, saved


@pytest.mark.parametrize(
    ("text", "chance"),
    [
        ("0.6", 0.6),
        (" 0,6 ", 0.6),
        (".6", 0.6),
        ("60 %", 0.6),
        ("60%", 0.6),
        ("12 in 100", 0.12),
        ("12 of 100", 0.12),
        ("3/4", 0.75),
        ("Almost  Never", 0.02),
        ("often", 0.6),
        ("1e-12", 1e-12),
        ("0", 0),
        ("1.5", 1.5),
        ("-1", -1),
    ],
)
def test_what_people_write_is_read(text, chance):
    assert parsed(text) == pytest.approx(chance)


@pytest.mark.parametrize(
    "text", ["", "nan", "inf", "now and then", "1e999", "5 in 0", "0.6.1", "%"]
)
def test_what_is_no_chance_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011
        parsed(text)


def test_each_word_is_the_nearest_to_its_own_number():
    for word, chance in WORDS.items():
        assert nearest(chance) == word
        assert said(str(chance)) == word
        assert parsed(word) == chance


def test_words_go_up_with_the_chance():
    order = list(WORDS)
    met = [order.index(nearest(n / 1000)) for n in range(1001)]
    assert met == sorted(met)
    assert set(met) == set(range(len(order)))


def test_the_nearest_word_says_that_it_is_only_near():
    assert said("0.55") == "≈ often"
    assert said("soon") == "–"


@pytest.mark.parametrize(
    ("number", "word", "sent"),
    [
        ("0.25", "", "0.25"),
        ("0.25", "0.6", "0.6"),
        ("0.25", "none", ""),
        ("", "0.6", "0.6"),
        ("x", "", "x"),
    ],
)
def test_a_word_that_is_chosen_counts_and_else_the_number(number, word, sent):
    data = {"skip": number, "skip_word": word}
    assert ChanceInput().value_from_datadict(data, {}, "skip") == sent


def test_a_number_that_is_looked_at_stays_exactly_what_it_was():
    field = ChanceField()
    for chance in (0.1 + 0.2, 1 / 3, 1e-12):
        assert not field.has_changed(chance, str(field.prepare_value(chance)))


def test_the_forms_of_admin_take_words(guide, step, admin_client):
    assert saved(change(admin_client, step, skip_word="0.1", **{"effects-0-probability": "often"}))
    step.refresh_from_db()
    assert (step.skip, step.effects.get().probability) == (0.1, 0.6)
    cause = Cause.objects.get(key="bulb")
    assert saved(change(admin_client, cause, share="45 %"))
    cause.refresh_from_db()
    assert cause.share == 0.45


def test_what_is_no_chance_is_said_in_the_form(guide, step, admin_client):
    assert "12 in 100" in refused(change(admin_client, step, skip="now and then"))
    assert "from 0 to 1" in refused(change(admin_client, step, skip="120 %"))
    assert Step.objects.get(pk=step.pk).skip == step.skip
