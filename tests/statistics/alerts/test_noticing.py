"""A change is told once while it lasts, and again only when it is another one."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.conftest import GUIDES
from troubleshooter.content.publishing import publish
from troubleshooter.content.reader import read_guide
from troubleshooter.models import Alert, AlertKind, Guide, Revision
from troubleshooter.statistics.alerts.history import USUAL_AFTER
from troubleshooter.statistics.alerts.noticing import notice
from troubleshooter.statistics.alerts.standing import alerts_between, standing_alerts
from troubleshooter.statistics.alerts.watched import Watched, last_day
from troubleshooter.statistics.measures.watch import Day

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 28)
BULB = Watched(kind=AlertKind.FIX_RATE, key="new-bulb")
PLUG = Watched(kind=AlertKind.FIX_RATE, key="plug-in")
SWITCH = Watched(kind=AlertKind.PATH, key="switch", platform="desk", version="2")
OFTEN, SELDOM, EACH_DAY = 16, 8, 20
BROKEN_FOR = 20


@pytest.fixture
def guide(lamp):
    Revision.objects.update(published_at=noon(TODAY - timedelta(days=400)))
    return Guide.objects.get(key="lamp")


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def days(times_on, *, until=TODAY, count=300):
    """`times_on(days before TODAY)` out of EACH_DAY."""
    every = (until - timedelta(days=n) for n in reversed(range(count)))
    return [Day(day=day, times=times_on((TODAY - day).days), of=EACH_DAY) for day in every]


def as_ever(ago):
    return OFTEN


def fell(ago):
    return SELDOM if ago < BROKEN_FOR else OFTEN


def look_at(guide, series, today=TODAY):
    return notice(guide, series, now=noon(today))


def test_what_does_not_change_is_no_news(guide):
    found = look_at(guide, {BULB: days(as_ever), PLUG: days(as_ever)})
    assert (found.new, found.over) == ((), ())
    assert not Alert.objects.exists()


def test_a_fall_is_noticed_with_its_day_and_what_was_seen_on_both_sides(guide):
    look_at(guide, {BULB: days(fell), PLUG: days(as_ever)})
    (alert,) = standing_alerts(guide.pk)
    assert (alert.kind, alert.key, alert.over_at) == (AlertKind.FIX_RATE, "new-bulb", None)
    assert alert.since == TODAY - timedelta(days=BROKEN_FOR - 1)
    seen = (last_day(alert.kind, TODAY) - alert.since).days + 1
    assert (alert.after.times, alert.after.of) == (SELDOM * seen, EACH_DAY * seen)
    before = 300 - BROKEN_FOR
    assert (alert.before.times, alert.before.of) == (OFTEN * before, EACH_DAY * before)


def test_only_more_who_miss_a_path_is_bad_news(guide):
    better = {SWITCH: days(lambda ago: 2 if ago < BROKEN_FOR else 10)}
    assert look_at(guide, better).new == ()
    worse = {SWITCH: days(lambda ago: 10 if ago < BROKEN_FOR else 2)}
    (alert,) = look_at(guide, worse).new
    assert (alert.key, alert.platform, alert.version) == ("switch", "desk", "2")


def test_only_a_fall_of_a_fix_is_bad_news(guide):
    assert look_at(guide, {BULB: days(lambda ago: OFTEN if ago < BROKEN_FOR else SELDOM)}).new == ()


def test_it_stands_once_and_its_numbers_grow(guide):
    look_at(guide, {BULB: days(fell)})
    tomorrow = TODAY + timedelta(days=1)
    series = {BULB: [*days(fell), Day(day=tomorrow, times=SELDOM, of=EACH_DAY)]}
    before = standing_alerts(guide.pk)[0].after.of
    assert look_at(guide, series, tomorrow).new == ()
    (alert,) = standing_alerts(guide.pk)
    assert alert.after.of == before + EACH_DAY


def test_the_day_that_is_not_over_does_not_count(guide):
    """Nor do, for a fix, the days on which many have not said yet whether it helped."""
    late = {BULB: days(lambda ago: 0 if ago < 3 else OFTEN)}
    assert look_at(guide, late).new == ()
    assert look_at(guide, {SWITCH: days(lambda ago: EACH_DAY if ago < 1 else 0)}).new == ()


def test_it_is_over_when_things_are_as_they_were(guide):
    look_at(guide, {BULB: days(fell)})
    later = TODAY + timedelta(days=30)
    repaired = days(lambda ago: SELDOM if 0 <= ago < BROKEN_FOR else OFTEN, until=later, count=330)
    found = look_at(guide, {BULB: repaired}, later)
    assert [alert.key for alert in found.over] == ["new-bulb"]
    assert standing_alerts(guide.pk) == ()
    assert look_at(guide, {BULB: repaired}, later + timedelta(days=1)).new == ()


def publish_anew(guide, at, change):
    text = (GUIDES / "lamp.yaml").read_text()
    content, problems = read_guide(change(text).encode())
    assert problems == ()
    revision = publish(guide, content=content).revision
    Revision.objects.filter(pk=revision.pk).update(published_at=at)
    guide.refresh_from_db()


def another_title(text):
    assert "title: Put in a new bulb" in text
    return text.replace("title: Put in a new bulb", "title: Screw in a new bulb")


def another_summary(text):
    return text.replace("summary: ", "summary: Well. ")


def test_it_is_over_when_the_step_is_published_anew_and_not_when_something_else_is(guide):
    publish_anew(guide, noon(TODAY - timedelta(days=200)), another_title)
    publish_anew(guide, noon(TODAY - timedelta(days=100)), lambda text: text)
    publish_anew(guide, noon(TODAY - timedelta(days=90)), another_title)
    look_at(guide, {BULB: days(fell)})
    later = TODAY + timedelta(days=1)
    both = lambda text: another_summary(another_title(text))  # noqa: E731
    publish_anew(guide, noon(TODAY) + timedelta(hours=1), both)
    assert look_at(guide, {BULB: days(fell)}, later).over == ()
    publish_anew(guide, noon(TODAY) + timedelta(hours=2), another_summary)
    assert len(look_at(guide, {BULB: days(fell)}, later).over) == 1


def test_a_repair_that_did_not_help_is_told_again(guide):
    look_at(guide, {BULB: days(fell)})
    publish_anew(guide, noon(TODAY) + timedelta(hours=1), another_title)
    later = TODAY + timedelta(days=1)
    look_at(guide, {BULB: days(fell)}, later)
    # Right after the repair nothing is known of it.
    assert look_at(guide, {BULB: days(fell)}, later + timedelta(days=1)).new == ()
    much_later = TODAY + timedelta(days=25)
    still = days(fell, until=much_later, count=325)
    (alert,) = look_at(guide, {BULB: still}, much_later).new
    assert alert.since > TODAY


def test_what_was_repaired_before_it_was_noticed_is_no_news(guide):
    repaired = days(lambda ago: SELDOM if 3 < ago < BROKEN_FOR else OFTEN)
    publish_anew(guide, noon(TODAY - timedelta(days=4)), another_summary)
    assert len(look_at(guide, {BULB: repaired}).new) == 1
    Alert.objects.all().delete()
    publish_anew(guide, noon(TODAY - timedelta(days=4)), another_title)
    assert look_at(guide, {BULB: repaired}).new == ()


def test_what_got_worse_with_a_new_text_is_news(guide):
    began = TODAY - timedelta(days=BROKEN_FOR - 1)
    publish_anew(guide, noon(began) - timedelta(hours=11), another_title)
    (alert,) = look_at(guide, {BULB: days(fell)}).new
    assert alert.since == began


def test_what_stays_becomes_usual_and_a_later_fall_is_held_against_it(guide):
    look_at(guide, {BULB: days(fell)})
    later = TODAY + USUAL_AFTER
    stayed = days(fell, until=later, count=390)
    assert len(look_at(guide, {BULB: stayed}, later).over) == 1
    assert look_at(guide, {BULB: stayed}, later + timedelta(days=1)).new == ()
    worse = days(
        lambda ago: 1 if ago < -90 else fell(ago), until=later + timedelta(days=30), count=420
    )
    (alert,) = look_at(guide, {BULB: worse}, later + timedelta(days=30)).new
    times, of = alert.before
    assert times / of == SELDOM / EACH_DAY


def test_alerts_of_a_week_are_those_that_were_noticed_in_it(guide):
    look_at(guide, {BULB: days(fell)})
    at = noon(TODAY)
    assert len(alerts_between(guide.pk, at, at + timedelta(seconds=1))) == 1
    assert alerts_between(guide.pk, at - timedelta(days=7), at) == ()
