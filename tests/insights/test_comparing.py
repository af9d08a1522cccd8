"""Two sides: what differs beyond chance is said, what does not is not, and no visit is on both."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.models import Event, Visit
from troubleshooter.statistics.figures.comparison import overlap
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.measures import Verdict, rate
from troubleshooter.statistics.measures.difference import difference
from troubleshooter.statistics.queries import look

from .world import FIXED, TO_BULB, TO_PLUG, Visitors

FIRST = date(2026, 1, 1)
DAYS = st.integers(0, 8)
SIDES = st.builds(
    lambda since, length, revision, platform, version: Filters(
        guide=1,
        since=FIRST + timedelta(since),
        until=FIRST + timedelta(since + length),
        revision=revision,
        platform=platform,
        version=version,
    ),
    DAYS,
    DAYS,
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "", "desk"]),
    st.sampled_from([None, "", "2"]),
)
KINDS = [
    (FIRST + timedelta(day), revision, platform, version)
    for day in range(20)
    for revision in (1, 2)
    for platform in ("", "desk")
    for version in ("", "2")
]


def holds(f, kind):
    day, *rest = kind
    asked = (f.revision, f.platform, f.version)
    pairs = zip(asked, rest, strict=True)
    return f.since <= day <= f.until and all(a in (None, b) for a, b in pairs)


@given(SIDES, SIDES)
def test_sides_overlap_exactly_where_a_visit_could_be_on_both(first, second):
    both = any(holds(first, kind) and holds(second, kind) for kind in KINDS)
    assert overlap(first, second) == both == overlap(second, first)


@pytest.fixture
def world(lamp):
    """In the last days the plug fixes 30 of 120, before that 90 of 120; others come as well."""
    visitors = Visitors(lamp)
    visitors.come(90, TO_PLUG, FIXED, days=40)
    visitors.come(30, TO_PLUG, TO_BULB, days=40)
    visitors.come(30, TO_PLUG, FIXED, days=5)
    visitors.come(90, TO_PLUG, TO_BULB, days=5, platform="floor")
    return visitors


def page(lead, query=""):
    since = timezone.localdate() - timedelta(29)
    return lead.get(f"/insights/compare/?guide=lamp&since={since}{query}").context


def test_the_time_before_is_what_visits_are_held_against(world, lead):
    context = page(lead)
    f, other = context["asked"].filters, context["other"].filters
    assert other.until == f.since - timedelta(1)
    assert other.until - other.since == f.until - f.since


def test_what_differs_is_told_with_its_interval(world, lead):
    found = page(lead)["found"]
    assert (found.before.visits.visits, found.after.visits.visits) == (120, 120)
    plug = next(one for one in found.steps if one.named.key == "plug-in")
    assert (plug.fixed.before.times, plug.fixed.before.of) == (90, 120)
    assert (plug.fixed.after.times, plug.fixed.after.of) == (30, 120)
    assert plug.fixed.changed
    assert plug.fixed.arrow == "down"
    assert plug.fixed.difference == pytest.approx(-0.5)
    # At least as wide as Newcombe's own interval: it is corrected for the other comparisons.
    alone = difference(rate(30, 120), rate(90, 120))
    assert plug.fixed.interval.low <= alone.low
    assert alone.high <= plug.fixed.interval.high < 0
    assert [one.named.key for one in found.changed] == ["plug-in"]


def test_other_people_are_told_of(world, lead):
    found = page(lead)["found"]
    mixes = {mix.by: mix for mix in found.mixes}
    assert mixes["platform"].difference.verdict == Verdict.DIFFERENT
    assert mixes["platform"].difference.moved == pytest.approx(0.75)
    assert mixes["message"].difference.verdict == Verdict.NONE_FOUND
    assert found.other_people


def test_a_side_against_itself_cannot_be_compared(world, lead):
    answer = page(lead, "&with-platform=floor")
    assert "found" not in answer
    assert answer["other"].mixed
    address = "/insights/export/compare/steps.csv?guide=lamp&with-platform=floor"
    assert lead.get(address).status_code == 404


def test_two_devices_are_compared_over_the_same_days(world, lead):
    context = page(lead, "&platform=desk&with-platform=floor")
    assert context["found"].before.visits.visits == 90
    assert context["found"].after.visits.visits == 30
    assert {mix.by for mix in context["found"].mixes} == {"message"}


def test_alike_is_not_called_different(lamp, lead):
    visitors = Visitors(lamp)
    for days in (5, 40):
        visitors.come(60, TO_PLUG, FIXED, days=days)
        visitors.come(60, TO_PLUG, TO_BULB, days=days)
    found = page(lead)["found"]
    assert found.changed == ()
    assert not found.other_people
    assert all(one.fixed.arrow == "none" for one in found.steps)


def test_three_visits_are_not_compared(lamp, lead):
    Visitors(lamp).come(3, TO_PLUG, FIXED, days=5)
    found = page(lead)["found"]
    assert all(change.difference is None for change in found.overall.values())


@pytest.mark.parametrize("wrong", ["with-since=x", "with-revision=77", "with-platform=toaster"])
def test_what_is_not_valid_is_said_and_left_out(wrong, world, lead):
    context = page(lead, f"&{wrong}")
    assert context["other"].form.errors
    assert "found" in context


def test_the_other_side_stays_in_the_addresses(world, lead):
    context = page(lead, "&platform=desk&with-platform=floor")
    assert "with-platform=floor" in context["asked"].here()
    assert [p.words for p in context["other"].presets if p.current] != []


def test_kinds_of_visits_add_up_and_agree_with_the_rows(world):
    f = Filters(guide=world.guide.pk, since=FIRST, until=timezone.localdate())
    with look() as seen:
        found = {by: seen.visits_by_kind(f, by) for by in ("platform", "version", "revision")}
    assert found["platform"] == {"desk": 150, "floor": 90}
    assert found["version"] == {"desk/2": 150, "floor/2": 90}
    assert found["revision"] == {str(world.revision): Visit.objects.count()}
    assert Event.objects.filter(kind="started").count() == 240
