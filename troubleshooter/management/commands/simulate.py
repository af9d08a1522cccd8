"""Made-up people on the visits of a guide: what an order of questions and steps is worth."""

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable, Sequence
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.content.catalogue import LiveGuide, PublishedGuide
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.management.cores import cores
from troubleshooter.management.database import require_tables
from troubleshooter.management.guide_files import guide_from_file
from troubleshooter.management.progress import Progress
from troubleshooter.simulation.plan import Plan
from troubleshooter.simulation.policies import PolicyName
from troubleshooter.simulation.recording import DAYS, Recorder
from troubleshooter.simulation.run import Watch, simulate
from troubleshooter.simulation.truth import Truth
from troubleshooter.simulation.truth_file import BadTruth, read_truth


class Command(BaseCommand):
    help = (
        "Walk made-up people, of whom the truth is known, through a guide, and write what came of "
        "it as JSON. Without --policy each person meets both orders, with the same luck."
    )
    requires_system_checks = []  # without --record it needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="GUIDE_FILE", type=Path)
        parser.add_argument(
            "--truth", type=Path, metavar="TRUTH_FILE", help="The truth; else as the guide says."
        )
        parser.add_argument("--visits", type=_at_least(1), default=1000, help="How many people.")
        parser.add_argument("--seed", type=_at_least(0), default=0, help="Which people.")
        parser.add_argument(
            "--policy",
            choices=[str(name) for name in PolicyName],
            help="Only this order.",
        )
        parser.add_argument(
            "--jobs", type=_at_least(1), default=cores(), help="Processor cores; else all."
        )
        parser.add_argument(
            "--record",
            action="store_true",
            help="Keep the visits, marked as simulated. The guide must be live as in the file.",
        )
        parser.add_argument(
            "--days",
            type=_at_least(1),
            default=DAYS,
            help="Visits that are kept ended in the course of so many days up to now.",
        )

    def handle(
        self,
        *,
        file: Path,
        truth: Path | None,
        visits: int,
        seed: int,
        policy: str | None,
        jobs: int,
        record: bool,
        days: int,
        **options: object,
    ) -> None:
        guide = guide_from_file(file, self.stderr)
        live = _live(guide) if record else None
        plan = Plan(
            guide=live.published if live else guide,
            parameters=catalogue.parameters(live.parameters_id)
            if live
            else editorial_parameters(guide.content),
            truth=self._truth(truth, guide),
            policies=[PolicyName(policy)] if policy else list(PolicyName),
            visits=visits,
            seed=seed,
            for_events=record,
        )
        now = timezone.now()
        recorder = Recorder(live, now=now, visits=visits, days=days) if live else None
        found = self._watched(plan, recorder, jobs)
        self.stdout.write(json.dumps(found, indent=2))

    def _truth(self, file: Path | None, guide: PublishedGuide) -> Truth:
        try:
            return read_truth(file.read_bytes() if file else b"{}", guide)
        except OSError as error:
            raise CommandError(f"{file}: cannot be read: {error.strerror}") from error
        except BadTruth as error:
            for problem in error.problems:
                self.stderr.write(f"{file}: {problem}")
            raise CommandError(f"Refused: {file}") from error

    def _watched(self, plan: Plan, recorder: Recorder | None, jobs: int) -> dict[str, object]:
        progress = Progress(sys.stderr, plan.visits)
        watch: Sequence[Watch] = [lambda *_: progress.step()]
        if recorder is None:
            found = simulate(plan, watch, jobs=jobs)
        else:
            found = simulate(plan, [recorder.see, *watch], jobs=jobs)
            recorder.close()
            found["recorded"] = recorder.recorded
        progress.end()
        return found


def _live(guide: PublishedGuide) -> LiveGuide:
    """The guide as it is live, if that is what the file says."""
    require_tables()
    live = catalogue.live_guide(guide.key)
    if live is None or live.published.content != guide.content:
        raise CommandError(
            f"The guide {guide.key} is not live as the file has it. Run first: "
            f"manage.py import_guide --publish"
        )
    return live


def _at_least(least: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        number = int(text)
        if number < least:
            raise ArgumentTypeError(f"must be {least} or more")
        return number

    return whole
