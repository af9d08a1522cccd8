"""Slow figures from real visits are kept, and found again as long as the data hardly moved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from tests.learning.cast import many
from troubleshooter.content import catalogue
from troubleshooter.models import BegunBy, Estimate, Guide, Visit
from troubleshooter.statistics.effects import estimates
from troubleshooter.statistics.effects.change import Change, ImpossibleChange, Kind
from troubleshooter.statistics.effects.estimates import (
    find_adjusted,
    find_what_if,
    make_adjusted,
    make_what_if,
    update_estimates,
)
from troubleshooter.statistics.effects.observing import observe
from troubleshooter.statistics.filters import Filters

pytestmark = pytest.mark.django_db


@pytest.fixture
def filters(lamp):
    today = timezone.localdate()
    guide = Guide.objects.get(key="lamp").pk
    return Filters(guide=guide, since=today - timedelta(89), until=today, include=MACHINES)


# Visits that a test makes are as quick as a machine's.
MACHINES = frozenset({"machine"})


def seen(filters):
    live = Guide.objects.get(pk=filters.guide).live_revision_id
    return observe(filters, catalogue.published(live))


def test_what_visits_showed_is_read_as_learning_reads_it(filters):
    many(3, answers={"flicker": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})
    many(2, answers={"flicker": "unsure"}, results={"plug-in": "could_not"}, handed_over=True)
    found = seen(filters)
    trials = found.tries("new-bulb")
    assert (trials.tried, trials.fixed, trials.after) == (3, 3, 1.0)
    assert (found.tries("plug-in").tried, found.tries("plug-in").after) == (3, 0.0)
    assert (found.record.declined["plug-in"].times, found.record.declined["plug-in"].of) == (2, 5)
    assert (found.record.unsure["flicker"].times, found.record.unsure["flicker"].of) == (2, 5)
    (history,) = found.record.histories
    assert (history.failed, history.fixed) == ({"plug-in"}, {"new-bulb"})
    assert found.record.histories[history] == 3


def test_visits_that_do_not_count_are_left_out_unless_they_are_wanted(filters):
    many(2, results={"plug-in": "fixed"})
    Visit.objects.filter(pk=Visit.objects.first().pk).update(begun_by=BegunBy.STAFF)
    assert seen(filters).record.visits == 1
    both = Filters(
        guide=filters.guide,
        since=filters.since,
        until=filters.until,
        include=MACHINES | {"staff"},
    )
    assert seen(both).record.visits == 2


def test_a_figure_is_used_until_a_twentieth_more_came(filters):
    many(20, results={"plug-in": "fixed"})
    assert find_adjusted(filters) is None
    made = make_adjusted(filters)
    found = find_adjusted(filters)
    assert found == made
    assert found.fresh
    assert found.adjusted["plug-in"].trials.fixed == 20
    many(1, results={"plug-in": "fixed"})
    assert find_adjusted(filters).fresh
    many(1, results={"plug-in": "fixed"})
    assert not find_adjusted(filters).fresh
    make_adjusted(filters)
    assert find_adjusted(filters).fresh
    assert Estimate.objects.count() == 1


def test_the_last_90_days_are_the_same_question_tomorrow(filters):
    many(20, results={"plug-in": "fixed"})
    make_adjusted(filters)
    day = timedelta(1)
    later = Filters(
        guide=filters.guide,
        since=filters.since + day,
        until=filters.until + day,
        include=filters.include,
    )
    assert find_adjusted(later, now=timezone.now() + day).fresh
    assert find_adjusted(later) is None


def test_what_if_is_kept_by_its_change(filters):
    many(60, results={"plug-in": "fixed"})
    many(60, results={"plug-in": "no_help", "new-bulb": "fixed"})
    change = Change(step="new-bulb", kind=Kind.FIRST)
    made = make_what_if(filters, change)
    assert find_what_if(filters, change) == made
    assert find_what_if(filters, Change(step="new-bulb", kind=Kind.REMOVE)) is None
    assert made.what_if.why_not or made.what_if.compared
    with pytest.raises(ImpossibleChange):
        make_what_if(filters, Change(step="no-such-step", kind=Kind.REMOVE))


def test_moves_are_worked_out_with_the_rates_and_are_what_the_page_what_if_says(
    filters, monkeypatch
):
    many(60, results={"plug-in": "fixed"})
    many(60, results={"plug-in": "no_help", "new-bulb": "fixed"})
    change = Change(step="new-bulb", kind=Kind.MOVE, to=1.0)
    monkeypatch.setattr(estimates, "moves_up", lambda *_: (change,))
    assert make_adjusted(filters).moves is None
    make_adjusted(filters, moves=True)
    (move,) = find_adjusted(filters).moves
    assert move.change == change
    kept = find_what_if(filters, change).what_if
    assert move.found == kept
    assert make_what_if(filters, change).what_if == kept


def test_the_command_works_out_what_is_missing_once(filters, capsys):
    many(3, results={"plug-in": "fixed"})
    call_command("update_estimates")
    assert capsys.readouterr().out.split()[0] == "1"
    assert update_estimates() == 0
    (row,) = Estimate.objects.filter(kind="adjusted")
    assert row.result["moves"] == []
    row.result["moves"] = None
    row.save()
    assert update_estimates() == 1
    assert Estimate.objects.filter(kind="adjusted").count() == 1
