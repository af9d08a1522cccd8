"""Calendar files (RFC 5545): one entry with an alarm, to be taken into any calendar."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Alarm, Calendar, Event

PRODUCT = "-//Help portal//Reminders//EN"
# Long enough to be seen in a calendar, short enough to be no appointment.
LENGTH = timedelta(minutes=15)
# An entry for a day rings at nine in the morning, wherever its reader is.
MORNING = timedelta(hours=9)
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff]")


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """What is to be remembered, in plain text. `at` is a moment with a time zone, or a day: a day
    is right wherever its reader is, though nobody knows their time zone. With `frequency` (as RFC
    5545 names it) it comes again every `interval` of these."""

    uid: str
    at: datetime | date
    title: str
    text: str
    address: str
    frequency: str = ""
    interval: int = 1


def calendar_file(entry: CalendarEntry, *, now: datetime) -> bytes:
    """The file, UTF-8, folded and escaped. Taken in twice it is one entry, as it was last."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add_component(_event(entry, now))
    return calendar.to_ical()


def _event(entry: CalendarEntry, now: datetime) -> Event:
    event, title = Event(), _clean(entry.title)
    event.add("uid", entry.uid)
    event.add("dtstamp", now)
    event.add("dtstart", entry.at)
    event.add("duration", LENGTH if _is_moment(entry) else timedelta(days=1))
    event.add("summary", title)
    event.add("description", f"{_clean(entry.text)}\n\n{entry.address}".strip())
    event.add("url", entry.address)
    event.add("transp", "TRANSPARENT")
    if entry.frequency:
        event.add("rrule", {"freq": entry.frequency, "interval": entry.interval})
    event.add_component(_alarm(title, timedelta(0) if _is_moment(entry) else MORNING))
    return event


def _alarm(title: str, after_start: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", after_start)
    return alarm


def _is_moment(entry: CalendarEntry) -> bool:
    return isinstance(entry.at, datetime)


def _clean(text: str) -> str:
    """Without what no calendar shows, and one sort of line break."""
    return UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
