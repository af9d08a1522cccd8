"""How often each number came true: what a pass over histories adds up."""

from dataclasses import dataclass

from troubleshooter.engine.learning.history import Tally
from troubleshooter.engine.numbers import Numbers


@dataclass(slots=True)
class Columns:
    """Expected answers of one question: `usual` by option, `likelihood` by cause (in the order of
    `named`) and option. An answer counts where none of the named causes was there, or just one."""

    named: tuple[int, ...]
    usual: list[float]
    likelihood: list[list[float]]


@dataclass(slots=True)
class Counts:
    """Expected counts by position. `effects` holds for each step how often it met a cause that was
    there, and how often it cleared it. `log_likelihood` is that of all `visits` together, in nats;
    `impossible` are those visits that the numbers rule out, which count for nothing else.
    """

    present: list[float]
    effects: list[dict[int, Tally]]
    columns: list[Columns]
    visits: float = 0.0
    impossible: float = 0.0
    log_likelihood: float = 0.0


def nothing_yet(numbers: Numbers) -> Counts:
    """All counts at 0, for everything that the numbers speak of."""
    return Counts(
        present=[0.0 for _ in numbers.causes],
        effects=[{cause: Tally() for cause, _ in step.effects} for step in numbers.steps],
        columns=[
            _no_answers(tuple(cause for cause, _ in question.ratios[0]), len(question.options))
            for question in numbers.questions
        ],
    )


def _no_answers(named: tuple[int, ...], options: int) -> Columns:
    return Columns(
        named=named,
        usual=[0.0] * options,
        likelihood=[[0.0] * options for _ in named],
    )
