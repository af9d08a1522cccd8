"""“I'm waiting”: the page says when to look, and on return “Did it work?” comes first."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.content.catalogue import live_guide
from troubleshooter.models import Event
from troubleshooter.visits.waiting import UNKNOWN, Awaited

from .walking import look

pytestmark = pytest.mark.django_db
NEW_BULB = "/guides/lamp/steps/new-bulb/"  # the lamp guide: 30 minutes
BEFORE_IT = [("questions/others", {"option": "yes"}), ("steps/plug-in", {"result": "no_help"})]


def goes_by(**time):
    """Everything was said so long ago."""
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(**time))


def say(client, address, **data):
    return client.post(f"/guides/lamp/{address}/", data)


def where(client, address="next/"):
    return client.get(f"/guides/lamp/{address}")["Location"]


def test_who_waits_stays_at_the_step_and_is_told_when_to_look(visitor):
    response = say(visitor, "steps/new-bulb", result="waiting")
    assert response["Location"] == NEW_BULB
    page = visitor.get(NEW_BULB)
    assert "waiting" in look(page).hooks
    assert "/guides/lamp/steps/new-bulb/reminder.ics" in page.content.decode()
    (shown,) = re.findall(r'<time datetime="([^"]+)" data-when>', page.content.decode())
    said = Event.objects.get(key="new-bulb").at
    assert datetime.fromisoformat(shown) == (said + timedelta(minutes=30)).replace(microsecond=0)
    assert page.context["minutes_left"] == pytest.approx(30, abs=1)
    goes_by(minutes=31)
    assert visitor.get(NEW_BULB).context["minutes_left"] == 0
    assert "<time" not in visitor.get(NEW_BULB).content.decode()


def test_the_event_says_that_the_step_was_shown_again(visitor):
    say(visitor, "steps/new-bulb", result="waiting")
    event = Event.objects.latest("pk")
    assert (event.next_move, event.next_key) == ("try", "new-bulb")


@pytest.fixture
def two_waits(visitor):
    """The engine sees the first of two to its end; the visitor went on with the other, themselves."""
    say(visitor, "steps/new-bulb", result="waiting")
    say(visitor, "steps/candle", result="waiting")
    return visitor


def test_before_it_is_due_one_may_go_on_and_after_that_it_comes_first(two_waits):
    Event.objects.filter(key="new-bulb").update(at=Event.objects.get(key="candle").at)
    page = two_waits.get("/guides/lamp/steps/candle/")
    assert page.context["meanwhile"] == NEW_BULB
    assert where(two_waits) == NEW_BULB
    for event in Event.objects.filter(key="candle"):
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(hours=2))
    assert where(two_waits) == "/guides/lamp/steps/candle/"
    assert where(two_waits, "resolved/") == NEW_BULB


def test_the_guides_page_asks_whether_it_worked(two_waits):
    assert two_waits.get("/guides/lamp/").context["asked"].step.key == "new-bulb"
    goes_by(hours=2)
    page = two_waits.get("/guides/lamp/")
    assert page.context["asked"].step.key == "new-bulb"
    say(two_waits, "steps/new-bulb", result="no_help")
    page = two_waits.get("/guides/lamp/")
    assert page.context["asked"].step.key == "candle"
    assert "/guides/lamp/steps/candle/" in str(page.content) or "/next/" in str(page.content)
    say(two_waits, "steps/candle", result="no_help")
    assert "asked" not in two_waits.get("/guides/lamp/").context


def test_who_is_still_waiting_is_led_on_and_asked_again_next_time(two_waits):
    goes_by(hours=2)
    say(two_waits, "steps/new-bulb", result="no_help")
    goes_by(hours=2)
    assert where(two_waits) == "/guides/lamp/steps/candle/"
    events = Event.objects.count()
    response = say(two_waits, "steps/candle", result="waiting")
    assert response.status_code == 302
    assert Event.objects.count() == events
    assert where(two_waits) == "/guides/lamp/steps/candle/"


def test_what_worked_in_the_meantime_ends_the_waiting(two_waits):
    goes_by(hours=2)
    say(two_waits, "steps/plug-in", result="fixed")
    assert where(two_waits) == "/guides/lamp/resolved/"
    assert "asked" not in two_waits.get("/guides/lamp/").context


def test_another_device_is_asked_first_as_well(visitor):
    say(visitor, "steps/new-bulb", result="waiting")
    code = visitor.post("/guides/lamp/another-device/").context["code"]
    goes_by(hours=1)
    assert Client().post("/go-on/", {"code": code})["Location"] == NEW_BULB


def test_what_is_tested_later_is_not_waited_for(db):
    """A step that is put off for a test of several leads on at once, as it did; but when it was
    left for long enough, it is asked about first."""
    publish_file(GUIDES / "kettle-test.yaml")
    client = Client()
    client.post("/guides/kettle-test/start/")
    first = client.get("/guides/kettle-test/next/", follow=True)
    key = first.request["PATH_INFO"].split("/")[-2]
    response = client.post(f"/guides/kettle-test/steps/{key}/", {"result": "waiting"})
    on = response["Location"]
    assert key not in on
    assert client.get("/guides/kettle-test/next/")["Location"] == on
    goes_by(days=1)
    assert key in client.get("/guides/kettle-test/next/")["Location"]


SAID = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "after", "due", "look_after"),
    [
        (30, timedelta(minutes=5), False, timedelta(minutes=30)),
        (30, timedelta(minutes=30), True, timedelta(hours=1)),
        (30, timedelta(hours=5, minutes=1), True, timedelta(hours=6)),
        (2, timedelta(minutes=5), False, timedelta(hours=1)),
        (2, timedelta(minutes=15), True, timedelta(hours=1)),
        (1440, timedelta(hours=23), False, timedelta(days=1)),
        (1440, timedelta(days=1), True, timedelta(days=2)),
        (1440, timedelta(days=3, hours=1), True, timedelta(days=4)),
        (0, timedelta(minutes=59), False, UNKNOWN),
        (0, UNKNOWN, True, 2 * UNKNOWN),
        (1e12, timedelta(days=30), False, timedelta(days=366)),
    ],
)
def test_when_to_look(lamp, wait, after, due, look_after):
    step = live_guide("lamp").published.steps["new-bulb"].model_copy(update={"wait_minutes": wait})
    known = Awaited(step=step, since=SAID)
    assert known.is_due(SAID + after) is due
    assert known.next_look(SAID + after) == SAID + look_after
