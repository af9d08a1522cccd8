"""Ten machines for each person among a thousand move no figure that is published."""

import random
import secrets
from datetime import timedelta

import pytest

from tests.statistics.world import START
from tests.trying import tries
from troubleshooter.models import Event, Exclusion, Visit
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.queries import look

pytestmark = pytest.mark.django_db
PEOPLE, MACHINES, MOST_POINTS = tries(1000), tries(10_000), 0.5
STEPS = ("plug-in", "new-bulb")
NOW = START + timedelta(days=40)


def person(luck):
    """(seconds on the page, step, result) for each page; seconds on the first page; who began."""
    steps = [
        (luck.uniform(5, 300), step, luck.choice(("fixed", "no_help", "no_help", "could_not")))
        for step in STEPS[: luck.randint(0, 2)]
    ]
    return {"began": luck.uniform(1.5, 60), "steps": steps}


def at_once(luck):
    return {"began": 3, "steps": [(luck.uniform(0, 0.9), step, "fixed") for step in STEPS]}


def sprinter(luck):
    """Waits before its first answer, then says one thing after the other of one step."""
    more = [(luck.uniform(0.01, 0.4), "new-bulb", "no_help")] * 8
    return {"began": 3, "steps": [(luck.uniform(2, 5), "plug-in", "no_help"), *more]}


def blind(luck):
    """Posts without looking."""
    return {"began": 3, "steps": [(None, "plug-in", "fixed")], "unread": True}


def starter(luck):
    """Only ever begins."""
    return {"began": luck.choice((None, 0.05)), "steps": [], "unread": True}


def one_source(luck):
    """Slow as a person, and a thousand times one."""
    return {**person(luck), "begun_by": "flood"}


def write(live, luck, plans):
    visits, events = [], []
    for plan in plans:
        at = START + timedelta(minutes=luck.uniform(0, 30_000))
        visits.append(
            Visit(
                token_hash=secrets.token_bytes(32),
                guide_id=live.guide_id,
                revision_id=live.published.revision_id,
                parameters_id=live.parameters_id,
                begun_by=plan.get("begun_by", "visitor"),
                started_at=at,
                last_event_at=at,
            )
        )
    Visit.objects.bulk_create(visits)
    for visit, plan in zip(visits, plans, strict=True):
        unread = plan.get("unread", False)
        pages = [(plan["began"], "", "", "started"), *((*one, "result") for one in plan["steps"])]
        at, known = visit.started_at, set()
        for sequence, (seconds, key, value, kind) in enumerate(pages, start=1):
            at += timedelta(seconds=seconds or 0)
            events.append(
                Event(
                    visit=visit,
                    sequence=sequence,
                    kind="result" if kind == "result" else kind,
                    node="step" if key else "",
                    key=key,
                    value=value,
                    next_move="try",
                    next_key="new-bulb" if key else "plug-in",
                    page_seconds=None if unread else seconds,
                    unread=unread,
                    place=len(known),
                    revision_id=visit.revision_id,
                    parameters_id=visit.parameters_id,
                    at=at,
                )
            )
            known.add(key)
    Event.objects.bulk_create(events)


def rates(filters):
    """Every share that pages publish of visits and of steps, in points."""
    with look(now=NOW) as seen:
        visits, nodes = seen.visits(filters), seen.nodes(filters)
    found = {
        name: 100 * getattr(visits, name) / visits.visits
        for name in ("resolved", "handed_over", "left")
    }
    for (_, key), node in nodes.items():
        found[key, "fixed"] = 100 * node.fixed / max(node.tried, 1)
        found[key, "left"] = 100 * node.left / node.shown
        found[key, "could_not"] = 100 * node.could_not / node.shown
    return found


@pytest.fixture
def filters(lamp):
    return Filters(guide=lamp.guide_id, since=START.date(), until=NOW.date())


def most_moved(before, after):
    return max(abs(after.get(name, 0) - share) for name, share in before.items())


@pytest.mark.long
def test_a_crowd_of_machines_moves_no_published_share(lamp, filters):
    luck = random.Random(1)
    write(lamp, luck, [person(luck) for _ in range(PEOPLE)])
    before = rates(filters)
    kinds = (at_once, sprinter, blind, starter, one_source)
    write(lamp, luck, [luck.choice(kinds)(luck) for _ in range(MACHINES)])
    fold(now=NOW)
    assert most_moved(before, rates(filters)) <= MOST_POINTS
    with look(now=NOW) as seen:
        assert seen.visits(filters).visits == PEOPLE
        assert sum(seen.excluded(filters).values()) == MACHINES


@pytest.mark.parametrize("kind", [at_once, sprinter, blind, starter, one_source])
def test_each_kind_of_machine_would_be_noticed(lamp, filters, kind):
    """The control: counted all the same, as the filter allows, each of them moves a share."""
    luck = random.Random(3)
    write(lamp, luck, [person(luck) for _ in range(100)])
    before = rates(filters)
    write(lamp, luck, [kind(luck) for _ in range(1000)])
    included = Filters(
        guide=filters.guide,
        since=filters.since,
        until=filters.until,
        include=frozenset({Exclusion.MACHINE, Exclusion.FLOOD}),
    )
    moved = most_moved(before, rates(included))
    assert moved > 10 * MOST_POINTS or kind is one_source
    assert before == rates(filters)
