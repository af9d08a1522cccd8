"""The engine's decisions for scripts: evidence in, moves out, one line each."""

import json
import os
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.engine import (
    Belief,
    Evidence,
    Parameters,
    Result,
    believe,
    look_ahead,
    next_move,
)
from troubleshooter.management.evidence_lines import BadEvidence, read_evidence
from troubleshooter.management.guide_files import guide_from_file
from troubleshooter.visits.why import why


class Command(BaseCommand):
    help = (
        "For each line of JSON evidence on standard input, write the next move, what is believed "
        "and what lies ahead as one line of JSON. Uses the numbers in the file, and no database."
    )
    requires_system_checks = []  # it needs no database and no settings of a server

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="GUIDE_FILE", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        guide = guide_from_file(file, self.stderr)
        numbers = editorial_parameters(guide.content)
        try:
            for line in filter(bytes.strip, sys.stdin.buffer):
                answer = json.dumps(_answer(guide, numbers, line), ensure_ascii=False)
                self.stdout.write(answer)
                self.stdout.flush()
        except BrokenPipeError:  # whoever was reading has enough
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _answer(guide: PublishedGuide, numbers: Parameters, line: bytes) -> dict[str, object]:
    try:
        evidence = read_evidence(guide, line)
    except BadEvidence as error:
        return {"error": str(error)}
    move = next_move(guide.engine, numbers, evidence)
    belief = believe(guide.engine, numbers, evidence)
    outlook = look_ahead(guide.engine, numbers, evidence, asking=False)
    return {
        "move": move.kind,
        "key": move.key,
        "expected_minutes": move.minutes,
        "still_present": belief.still_present,
        "chance": _chances(guide, belief, evidence),
        "answers": _answers(guide, belief, evidence),
        "plan": outlook.plan,
        "expected_minutes_no_more_questions": outlook.expected_minutes,
        "why": why(guide, evidence, move),
    }


def _chances(guide: PublishedGuide, belief: Belief, evidence: Evidence) -> dict[str, float]:
    """step -> P(it fixes the problem now, done properly), for the steps that are not settled."""
    results = evidence.steps
    return {
        key: belief.chance(key)
        for key in guide.steps
        if results.get(key, Result.WAITING) is Result.WAITING
    }


def _answers(
    guide: PublishedGuide, belief: Belief, evidence: Evidence
) -> dict[str, dict[str, float]]:
    """question -> option -> P(it is the answer), for the questions that have no answer yet."""
    return {
        key: dict(belief.answers(key)) for key in guide.questions if key not in evidence.questions
    }
