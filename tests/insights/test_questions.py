"""How well questions tell causes apart, and what visitors typed that found nothing."""

from datetime import timedelta
from math import log2

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.models import Unmatched
from troubleshooter.statistics.figures.questions import separation

from .world import FIXED, NOT_SURE, TO_PLUG, Visitors

CHANCES = st.lists(st.floats(0.01, 1), min_size=3, max_size=3).map(
    lambda row: tuple(one / sum(row) for one in row)
)


def test_an_answer_that_names_the_cause_takes_all_doubt_away():
    assert separation([1, 1], [(1, 0), (0, 1)]) == pytest.approx(1)


def test_an_answer_that_all_causes_give_alike_tells_nothing():
    assert separation([3, 1], [(0.2, 0.8), (0.2, 0.8)]) == pytest.approx(0)


def test_what_lies_between_agrees_with_the_formula_of_joint_chances():
    """Another way to the same number: I = Σ p(c, a) log p(c, a) / (p(c) p(a))."""
    shares, columns = [0.5, 0.3, 0.2], [(0.7, 0.3), (0.9, 0.1), (0.1, 0.9)]
    joint = [[s * p for p in c] for s, c in zip(shares, columns, strict=True)]
    answers = [sum(row[a] for row in joint) for a in (0, 1)]
    told = sum(
        joint[c][a] * log2(joint[c][a] / (shares[c] * answers[a])) for c in range(3) for a in (0, 1)
    )
    doubt = -sum(s * log2(s) for s in shares)
    assert separation([5, 3, 2], columns) == pytest.approx(told / doubt)


@given(CHANCES, st.lists(CHANCES, min_size=3, max_size=3))
def test_it_is_a_part_of_the_doubt(shares, columns):
    assert 0 <= separation(shares, columns) <= 1


@pytest.mark.parametrize("shares", [[], [0, 0], [1, 0]])
def test_without_doubt_there_is_nothing_to_tell(shares):
    assert separation(shares, [(0.5, 0.5)] * len(shares)) == 0


def test_not_sure_is_a_share_of_all_answers(lamp, lead):
    visitors = Visitors(lamp)
    visitors.come(30, TO_PLUG, FIXED)
    visitors.come(10, NOT_SURE, FIXED)
    context = lead.get("/insights/causes/?guide=lamp").context
    question = next(one for one in context["found"].questions if one.named.key == "others")
    assert (question.unsure.times, question.unsure.of) == (10, 40)
    assert question.worth == pytest.approx(question.separates * 0.75)
    yes, no = question.answers
    assert (yes.seen.times, yes.seen.of, no.seen.times) == (30, 30, 0)
    # By hand from the guide: 0.5 unplugged says yes at 0.7, all others at 0.9.
    assert yes.expected == pytest.approx(0.5 * 0.7 + 0.5 * 0.9)
    assert yes.unlike
    assert context["found"].least_sure is question


def typed(words, times, days=1):
    day = timezone.localdate() - timedelta(days)
    Unmatched.objects.create(day=day, words=words, times=times)


def test_only_what_was_typed_three_times_is_shown_most_first(lamp, lead):
    typed("seldom", 2)
    typed("twice and once", 2, days=1)
    typed("twice and once", 1, days=2)
    typed("often", 9)
    typed("long ago", 99, days=300)
    found = lead.get("/insights/causes/?guide=lamp").context["found"]
    assert [(one.words, one.times) for one in found.unmatched] == [
        ("often", 9),
        ("twice and once", 3),
    ]


def test_no_more_than_fifty_are_shown(lamp, lead):
    for number in range(60):
        typed(f"word {'x' * number}", 3 + number)
    found = lead.get("/insights/causes/?guide=lamp").context["found"]
    assert len(found.unmatched) == 50
    assert found.unmatched[-1].times == 3 + 10
