"""Calendar files open in two readers that know nothing of each other, and say the same in both."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from icalendar import Calendar

from tests.conftest import GUIDES, publish_file
from troubleshooter.content.calendar_file import CalendarEntry, calendar_file
from troubleshooter.content.plain_text import plain_text
from troubleshooter.content.rhythm import Rhythm, rhythm_of
from troubleshooter.models import Event

NOW = datetime(2026, 3, 1, 20, 0, tzinfo=UTC)
REMINDER = "/guides/lamp/steps/new-bulb/reminder.ics"
HABIT = "/guides/lamp/aftercare/dust.ics"


def read(file):
    """What both readers find; they must agree."""
    (mine,) = Calendar.from_ical(file).walk("VEVENT")
    (other,) = IcsCalendarStream.calendar_from_ics(file.decode()).events
    (alarm,) = mine.walk("VALARM")
    found = {
        "uid": str(mine["UID"]),
        "stamp": mine["DTSTAMP"].dt,
        "at": mine["DTSTART"].dt,
        "title": str(mine["SUMMARY"]),
        "text": str(mine["DESCRIPTION"]),
        "address": str(mine["URL"]),
        "alarm": alarm["TRIGGER"].dt,
        "length": mine["DURATION"].dt,
    }
    assert found == {
        "uid": other.uid,
        "stamp": other.dtstamp,
        "at": other.dtstart,
        "title": other.summary,
        "text": other.description,
        "address": other.url,
        "alarm": other.alarm[0].trigger,
        "length": other.duration,
    }
    assert (str(alarm["ACTION"]), other.alarm[0].action) == ("DISPLAY", "DISPLAY")
    return found | {"rule": mine.get("RRULE"), "again": other.rrule}


def assert_written_by_the_rules(file):
    """RFC 5545, 3.1: lines end in CRLF and have at most 75 octets; folding splits no character."""
    assert file.endswith(b"\r\n")
    lines = file.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert b"\n" not in b"".join(lines)
    for line in lines:
        line.decode()


# ---- what the portal sends -------------------------------------------------------------------


@pytest.fixture
def waiting(visitor):
    visitor.post("/guides/lamp/steps/new-bulb/", {"result": "waiting"})
    return visitor


@pytest.mark.django_db
def test_a_reminder_for_what_is_waited_for(waiting):
    response = waiting.get(REMINDER)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="lamp-new-bulb.ics"'
    assert "no-store" in response["Cache-Control"]
    assert_written_by_the_rules(response.content)
    found = read(response.content)
    said = Event.objects.get(key="new-bulb").at
    assert found["at"] == (said + timedelta(minutes=30)).replace(microsecond=0)
    assert b"DTSTART:2" in response.content
    assert "Put in a new bulb" in found["title"]
    assert "Wait until the glass is cool." in found["text"]
    assert found["address"] == "http://testserver/guides/lamp/"
    assert found["text"].endswith(found["address"])
    assert (found["alarm"], found["rule"]) == (timedelta(0), None)


@pytest.mark.django_db
def test_the_way_back_asks_whether_it_worked(waiting):
    back = urlsplit(read(waiting.get(REMINDER).content)["address"]).path
    assert waiting.get(back).context["asked"].step.key == "new-bulb"


@pytest.mark.django_db
def test_a_reminder_is_one_entry_however_often_it_is_taken_and_holds_no_token(waiting):
    first, second = (waiting.get(REMINDER).content for _ in range(2))
    assert read(first)["uid"] == read(second)["uid"]
    assert waiting.cookies["visit-lamp"].value.encode() not in first.replace(b"\r\n ", b"")
    stranger = Client()
    stranger.post("/guides/lamp/start/")
    stranger.post("/guides/lamp/steps/new-bulb/", {"result": "waiting"})
    assert read(stranger.get(REMINDER).content)["uid"] != read(first)["uid"]


@pytest.mark.django_db
def test_a_reminder_is_always_ahead(waiting):
    for event in Event.objects.all():
        Event.objects.filter(pk=event.pk).update(at=event.at - timedelta(days=2))
    found = read(waiting.get(REMINDER).content)
    assert timedelta(0) < found["at"] - found["stamp"] <= timedelta(hours=1)


@pytest.mark.django_db
def test_a_habit_comes_round(visitor):
    response = visitor.get(HABIT)
    assert_written_by_the_rules(response.content)
    found = read(response.content)
    assert found["rule"] == {"FREQ": ["WEEKLY"], "INTERVAL": [1]}
    assert (found["again"].freq, found["again"].interval) == ("WEEKLY", 1)
    assert found["at"] == found["stamp"].date() + timedelta(weeks=1)
    assert (found["title"], found["alarm"]) == ("Dust it", timedelta(hours=9))
    assert response["Content-Disposition"] == 'inline; filename="lamp-dust.ics"'
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "fixed"})
    assert HABIT in visitor.get("/guides/lamp/resolved/").content.decode()


@pytest.mark.django_db
def test_where_nothing_is_waited_for_there_is_nothing_to_remember(visitor, client):
    assert visitor.get(REMINDER)["Location"] == "/guides/lamp/steps/new-bulb/"
    assert visitor.get(REMINDER.replace("new-bulb", "unknown")).status_code == 404
    assert visitor.get(HABIT.replace("dust", "unknown")).status_code == 404
    for address in (REMINDER, HABIT):
        assert client.get(address)["Location"] == "/guides/lamp/"
        assert visitor.post(address).status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize("reminder", ["", "P0D", "P99999Y"])
def test_a_habit_without_a_rhythm_has_no_file(db, tmp_path, reminder):
    file = tmp_path / "lamp.yaml"
    text = (GUIDES / "lamp.yaml").read_text().replace("reminder: P1W", f'reminder: "{reminder}"')
    file.write_text(text)
    publish_file(file)
    client = Client()
    client.post("/guides/lamp/start/")
    client.post("/guides/lamp/steps/plug-in/", {"result": "fixed"})
    assert client.get(HABIT).status_code == 404
    assert HABIT not in client.get("/guides/lamp/resolved/").content.decode()


# ---- any text --------------------------------------------------------------------------------


def entry_of(title="Did it work?", text="Look.", **more):
    address = "https://help.example.org/guides/lamp/"
    return CalendarEntry(uid="a@b", at=NOW, title=title, text=text, address=address, **more)


HOSTILE = [
    "one\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:x",
    'a;b,c:d\\n\\e "quoted" ^n',
    "Émoji 👩‍👩‍👧‍👦 " * 60,
    "هل نجح ذلك؟ " * 40,
    "備份完成了嗎" * 40,
    "\x00\x07\x1b[31m\x7f",
    "x" * 20_000,
    "",
    " ",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_written_stays_text(text):
    file = calendar_file(entry_of(title=text, text=text), now=NOW)
    assert_written_by_the_rules(file)
    found = read(file)
    seen = text.replace("\r\n", "\n")
    seen = "".join(one for one in seen if one >= " " or one in "\n\t").replace("\x7f", "")
    assert found["title"] == seen
    assert found["text"].startswith(seen.strip())


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


@given(WORDS, WORDS)
def test_both_readers_find_what_was_written(title, text):
    found = read(calendar_file(entry_of(title=title, text=text), now=NOW))
    seen = title.replace("\ufeff", "")
    assert found["title"] == seen


# ---- rhythms ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reminder", "count", "unit"),
    [
        ("P1D", 1, "D"),
        ("P1W", 1, "W"),
        ("P3M", 3, "M"),
        ("P1Y", 1, "Y"),
        ("P1M2W", 44, "D"),
        ("PT36H", 2, "D"),
        ("PT1H", 1, "D"),
        ("P0.5Y", 182, "D"),
    ],
)
def test_how_often_a_habit_comes_round(reminder, count, unit):
    assert rhythm_of(reminder) == Rhythm(count=count, unit=unit)


@pytest.mark.parametrize("reminder", ["", "P0D", "P0W", "P11Y", "P99999999999W"])
def test_what_is_no_rhythm(reminder):
    assert rhythm_of(reminder) is None


@pytest.mark.parametrize(
    ("count", "unit", "day", "first"),
    [
        (1, "W", date(2026, 12, 28), date(2027, 1, 4)),
        (3, "M", date(2026, 11, 30), date(2027, 2, 28)),
        (1, "M", date(2026, 1, 31), date(2026, 2, 28)),
        (12, "M", date(2026, 12, 5), date(2027, 12, 5)),
        (1, "Y", date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_first_day_is_one_that_comes_every_time(count, unit, day, first):
    assert Rhythm(count=count, unit=unit).first_after(day) == first


# ---- plain text ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "plain"),
    [
        ("Wait until **it** is *cool*.", "Wait until it is cool."),
        ("1. One\n2. Two `code`", "1. One\n2. Two code"),
        ("- a\n- b\n\nThen [look](https://x.example).", "- a\n- b\nThen look."),
        ("# Head\n\nTwo\nlines  \nbroken", "Head\nTwo lines\nbroken"),
        ("```\nas it is\n```", "as it is"),
        ("<b>no markup</b> &amp; more", "<b>no markup</b> & more"),
        ("> quoted", "quoted"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain(markdown, plain):
    assert plain_text(markdown) == plain
