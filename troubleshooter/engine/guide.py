"""What the engine knows of a guide: its causes, questions and steps, in the editor's order."""

from dataclasses import dataclass
from enum import StrEnum

RISKY_DISRUPTION = 4


class StepKind(StrEnum):
    """What a step is for, which decides when it may be offered."""

    FIX = "fix"
    CHECK = "check"
    SAFETY = "safety"
    WORKAROUND = "workaround"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """Something a person can observe.

    `options` are answer keys in the editor's order ("not sure" is always possible besides them),
    `minutes` (>= 0) what asking costs. A `gate` question is asked before any step that is not
    pinned.
    """

    key: str
    options: tuple[str, ...]
    minutes: float
    gate: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Something a person can do about the problem.

    `minutes` (>= 0) is hands-on time, `wait_minutes` (>= 0) the time until one can know;
    `disruption` runs from 1 (look only) to 5 (days of tidying). `requires` names the steps that
    are to be done, or knowingly declined, first. `check_minutes` (>= 0) is what its test costs, 0
    where the result shows at once; steps with the same `test` ("" is the guide's own) are tested
    together. `place` is the key of the settings path that it begins at, "" where it has none.
    """

    key: str
    kind: StepKind = StepKind.FIX
    minutes: float
    wait_minutes: float = 0.0
    disruption: int = 1
    irreversible: bool = False
    requires: tuple[str, ...] = ()
    pinned: bool = False
    check_minutes: float = 0.0
    test: str = ""
    place: str = ""

    @property
    def risky(self) -> bool:
        """Whether a person must confirm what may be lost before the step is shown."""
        return self.irreversible or self.disruption >= RISKY_DISRUPTION


@dataclass(frozen=True, kw_only=True, slots=True)
class Guide:
    """One problem's troubleshooting content, reduced to what a decision needs.

    `support_minutes` is what handing over costs, and `support_weight` (>= 0) how many minutes of
    work one of them counts; `waiting_weight` the hands-on minutes that one minute of waiting is
    worth; `disruption_minutes` is added for disruption 1..5. `tie_band`
    (0..1) is how far below the best chance per minute a step may lie and still keep its place in
    the editor's order; `ask_margin` the minutes that a question must save to be asked;
    `trip_minutes` (>= 0) the minutes saved where a step is at the same place as the one before it.
    `causes`, `questions` and `steps` stand in the editor's order, which settles every tie.
    """

    key: str
    support_minutes: float
    support_weight: float = 1.0
    waiting_weight: float = 0.02
    disruption_minutes: tuple[float, float, float, float, float] = (0.0, 2.0, 8.0, 20.0, 60.0)
    tie_band: float = 0.0
    ask_margin: float = 0.0
    trip_minutes: float = 0.0
    causes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()
