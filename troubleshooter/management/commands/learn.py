"""What a guide's visits teach about its numbers."""

import json
from argparse import ArgumentParser, ArgumentTypeError
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from troubleshooter.learning.asking import adopt_near_or_ask, wish_of
from troubleshooter.learning.errors import NotAdoptable, NothingToLearn
from troubleshooter.learning.lessons import Taught, keep, teach
from troubleshooter.management.database import require_tables
from troubleshooter.management.learnt_table import lines
from troubleshooter.models import Guide, Parameters, PlannedPublication


class Command(BaseCommand):
    help = (
        "Learn a guide's numbers from its visits, and keep them as a new set. Nothing goes live by "
        "that, but for what stays within the guide's adopt_band."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("key", metavar="GUIDE")
        parser.add_argument(
            "--until",
            type=_moment,
            metavar="ISO-DATE",
            help="Only what happened before this day or moment (UTC).",
        )
        parser.add_argument(
            "--include-simulated", action="store_true", help="Learn from simulated visits too."
        )
        parser.add_argument("--dry-run", action="store_true", help="Say what would change only.")
        parser.add_argument(
            "--json", action="store_true", dest="as_json", help="Write the report as JSON."
        )

    def handle(
        self,
        *,
        key: str,
        until: datetime | None,
        include_simulated: bool,
        dry_run: bool,
        as_json: bool,
        **options: object,
    ) -> None:
        require_tables()
        guide = Guide.objects.filter(key=key).first()
        if guide is None:
            raise CommandError(f"There is no guide {key}.")
        try:
            taught = teach(
                guide, until=until or timezone.now(), include_simulated=include_simulated
            )
        except NothingToLearn as nothing:
            raise CommandError(str(nothing)) from nothing
        outcome = Outcome() if dry_run else _keep(taught)
        written = [_as_json(taught, outcome)] if as_json else [*lines(taught), _in_words(outcome)]
        for line in written:
            self.stdout.write(line)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The set that was kept, the one that went live by itself, the request that waits for that, and
    why nothing may."""

    learnt: Parameters | None = None
    adopted: Parameters | None = None
    waits: PlannedPublication | None = None
    refusal: str = ""


def _moment(text: str) -> datetime:
    """A day means its beginning, in UTC, like every moment that names no zone."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date such as 2026-11-30.") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _keep(taught: Taught) -> Outcome:
    learnt = keep(taught)
    try:
        near = adopt_near_or_ask(learnt)
    except NotAdoptable as refusal:
        return Outcome(learnt=learnt, refusal=str(refusal))
    if isinstance(near, PlannedPublication):
        return Outcome(learnt=learnt, waits=near)
    return Outcome(learnt=learnt, adopted=near)


def _in_words(outcome: Outcome) -> str:
    if outcome.learnt is None:
        return "Nothing was kept."
    kept = f"Kept as set {outcome.learnt.pk}."
    if outcome.refusal:
        return f"{kept} Nothing goes live: {outcome.refusal}"
    if outcome.waits is not None:
        count = len(wish_of(outcome.waits).places)
        return f"{kept} {count} numbers within the guide’s band wait for someone’s approval."
    if outcome.adopted is None:
        return f"{kept} Nothing goes live until an editor adopts it."
    count = len(outcome.adopted.report["adopted"])
    return f"{kept} {count} numbers within the guide’s band are live, as set {outcome.adopted.pk}."


def _as_json(taught: Taught, outcome: Outcome) -> str:
    learnt, adopted = outcome.learnt, outcome.adopted
    report = {
        "guide": taught.guide.key,
        "revision": taught.guide.live_revision.number,
        "until": taught.until.isoformat(),
        **taught.report,
        "parameters": learnt.pk if learnt else None,
        "live": adopted.pk if adopted else None,
        "adopted": adopted.report["adopted"] if adopted else [],
        "waiting": list(wish_of(outcome.waits).places) if outcome.waits else [],
        "refusal": outcome.refusal,
    }
    return json.dumps(report, ensure_ascii=False)
