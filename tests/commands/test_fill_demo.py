"""The demo is a whole year of visits of nobody, in a database of its own."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from tests.conftest import SHIPPED
from troubleshooter.content.reader import read_guide
from troubleshooter.management.demo.editions import (
    GUIDE,
    MOVED_PATH,
    NEW_VERSION,
    REWRITTEN_STEP,
    editions,
)
from troubleshooter.management.demo.people import truth_of_day
from troubleshooter.management.demo.year import (
    DAYS,
    MOVED_AGAIN,
    OUTAGE,
    RELEASE,
    REPAIRED,
    REWRITTEN,
    Year,
)
from troubleshooter.models import Event, Guide, Occasion, Revision, Visit
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.queries import look

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)
YEAR = Year(now=NOON)
VISITS = 300


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True


def fill(visits=VISITS):
    out = StringIO()
    call_command("fill_demo", visits=visits, stdout=out)
    return out.getvalue()


def shipped():
    content, _ = read_guide((SHIPPED / f"{GUIDE}.yaml").read_bytes())
    return content


def test_the_year_ends_now_and_its_days_differ():
    moments = [YEAR.moment((n + 0.5) / 20_000) for n in range(20_000)]
    assert moments == sorted(moments)
    assert YEAR.ago(moments[0]) == DAYS - 1
    assert NOON - timedelta(hours=3) < moments[-1] <= NOON
    each = Counter(YEAR.ago(moment) for moment in moments)
    outage = sum(each[ago] for ago in OUTAGE) / len(OUTAGE)
    assert outage > 2 * sum(each.values()) / DAYS
    monday, saturday = (
        sum(n for ago, n in each.items() if YEAR.day(ago).weekday() == day) for day in (0, 5)
    )
    assert monday > 1.2 * saturday


def test_the_editions_differ_in_words_only_and_end_with_the_shipped_one():
    first, second, last = (edition.content for edition in editions(shipped()))
    assert last.model_copy(update={"explore": shipped().explore}) == shipped()
    assert last.explore > 0
    changed = {s.key for s, t in zip(first.steps, second.steps, strict=True) if s != t}
    assert changed == {REWRITTEN_STEP}
    moved = {p.key for p, q in zip(second.paths, last.paths, strict=True) if p != q}
    assert moved == {MOVED_PATH}
    numbers = [
        [(s.key, s.minutes, s.wait_minutes, s.skip, s.fixes) for s in content.steps]
        for content in (first, second, last)
    ]
    assert numbers[0] == numbers[1] == numbers[2]


def test_the_truth_changes_on_the_days_that_the_story_says():
    content = shipped()
    before, after = (truth_of_day(content, ago) for ago in (REWRITTEN + 1, REWRITTEN))
    cause = next(iter(before.effects[REWRITTEN_STEP]))
    assert before.effects[REWRITTEN_STEP][cause] < after.effects[REWRITTEN_STEP][cause]
    missed = {
        ago: truth_of_day(content, ago).missing_paths[MOVED_PATH][NEW_VERSION]
        for ago in (RELEASE + 1, RELEASE, REPAIRED + 1, REPAIRED)
    }
    assert missed[RELEASE + 1] == missed[REPAIRED] < missed[RELEASE] == missed[REPAIRED + 1]
    shares = {
        ago: sum(d.share for d in truth_of_day(content, ago).devices if d.version == NEW_VERSION)
        for ago in (RELEASE + 1, RELEASE - 60, 0)
    }
    assert shares[RELEASE + 1] == 0 < shares[RELEASE - 60] < shares[0] < 1
    assert MOVED_AGAIN < REPAIRED


def test_a_year_of_visits_all_made_up(demo):
    fill()
    now = timezone.now()
    assert Visit.objects.count() == VISITS
    assert not Visit.objects.filter(simulated=False).exists()
    began = sorted(Visit.objects.values_list("started_at", flat=True))
    assert began[0] < now - timedelta(days=360)
    assert began[-1] > now - timedelta(days=4)
    assert not Event.objects.filter(at__gt=now).exists()
    outcomes = Counter(Visit.objects.values_list("outcome", flat=True))
    assert {"resolved", "handed_over", "open"} <= set(outcomes)
    assert {"staff", "visitor"} <= set(Visit.objects.values_list("begun_by", flat=True))
    assert Event.objects.filter(unread=True, kind="answered").exists()
    assert Occasion.objects.count() == 2
    for revision in Revision.objects.filter(guide__key=GUIDE):
        following = Revision.objects.filter(guide__key=GUIDE, number=revision.number + 1).first()
        visits = Visit.objects.filter(revision=revision).order_by("started_at")
        assert visits.first().started_at >= revision.published_at
        assert following is None or visits.last().started_at < following.published_at
    for visit in Visit.objects.all():
        sequence = list(visit.events.order_by("sequence").values_list("sequence", "at"))
        assert [n for n, _ in sequence] == list(range(1, visit.last_sequence + 1))
        assert (sequence[0][1], sequence[-1][1]) == (visit.started_at, visit.last_event_at)
    the_figures_count_them_all(now)
    again = fill()
    assert Visit.objects.count() == VISITS
    assert "already" in again


def the_figures_count_them_all(now):
    counted = 0
    with look() as seen:
        for guide in Guide.objects.all():
            every = Filters(
                guide=guide.pk,
                since=(now - timedelta(days=DAYS)).date(),
                until=now.date(),
                simulated=True,
            )
            counted += seen.visits(every).visits + sum(seen.excluded(every).values())
            assert seen.excluded(every).get("machine", 0) or guide.key != GUIDE
    assert counted == VISITS


def test_it_needs_a_demo(db):
    with pytest.raises(CommandError, match="DEMO=1"):
        fill()
    assert not Guide.objects.exists()


def test_it_never_touches_visits_of_people(lamp, settings):
    Client().post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    settings.DEMO = True
    with pytest.raises(CommandError, match="visits of people"):
        fill()
    assert Guide.objects.count() == Visit.objects.count() == 1


def test_who_looks_around_in_it_is_made_up_too_and_is_told_so(lamp, settings):
    client = Client()
    assert "This is a demo" not in client.get("/").content.decode()
    settings.DEMO = True
    User.objects.create_superuser("chief", password="chief")
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    assert Visit.objects.get().simulated
    client.force_login(User.objects.get())
    for address in ("/", "/guides/lamp/", "/insights/", "/admin/", "/nowhere/"):
        assert "This is a demo" in client.get(address, follow=True).content.decode(), address
