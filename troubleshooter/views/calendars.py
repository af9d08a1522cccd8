"""Calendar files: when to look whether a step worked, and habits that come round."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooter.content.calendar_file import CalendarEntry, calendar_file
from troubleshooter.content.plain_text import plain_text
from troubleshooter.content.rhythm import rhythm_of
from troubleshooter.visits.errors import UnknownNode
from troubleshooter.visits.queries import require_visit
from troubleshooter.visits.waiting import awaited

from .cookies import read_token
from .limiting import always, limited_by_visit
from .moves import visit_view

SALT = "troubleshooter.views.calendars"


@require_safe
@limited_by_visit("calendars", when=always)
@visit_view
def reminder(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    """The moment to look, for the visit of the cookie; 302 to the step if nothing is waited for."""
    here = require_visit(guide, read_token(request, guide))
    if key not in here.guide.steps:
        raise UnknownNode(key)
    known, now = awaited(here, key), timezone.now()
    if known is None:
        return redirect("step", guide, key)
    entry = CalendarEntry(
        uid=_uid(request, "step", here.visit.pk, key),
        at=known.next_look(now),
        title=_("Did it work? %(step)s") % {"step": known.step.title},
        text=plain_text(known.step.check),
        address=_way_back(request, guide),
    )
    return _sent(entry, f"{guide}-{key}")


@require_safe
@limited_by_visit("calendars", when=always)
@visit_view
def aftercare(request: HttpRequest, guide: str, key: str) -> HttpResponse:
    """A habit, every so often. It is the same entry for whoever keeps it, so that whoever had the
    problem twice is not told twice."""
    here = require_visit(guide, read_token(request, guide))
    habit = next((one for one in here.guide.content.aftercare if one.key == key), None)
    rhythm = rhythm_of(habit.reminder) if habit else None
    if habit is None or rhythm is None:
        raise UnknownNode(key)
    entry = CalendarEntry(
        uid=_uid(request, "aftercare", guide, key),
        at=rhythm.first_after(timezone.localdate()),
        title=habit.title,
        text=plain_text(habit.text),
        address=_way_back(request, guide),
        frequency=rhythm.frequency,
        interval=rhythm.count,
    )
    return _sent(entry, f"{guide}-{key}")


def _uid(request: HttpRequest, *about: object) -> str:
    """Always the same for the same thing, and telling nothing: a keyed hash."""
    digest = salted_hmac(SALT, "/".join(map(str, about)), algorithm="sha256").digest()
    return f"{UUID(bytes=digest[:16], version=4)}@{request.get_host().partition(':')[0]}"


def _way_back(request: HttpRequest, guide: str) -> str:
    """The guide's page: it asks first whether it worked, and is there even without the cookie."""
    return request.build_absolute_uri(reverse("guide", args=[guide]))


def _sent(entry: CalendarEntry, name: str) -> HttpResponse:
    """Inline: then a phone shows the entry at once, with a button that takes it in."""
    response = HttpResponse(
        calendar_file(entry, now=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
