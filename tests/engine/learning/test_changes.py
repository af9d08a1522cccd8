"""What learning reports, and what of it is taken over."""

from dataclasses import replace

import pytest

from tests.engine.learning.people import visits
from tests.engine.learning.random_guides import random_guide
from troubleshooter.engine import Parameters
from troubleshooter.engine.learning import Change, Record, learn, places, with_chosen, within_band
from troubleshooter.engine.learning.cases import lay_out
from troubleshooter.engine.learning.information import visits_worth
from troubleshooter.engine.prior import one_at_a_time

BOTH = pytest.mark.parametrize("single", [True, False], ids=["one cause", "several"])


def lesson(single, most=800, held_out=200):
    guide, truth = random_guide(3, single=single)
    halved = replace(
        truth, effects={s: {c: e / 2 for c, e in x.items()} for s, x in truth.effects.items()}
    )
    told = learn(guide, halved, visits(guide, truth, most), visits(guide, truth, held_out, seed=2))
    return halved, told


@BOTH
def test_every_changed_number_is_reported_from_and_to(single):
    editors, told = lesson(single)
    was, now = dict(places(editors)), dict(places(told.parameters))
    reported = {change.place: (change.was, change.now) for change in told.changes}
    for place in was:
        if was[place] != pytest.approx(now[place], abs=1e-5):
            assert reported[place] == (was[place], now[place])
    assert any(place.startswith("effects.") for place in reported)


@BOTH
def test_an_interval_holds_its_number_and_narrows_with_more_visits(single):
    few, many = (
        {change.place: change for change in lesson(single, most=n)[1].changes} for n in (100, 3000)
    )
    for change in many.values():
        for low, now, high in zip(change.low, change.now, change.high):
            assert 0 <= low <= now <= high <= 1
    both = [place for place in few if place in many and place.startswith("effects.")]
    widths = [[each[p].high[0] - each[p].low[0] for p in both] for each in (few, many)]
    assert sum(widths[1]) < 0.7 * sum(widths[0])
    assert all(many[place].count > few[place].count for place in both)


def test_intervals_hold_for_both_belief_models_where_histories_are_few():
    _, told = lesson(True)
    assert told.both_models


@BOTH
def test_all_places_chosen_give_what_was_learnt_and_none_what_was_there(single):
    editors, told = lesson(single)
    every = [place for place, _ in places(editors)]
    for (_, taken), (_, learnt) in zip(
        places(with_chosen(editors, told.parameters, every)), places(told.parameters)
    ):
        assert taken == pytest.approx(learnt)
    assert with_chosen(editors, told.parameters, []) == editors


@BOTH
def test_a_chosen_place_changes_alone(single):
    editors, told = lesson(single)
    place = next(c.place for c in told.changes if c.place.startswith("effects."))
    taken = dict(places(with_chosen(editors, told.parameters, [place])))
    for other, column in places(editors):
        assert (taken[other] == column) == (other != place), other


def test_shares_chosen_one_by_one_do_not_change_the_belief_model():
    editors, told = lesson(True)
    more = next(k for k, p in told.parameters.shares.items() if p > editors.shares[k] + 0.001)
    taken = with_chosen(editors, told.parameters, [f"shares.{more}"])
    assert taken.shares[more] > editors.shares[more]
    assert one_at_a_time(tuple(taken.shares.values()))


@pytest.mark.parametrize("chosen", ["ab", "abc"], ids=["two of three", "all"])
def test_chosen_shares_that_leave_no_room_keep_their_proportions(chosen):
    """One cause holds at a time, and does so afterwards: 0.9 : 0.6 : 0.1 out of 0.8."""
    editors = Parameters(shares={"a": 0.3, "b": 0.4, "c": 0.1})
    learnt = Parameters(shares={"a": 0.9, "b": 0.6, "c": 0.1})
    taken = with_chosen(editors, learnt, [f"shares.{key}" for key in chosen])
    assert taken.shares == pytest.approx({"a": 0.45, "b": 0.3, "c": 0.05})


def change(was, now):
    return Change(place="skip.x", was=was, now=now, low=now, high=now, count=1.0)


@pytest.mark.parametrize(
    ("was", "now", "band", "inside"),
    [
        ((0.5,), (0.6,), 1.5, True),
        ((0.5,), (0.61,), 1.5, False),
        ((0.5,), (0.4,), 1.5, True),
        ((0.5,), (0.39,), 1.5, False),
        ((0.5, 0.5), (0.6, 0.4), 1.51, True),
        ((0.9, 0.05, 0.05), (0.9, 0.02, 0.08), 1.5, False),
        ((0.5,), (0.5,), 1.0, True),
    ],
)
def test_the_band_is_about_odds(was, now, band, inside):
    assert (within_band([change(was, now)], band) == ("skip.x",)) is inside


@BOTH
def test_most_intervals_hold_the_truth(single):
    """95 % of them should. Nearly as many do: that numbers must be told apart is left aside."""
    inside = []
    for seed in range(6):
        guide, truth = random_guide(seed, single=single)
        told = learn(guide, truth, *(visits(guide, truth, 500, seed=n + seed) for n in (0, 50)))
        true = dict(places(truth))
        for change in told.changes:
            inside.append(change.low[0] <= true[change.place][0] <= change.high[0])
    assert 0.8 < sum(inside) / len(inside) < 0.995


def test_a_question_without_a_usual_column_is_learnt_for_its_causes_alone():
    """Its usual answers are taken to be equally frequent: that is not a number of the editors."""
    guide, truth = random_guide(3, single=True)
    even = {q.key: tuple(1 / len(q.options) for _ in q.options) for q in guide.questions}
    record = visits(guide, replace(truth, usual=even), 500)

    def worth(usual):
        numbers = replace(truth, usual=usual)
        return visits_worth(guide, numbers, lay_out(guide, numbers, record.histories))

    written = worth(even)
    usual = {f"usual.{question}" for question in even}
    assert worth({}) == {place: n for place, n in written.items() if place not in usual}
    assert usual < set(written)
    told = learn(guide, replace(truth, usual={}), record, Record()).parameters
    assert told.usual == {}
    assert told.likelihood != truth.likelihood


def test_visits_of_which_the_cause_is_known_count_for_more():
    guide, truth = random_guide(3, single=True)

    def worth(labels):
        record = visits(guide, truth, 1000, leave=0.3, labels=labels)
        return visits_worth(guide, truth, lay_out(guide, truth, record.histories))

    silent, told = worth(0.0), worth(1.0)
    for cause in guide.causes:
        assert 1.2 * silent[f"shares.{cause}"] < told[f"shares.{cause}"] < 1100
