"""Writing to a visit: one verb each, atomic, and harmless when it is said twice."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from troubleshooter.content.catalogue import LiveGuide
from troubleshooter.delivering.line import put_in_line, take_out_of_line
from troubleshooter.models import BegunBy, EventKind, Outcome, StaleDay, Visit

from .entries import (
    Entry,
    entries_at_start,
    entries_of_pick,
    entries_sharing,
    entry_of_answer,
    entry_of_confirmation,
    entry_of_hand_over,
    entry_of_missing_path,
    entry_of_result,
)
from .erasing import erase_for_good
from .hand_over_file import parcel_of
from .offering import drawn_arm, previewed_arm
from .page_stamps import NOT_BY_FORM, Sent
from .queries import OpenVisit, find_visit, require_visit
from .recording import record
from .showing import begins_to_wait, shown_again
from .state import VisitState
from .tokens import hash_of, new_token, token_of_form

LOT_BITS = 63  # as many as the column holds without a sign


@dataclass(frozen=True, kw_only=True)
class Started:
    token: str
    visit: OpenVisit


@transaction.atomic
def start(
    live: LiveGuide,
    *,
    platform: str,
    version: str,
    message: str,
    begun_by: BegunBy = BegunBy.VISITOR,
    sent: Sent = NOT_BY_FORM,
    form: str = "",
    held: str | None = None,
) -> Started:
    """Begin a visit on the live revision, or on the preview of a draft. A picked message's answers
    are taken over.

    The same `form` sent twice begins one visit, as long as nothing was said in it: the answer to
    the first may have been lost on its way. Whoever holds (`held`) that visit's token has got the
    answer, and begins another.
    """
    token = token_of_form(form, live.published.key, platform, version, message)
    token = new_token() if token == held else token

    def written(token: str) -> Started:
        begun = begin(
            live,
            platform=platform,
            version=version,
            message=message,
            begun_by=begun_by,
            token=token,
        )
        here = record(begun.visit, *entries_at_start(begun.visit, message), sent=sent)
        return Started(token=token, visit=here)

    try:
        with transaction.atomic():
            return written(token)
    except IntegrityError:
        return _begun_before(live, token) or written(new_token())


def _begun_before(live: LiveGuide, token: str) -> Started | None:
    """The visit that the same form began; None once more was said in it than its start."""
    here = find_visit(live.published.key, token, lock=True)
    if here is None:
        return None
    start = list(entries_at_start(here, here.visit.message))
    return Started(token=token, visit=here) if here.visit.last_sequence == len(start) else None


def begin(
    live: LiveGuide,
    *,
    platform: str,
    version: str,
    message: str,
    begun_by: BegunBy,
    token: str = "",
) -> Started:
    """The visit's row, with nothing said in it yet. The caller records the start."""
    token, now, lot = token or new_token(), timezone.now(), secrets.randbits(LOT_BITS)
    content = live.published.content
    visit = Visit.objects.create(
        token_hash=hash_of(token),
        guide_id=live.guide_id,
        revision_id=live.published.revision_id,
        parameters_id=live.parameters_id,
        platform=platform,
        version=version,
        message=message,
        outage=live.outage,
        arm=previewed_arm(content) if live.preview else drawn_arm(content, lot),
        lot=lot,
        preview=live.preview,
        simulated=settings.DEMO,
        begun_by=begun_by,
        started_at=now,
        last_event_at=now,
    )
    here = OpenVisit(visit=visit, guide=live.published, state=VisitState())
    return Started(token=token, visit=here)


@transaction.atomic
def mark_flood(visits: Sequence[int]) -> None:
    """Leave these visits out of the figures: one source began more than people would."""
    found = Visit.objects.filter(pk__in=visits, begun_by=BegunBy.VISITOR)
    began = list(found.values_list("guide_id", "started_at"))
    found.update(begun_by=BegunBy.FLOOD)
    StaleDay.objects.mark(began)


def answer(
    guide_key: str, token: str | None, *, question: str, option: str, sent: Sent = NOT_BY_FORM
) -> OpenVisit:
    """Record an answer, or replace an earlier one; every other answer stays."""

    def write(here: OpenVisit) -> OpenVisit:
        return record(here, entry_of_answer(here, question, option), sent=sent)

    return _writing(guide_key, token, write)


def pick_message(
    guide_key: str, token: str | None, *, message: str, sent: Sent = NOT_BY_FORM
) -> OpenVisit:
    """Take a message on the screen for evidence, in place of the former one; "" takes it back."""

    def write(here: OpenVisit) -> OpenVisit:
        entries = tuple(entries_of_pick(here, message))
        if entries:
            here.visit.message = message
            here.visit.save(update_fields=["message"])
        return record(here, *entries, sent=sent)

    return _writing(guide_key, token, write)


def record_result(
    guide_key: str, token: str | None, *, step: str, result: str, sent: Sent = NOT_BY_FORM
) -> OpenVisit:
    """Record what a step did, and with it each step that was waiting for the same test. A risky
    step that was not confirmed can only be declined."""

    def write(here: OpenVisit) -> OpenVisit:
        entry = entry_of_result(here, step, result)
        sharing = tuple(entries_sharing(here, step, result)) if entry else ()
        waits = entry is not None and begins_to_wait(entry, here.move)
        recorded = record(here, entry, *sharing, sent=sent)
        return replace(recorded, stays_at=step) if waits else recorded

    return _writing(guide_key, token, write)


def confirm(guide_key: str, token: str | None, *, step: str, sent: Sent = NOT_BY_FORM) -> OpenVisit:
    """Record that the visitor knows what a risky step costs and wants to go on."""

    def write(here: OpenVisit) -> OpenVisit:
        return record(here, entry_of_confirmation(here, step), sent=sent)

    return _writing(guide_key, token, write)


def report_missing_path(
    guide_key: str, token: str | None, *, path: str, page: str = "", sent: Sent = NOT_BY_FORM
) -> OpenVisit:
    """Record that a settings path is not to be found on the visit's platform and version. The
    visitor goes back to the page, written `question/<key>` or `step/<key>`; else to the next move.
    """

    def write(here: OpenVisit) -> OpenVisit:
        entry, shown = entry_of_missing_path(here, path), shown_again(here.guide, page)
        return record(here, entry, sent=sent, shown=shown)

    return _writing(guide_key, token, write)


def keep_handoff(
    guide_key: str,
    token: str | None,
    *,
    fields: dict[str, str],
    hand_over: bool,
    cause_link: str = "",
    sent: Sent = NOT_BY_FORM,
) -> OpenVisit:
    """Keep what the visitor wrote for support; record the hand-over when they say so, and have it
    sent to the help desk where there is one. Support can name the cause by the link."""

    def write(here: OpenVisit) -> OpenVisit:
        if here.visit.handoff != fields:
            here.visit.handoff = fields
            here.visit.save(update_fields=["handoff"])
        if not hand_over:
            return here
        handed = record(here, entry_of_hand_over(here), sent=sent)
        put_in_line(handed.visit, lambda: parcel_of(handed, cause_link))
        return handed

    return _writing(guide_key, token, write)


def forget(guide_key: str, token: str | None) -> None:
    """Delete what the visitor said, at once. What stays: that there was a visit, and that it was
    forgotten. No token opens anything any more, on whatever device."""

    def write(here: OpenVisit) -> OpenVisit:
        visit = here.visit
        StaleDay.objects.mark([(visit.guide_id, visit.started_at)])
        visit.events.exclude(kind=EventKind.STARTED).delete()
        visit.events.update(value="")
        visit.passes.all().delete()
        visit.token_hash, visit.outcome = None, Outcome.FORGOTTEN
        visit.platform = visit.version = visit.message = ""
        visit.handoff = {}
        visit.save()
        take_out_of_line(visit)
        transaction.on_commit(erase_for_good)
        forgotten = here.with_state(VisitState())
        forgetting = Entry(kind=EventKind.FORGOTTEN)
        return record(forgotten, forgetting, outcome=Outcome.FORGOTTEN)

    _writing(guide_key, token, write, even_withdrawn=True)


def _writing(
    guide_key: str,
    token: str | None,
    write: Callable[[OpenVisit], OpenVisit],
    *,
    even_withdrawn: bool = False,
) -> OpenVisit:
    with transaction.atomic():
        return write(require_visit(guide_key, token, lock=True, even_withdrawn=even_withdrawn))
