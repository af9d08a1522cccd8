"""What a simulation found: each policy by itself, and the same people under both."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict

from troubleshooter.engine import Guide
from troubleshooter.models import Outcome

from .measures import Tally
from .policies import PolicyName
from .walk import Walked

# How a visit can end, by the name that it has in the report.
ENDS = {
    "resolved": Outcome.RESOLVED,
    "worked_around": Outcome.WORKED_AROUND,
    "handed_over": Outcome.HANDED_OVER,
    "left": Outcome.OPEN,
}


def measured(walked: Walked, guide: Guide) -> dict[str, float]:
    """A visit in numbers: minutes, 0 or 1 for each way to end, steps and questions.

    Effective minutes are counted as the engine counts them; support's minutes are added only
    where support was needed.
    """
    minutes = walked.hands_on + walked.waiting
    effective = walked.hands_on + guide.waiting_weight * walked.waiting + walked.disruption
    support = guide.support_minutes if walked.outcome is Outcome.HANDED_OVER else 0.0
    weighted = guide.support_weight * support
    return {
        "minutes": minutes + support,
        "minutes_without_support": minutes,
        "effective_minutes": effective + weighted,
        "effective_minutes_without_support": effective,
        "hands_on_minutes": walked.hands_on,
        "waiting_minutes": walked.waiting,
        **{name: float(walked.outcome is outcome) for name, outcome in ENDS.items()},
        "steps": walked.steps,
        "questions": walked.questions,
    }


class Report:
    """Gathers visits, person by person."""

    def __init__(self, guide: Guide, policies: Iterable[PolicyName]) -> None:
        self.guide = guide
        self.tallies: dict[str, dict[str, Tally]] = {name: {} for name in policies}
        self.differences: dict[str, Tally] = {}

    def add(self, walks: Mapping[PolicyName, Walked]) -> None:
        """The visits of one person, by policy."""
        rows = {name: measured(walked, self.guide) for name, walked in walks.items()}
        for name, row in rows.items():
            _add(self.tallies[name], row)
        if len(rows) == len(PolicyName):
            engine, other = rows[PolicyName.ENGINE], rows[PolicyName.FILE_ORDER]
            _add(self.differences, {key: engine[key] - other[key] for key in engine})

    def as_json(self) -> dict[str, object]:
        found: dict[str, object] = {
            "policies": {name: _estimates(tallies) for name, tallies in self.tallies.items()}
        }
        if self.differences:
            found["engine_minus_file_order"] = {
                key: asdict(tally.estimate()) for key, tally in self.differences.items()
            }
        return found


def _add(tallies: dict[str, Tally], row: Mapping[str, float]) -> None:
    for key, number in row.items():
        tallies.setdefault(key, Tally()).add(number)


def _estimates(tallies: Mapping[str, Tally]) -> dict[str, object]:
    return {
        key: asdict(tally.share() if key in ENDS else tally.estimate())
        for key, tally in tallies.items()
    }
