"""Folding: once is enough, twice does no harm, and what is wrong is found and put right."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db.models import F

from tests.statistics.test_exact import equals, everything
from tests.statistics.world import World
from troubleshooter.models import (
    DetailCount,
    Event,
    FoldMark,
    NodeCount,
    OpenCount,
    StaleDay,
    TimeCount,
    VisitCount,
)
from troubleshooter.statistics import folding
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.mark import current_mark
from troubleshooter.statistics.queries import look

TABLES = (VisitCount, NodeCount, DetailCount, TimeCount, OpenCount)


@pytest.fixture
def world(lamp):
    """Forty visits over twenty days: fixed, handed over, left, open."""
    world = World(lamp)
    for number in range(40):
        visit = world.begin(
            platform="desk", version=str(number % 3), next_move="ask", next_key="others"
        )
        world.later(20)
        page = {"next_move": "try", "next_key": "plug-in"}
        world.say(visit, "question", "others", "yes" if number % 2 else "no", **page)
        world.later(60 + number)
        if number % 4 == 0:
            world.say(visit, "step", "plug-in", "fixed", believed=[500, 300, 200])
        elif number % 4 == 1:
            page = {"next_move": "hand_over"}
            world.say(visit, "step", "plug-in", "no_help", believed=[500, 300, 200], **page)
            world.add(visit, kind="handed_over")
        world.later(12 * 3600)
    return world


def rows():
    return {
        model: sorted(
            model.objects.values_list(*(f.attname for f in model._meta.fields[1:])), key=str
        )
        for model in TABLES
    }


def test_folding_twice_changes_nothing(world):
    fold(now=world.now)
    before = rows()
    fold(now=world.now)
    assert rows() == before
    assert before[NodeCount]


def test_batches_come_to_the_same(world):
    fold(now=world.now)
    at_once = rows()
    for model in (*TABLES, FoldMark):
        model.objects.all().delete()
    fold(now=world.now, batch=7)
    assert rows() == at_once
    assert current_mark().event == Event.objects.order_by("-pk").first().pk


def test_many_new_events_are_folded_by_a_look(world, monkeypatch):
    monkeypatch.setattr(folding, "LONG", 1000)
    with look(now=world.now):
        assert current_mark().event == 0
    monkeypatch.setattr(folding, "LONG", 20)
    with look(now=world.now):
        assert current_mark().event > 0


def test_open_visits_leave_with_time_alone(world):
    f = next(everything(world))
    fold(now=world.now)
    with look(now=world.now) as seen:
        before = seen.visits(f)
    later = world.now + timedelta(days=4)
    with look(now=later) as seen:
        unfolded = seen.visits(f)
    fold(now=later)
    with look(now=later) as seen:
        assert seen.visits(f) == unfolded
    assert before.open > 0 == unfolded.open
    assert unfolded.left == before.left + before.open
    assert not OpenCount.objects.exists()


def test_a_line_never_goes_back(world):
    fold(now=world.now + timedelta(days=4))
    f = next(everything(world))
    with look(now=world.now) as seen:
        assert seen.visits(f).open == 0
    equals(world, world.now, [f])


def test_what_is_said_of_a_time_to_come_is_not_folded(world, monkeypatch):
    monkeypatch.setattr(folding, "LONG", 1)
    monkeypatch.setattr(folding.timezone, "now", lambda: world.now)
    with look(now=world.now + timedelta(days=4)) as seen:
        assert seen.visits(next(everything(world))).open == 0
    assert OpenCount.objects.exists()


def test_a_forgotten_visit_is_counted_again(world):
    fold(now=world.now)
    f = next(everything(world))
    world.forget(world.visits[0])
    assert StaleDay.objects.count() == 1
    equals(world, world.now, [f])
    assert not StaleDay.objects.exists()
    with look(now=world.now) as seen:
        assert seen.visits(f).forgotten == 1
        assert seen.nodes(f)["step", "plug-in"].fixed == 9


def test_days_that_are_counted_for_good_stay(world):
    fold(now=world.now)
    f = next(everything(world))
    with look(now=world.now) as seen:
        before = seen.visits(f), seen.nodes(f)
    until = date(2025, 4, 5)
    FoldMark.objects.update(kept_from=until)
    old = [v for v in world.visits if v.started_at.date() < until]
    StaleDay.objects.mark([(v.guide_id, v.started_at) for v in old])
    Event.objects.filter(visit__in=old).delete()
    world.say(world.visits[-2], "step", "plug-in", "no_help")
    with look(now=world.now) as seen:
        assert seen.visits(f) == before[0]
        assert seen.nodes(f) != before[1]
    fold(now=world.now)
    call_command("rebuild_statistics", verbosity=0)
    call_command("rebuild_statistics", verify=True, verbosity=0)
    with look(now=world.now) as seen:
        after = seen.visits(f)
        assert (after.visits, after.resolved) == (before[0].visits, before[0].resolved)
        assert seen.nodes(f)["step", "plug-in"].no_help == before[1]["step", "plug-in"].no_help + 1


def test_verify_names_a_wrong_count_and_rebuild_puts_it_right(world, capsys):
    call_command("update_statistics")
    assert f"event {Event.objects.order_by('-pk').first().pk}" in capsys.readouterr().out
    right = rows()
    NodeCount.objects.filter(key="plug-in", grain="day", fixed=1).update(fixed=3)
    DetailCount.objects.filter(grain="month", by="next").update(shown=F("shown") + 1)
    TimeCount.objects.filter(grain="day", end="resolved").delete()
    with pytest.raises(SystemExit) as ended:
        call_command("rebuild_statistics", verify=True)
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "step plug-in fixed: kept 3, counted 1" in said
    assert "time elapsed resolved" in said
    call_command("rebuild_statistics")
    assert rows() == right
    capsys.readouterr()
    call_command("rebuild_statistics", verify=True)
    assert "equals" in capsys.readouterr().out


def test_rebuilding_from_nothing_gives_the_same(world):
    call_command("update_statistics", verbosity=0)
    right = rows()
    for model in TABLES:
        model.objects.all().delete()
    call_command("rebuild_statistics", verbosity=0)
    assert rows() == right


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(ValueError, match="after the last"):
        Filters(guide=1, since=date(2026, 1, 2), until=date(2026, 1, 1))
