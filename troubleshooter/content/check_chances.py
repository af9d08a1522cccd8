"""Checks on probabilities: columns that add up, and causes that are named in every option."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from math import fsum

from .problems import Code, Finding, Loc, brief, shown
from .reading import Reading
from .schema import QuestionContent

TOLERANCE = 0.005 + 1e-9  # the second part is for sums of decimals, which binary numbers miss
FEWEST_OPTIONS = 2
MOST_NAMED = 8

Cell = float | None
"""A probability in a column; None where the file has none that can be relied on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One option's numbers. `likelihood` is None where nobody can tell which causes it names."""

    loc: Loc
    key: str
    usual: Cell
    likelihood: Mapping[str, Cell] | None


def shares(reading: Reading) -> Iterator[Finding]:
    """At least one cause is ever involved."""
    causes = reading.content.causes
    given = all(reading.given("causes", index, "share") for index in range(len(causes)))
    if causes and given and not any(cause.share for cause in causes):
        message = "Every cause has the share 0, so that nothing can be told apart."
        remedy = "Give at least one cause a share above 0."
        yield Finding(code=Code.NO_SHARE, loc=("causes",), message=message, remedy=remedy)


def columns(reading: Reading) -> Iterator[Finding]:
    """Each column of each question adds up to 1: `usual`, and every cause that is named."""
    for index, question in enumerate(reading.content.questions):
        loc: Loc = ("questions", index, "options")
        if not reading.given(*loc):
            continue
        rows = _rows(reading, question, loc)
        places = [(*row.loc, "usual") for row in rows]
        yield from _off_sum("`usual`", [row.usual for row in rows], loc, places)
        for cause, naming in _by_cause(rows).items():
            if reading.defines("causes", cause):
                yield from _column_of(cause, naming, rows, loc)


def _rows(reading: Reading, question: QuestionContent, loc: Loc) -> list[Row]:
    rows = []
    for index, option in enumerate(question.options):
        here = (*loc, index)
        usual = _cell(reading, (*here, "usual"), option.usual)
        likelihood: dict[str, Cell] = {}
        for name, value in option.likelihood.items():
            cell = _cell(reading, (*here, "likelihood", name), value)
            likelihood.setdefault(reading.read_as("causes", name), cell)
        known = reading.given(*here, "likelihood")
        rows.append(
            Row(loc=here, key=option.key, usual=usual, likelihood=likelihood if known else None)
        )
    missing = Row(loc=loc, key="", usual=None, likelihood=None)
    return rows + [missing] * (FEWEST_OPTIONS - len(rows))


def _cell(reading: Reading, loc: Loc, value: float) -> Cell:
    return value if reading.given(*loc) and 0 <= value <= 1 else None


def _by_cause(rows: Sequence[Row]) -> dict[str, list[Row]]:
    """The options that name each cause."""
    naming: dict[str, list[Row]] = {}
    for row in rows:
        for cause in row.likelihood or ():
            naming.setdefault(cause, []).append(row)
    return naming


def _column_of(
    cause: str, naming: Sequence[Row], rows: Sequence[Row], loc: Loc
) -> Iterator[Finding]:
    places = [(*row.loc, "likelihood", cause) for row in naming]
    cells = [row.likelihood[cause] for row in naming if row.likelihood is not None]
    if len(naming) < len(rows):
        cells.append(None)
        yield from _incomplete(cause, rows, places)
    yield from _off_sum(f"The column of the cause {shown(cause)}", cells, loc, places)


def _incomplete(cause: str, rows: Sequence[Row], places: Sequence[Loc]) -> Iterator[Finding]:
    without = (r for r in rows if r.likelihood is not None and cause not in r.likelihood)
    lacking = list(islice(without, MOST_NAMED))
    if lacking:
        keys = ", ".join(brief(row.key) for row in lacking)
        yield Finding(
            code=Code.LIKELIHOOD_INCOMPLETE,
            loc=(*lacking[0].loc, "likelihood"),
            message=f"The cause {shown(cause)} is named in other options, but not in: {keys}.",
            remedy="Name it in every option of the question, with 0 if need be, or in none.",
            also=tuple(places[:MOST_NAMED]),
        )


def _off_sum(
    column: str, cells: Sequence[Cell], loc: Loc, places: Sequence[Loc]
) -> Iterator[Finding]:
    """A column with unknown cells is wrong only when nothing in them could put it right."""
    total = fsum(cell for cell in cells if cell is not None)
    could_grow = None in cells
    if total <= 1 + TOLERANCE and (could_grow or total >= 1 - TOLERANCE):
        return
    yield Finding(
        code=Code.COLUMNS_DO_NOT_SUM,
        loc=loc,
        message=f"{column} adds up to {total:.6g} over the options; it must be 1.",
        remedy="Change the numbers until they add up to 1 (to within 0.005).",
        near=places[0],
        also=tuple(places[1 : MOST_NAMED + 1]),
    )
