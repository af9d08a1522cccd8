"""What visits showed, laid out in arrays: what they have in common is held once."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from troubleshooter.engine import Guide, Parameters
from troubleshooter.engine.learning import History
from troubleshooter.engine.learning.cases import Cases, lay_out

from .layout import Floats


@dataclass(frozen=True, kw_only=True, eq=False)
class Visits:
    """`answered` (answers × options of all questions, 0 or 1); `failed` and `ended` (tried × steps,
    0 or 1); `named` is the cause that support named, or -1. A history combines `answers` and
    `tried`, and `count` visits went that way."""

    answered: Floats
    failed: Floats
    ended: Floats
    named: NDArray[np.intp]
    answers: NDArray[np.intp]
    tried: NDArray[np.intp]
    count: Floats

    @property
    def total(self) -> float:
        return float(self.count.sum())


def lay_out_visits(guide: Guide, editors: Parameters, histories: Mapping[History, int]) -> Visits:
    """The histories by position. What the guide does not have is left out of each."""
    cases = lay_out(guide, editors, histories)
    steps = len(guide.steps)
    return Visits(
        answered=_answered(guide, cases),
        failed=_marked([tried.failed for tried in cases.tried], steps),
        ended=_marked([tried.fixed for tried in cases.tried], steps),
        named=np.array([tried.cause for tried in cases.tried], dtype=np.intp),
        answers=np.array([case.answers for case in cases.cases], dtype=np.intp),
        tried=np.array([case.tried for case in cases.cases], dtype=np.intp),
        count=np.array([case.count for case in cases.cases], dtype=float),
    )


def _answered(guide: Guide, cases: Cases) -> Floats:
    begins = np.cumsum([0, *(len(question.options) for question in guide.questions)])
    options = [
        tuple(int(begins[question]) + option for question, option in answers)
        for answers in cases.answers
    ]
    return _marked(options, int(begins[-1]))


def _marked(rows: list[tuple[int, ...]], width: int) -> Floats:
    marks = np.zeros((len(rows), width))
    for row, places in zip(marks, rows, strict=True):
        row[list(places)] = 1.0
    return marks
