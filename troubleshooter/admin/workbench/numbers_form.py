"""The form behind a table of numbers, and the table as its page shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import fsum

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.safestring import SafeString

from troubleshooter.editing.number_tables import Cell, Line, NumberTable, added_up, off

from ..chances import ChanceField, ChanceInput, parsed

SOME_EMPTY = "Give a number for every answer, or for none."
OUTSIDE = "A chance lies between 0 (never) and 1 (always)."


class NumbersForm(forms.Form):
    """A field for each chance. `off_lines` are the keys of lines that do not add up."""

    def __init__(
        self, table: NumberTable, others: tuple[Cell, ...] = (), data: QueryDict | None = None
    ) -> None:
        self.cells = (*table.cells, *others)
        self.lines = [line for line in table.lines if line.adds_up]
        self.off_lines: dict[str, str] = {}
        super().__init__(data, initial={cell.name: cell.value for cell in self.cells})
        self.fields |= {cell.name: _field(cell) for cell in self.cells}

    def clean(self) -> None:
        for line in self.lines:
            names = [cell.name for cell in line.chances]
            if any(name in self.errors for name in names):
                continue
            chances = [self.cleaned_data.get(name) for name in names]
            if off(chances):
                self.off_lines[line.key] = _why(chances)
        if self.off_lines:
            self.add_error(None, ValidationError("Some rows do not add up.", code="sum"))

    @property
    def changes(self) -> list[tuple[Cell, float | None]]:
        changed = set(self.changed_data)
        return [(c, self.cleaned_data[c.name]) for c in self.cells if c.name in changed]


@dataclass(frozen=True, kw_only=True)
class ShownCell:
    """`of` is the column's heading, for screens that are too narrow for columns."""

    of: str
    html: SafeString
    error: str
    error_id: str


@dataclass(frozen=True, kw_only=True)
class ShownLine:
    line: Line
    cells: tuple[ShownCell | None, ...]
    sum: str
    off: bool
    problem: str

    @property
    def wrong(self) -> bool:
        return bool(self.problem) or any(cell and cell.error for cell in self.cells)


def shown_lines(form: NumbersForm, table: NumberTable) -> tuple[ShownLine, ...]:
    return tuple(_shown_line(form, table, line) for line in table.lines)


def shown_cell(form: NumbersForm, cell: Cell, of: str = "") -> ShownCell:
    bound, error_id = form[cell.name], f"error-{cell.name}"
    errors = form.errors.get(cell.name, []) if form.is_bound else []
    attrs = {"id": f"id_{cell.name}", "aria-label": cell.label, "required": not cell.optional}
    if errors:
        attrs |= {"aria-invalid": "true", "aria-describedby": error_id}
    html = bound.field.widget.render(cell.name, bound.value(), attrs)
    return ShownCell(of=of, html=html, error=" ".join(errors), error_id=error_id)


def made_to_add_up(data: QueryDict, table: NumberTable, key: str) -> QueryDict:
    """What was sent, with one line scaled; what cannot be read counts as empty."""
    line = next((line for line in table.lines if line.key == key and line.adds_up), None)
    scaled = data.copy()
    if line is None:
        return scaled
    names = [cell.name for cell in line.chances]
    for name, chance in zip(names, added_up([_read(data, name) for name in names]), strict=True):
        scaled[name] = f"{chance:g}"
        scaled.pop(f"{name}_word", None)
    return scaled


def _field(cell: Cell) -> ChanceField:
    return ChanceField(
        label=cell.label,
        required=not cell.optional,
        min_value=0,
        max_value=1,
        error_messages={"min_value": OUTSIDE, "max_value": OUTSIDE, "required": "Give a number."},
    )


def _shown_line(form: NumbersForm, table: NumberTable, line: Line) -> ShownLine:
    pairs = zip(line.cells, table.columns, strict=True)
    chances = [_chance(form[cell.name].value()) for cell in line.chances]
    return ShownLine(
        line=line,
        cells=tuple(cell and shown_cell(form, cell, of) for cell, of in pairs),
        sum=_sum(chances),
        off=line.adds_up and off(chances),
        problem=form.off_lines.get(line.key, ""),
    )


def _sum(chances: list[float | None]) -> str:
    given = [chance for chance in chances if chance is not None]
    mark = "✗" if off(chances) else "✓"
    return f"{round(fsum(given), 3):g} {mark}" if given else "–"


def _why(chances: list[float | None]) -> str:
    if None in chances:
        return SOME_EMPTY
    return f"Together these are {round(fsum(chances), 4):g}. They must add up to 1."


def _read(data: Mapping[str, str], name: str) -> float | None:
    return _chance(ChanceInput().value_from_datadict(data, {}, name))


def _chance(value: object) -> float | None:
    try:
        chance = parsed(str(value))
    except ValueError:
        return None
    return chance if 0 <= chance <= 1 else None


def wrong_places(form: NumbersForm) -> Iterator[tuple[str, str, str]]:
    """(place on the page, what it is about, what is wrong), for every problem at once."""
    for cell in form.cells:
        for error in form.errors.get(cell.name, []):
            yield f"id_{cell.name}", cell.label, error
    for line in form.lines:
        if line.key in form.off_lines:
            yield f"line-{line.key}", line.heading, form.off_lines[line.key]
