"""A guide's chances as tables: how often steps clear causes, what people answer under each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from django.db import transaction
from django.db.models import Model

from troubleshooter.content.check_chances import TOLERANCE
from troubleshooter.models import Cause, Guide, Likelihood, Option, Question, Step, StepEffect

DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One chance (0..1): the `field` of the row of `model` that `ids` find.

    An `optional` one belongs to a link, and None says that there is no such link.
    """

    name: str
    label: str
    value: float | None
    model: type[Model]
    ids: tuple[tuple[str, int], ...]
    field: str = "probability"
    optional: bool = False


@dataclass(frozen=True, kw_only=True)
class Line:
    """A row of a table. None where a column says nothing of it. `adds_up`: its chances must."""

    key: str
    heading: str
    note: str = ""
    cells: tuple[Cell | None, ...]
    adds_up: bool = False

    @property
    def chances(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell is not None)


@dataclass(frozen=True, kw_only=True)
class NumberTable:
    corner: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        return tuple(cell for line in self.lines for cell in line.chances)


@dataclass(frozen=True, kw_only=True)
class AskedQuestion:
    """A question beside its table: its own chance, and how many lines do not add up."""

    question: Question
    unsure: Cell
    answers: int
    named: int
    off: int


def steps_table(guide: Guide) -> NumberTable:
    """Causes × steps, how common causes are, and how often steps are left out. Three queries."""
    causes = list(guide.causes.filter(retired=False))
    steps = list(guide.steps.filter(retired=False))
    found = StepEffect.objects.filter(step__guide=guide).values_list("step", "cause", "probability")
    effects = {(step, cause): chance for step, cause, chance in found}
    return NumberTable(
        corner="Step",
        columns=(*(cause.name for cause in causes), "Left out"),
        lines=(
            _how_common(causes),
            *(_step(step, causes, effects) for step in steps),
        ),
    )


def answers_table(question: Question) -> NumberTable:
    """Causes × answers of one question. Three queries."""
    options = list(question.options.filter(retired=False))
    causes = list(Cause.objects.filter(guide=question.guide_id, retired=False))
    found = Likelihood.objects.filter(option__question=question)
    chances = {(o, c): p for o, c, p in found.values_list("option", "cause", "probability")}
    return NumberTable(
        corner="When this is so",
        columns=tuple(option.label for option in options),
        lines=(_usual(options), *(_under(cause, options, chances) for cause in causes)),
    )


def asked_questions(guide: Guide) -> tuple[AskedQuestion, ...]:
    """Four queries, whatever the number of questions."""
    numbers = "options__likelihoods__cause"
    questions = guide.questions.filter(retired=False).prefetch_related(numbers)
    return tuple(map(_asked, questions))


def off(chances: Sequence[float | None]) -> bool:
    """Whether chances that must add up to 1 do not, or only some of them are given."""
    given = [chance for chance in chances if chance is not None]
    return bool(given) and (len(given) < len(chances) or abs(fsum(given) - 1) > TOLERANCE)


def added_up(chances: Sequence[float | None]) -> tuple[float, ...]:
    """The same chances, made to add up to exactly 1 in four digits. Empty ones share what the
    others leave; where nothing is left, all are scaled."""
    total = fsum(chance or 0.0 for chance in chances)
    empty = sum(chance is None for chance in chances)
    rest = max(1 - total, 0.0) / empty if empty else 0.0
    full = [rest if chance is None else chance for chance in chances]
    scale = fsum(full)
    even = 1 / len(full)
    rounded = [round(chance / scale if scale else even, DIGITS) for chance in full]
    largest = rounded.index(max(rounded))
    rounded[largest] = round(rounded[largest] + 1 - fsum(rounded), DIGITS)
    return tuple(rounded)


@transaction.atomic
def write_chances(changes: Iterable[tuple[Cell, float | None]]) -> None:
    """Only these rows are written, each by itself: the audit trail tells of every one."""
    for cell, chance in changes:
        ids: Mapping[str, int] = dict(cell.ids)
        if not cell.optional:
            row = cell.model.objects.get(**ids)
            setattr(row, cell.field, chance)
            row.save(update_fields=[cell.field])
        elif chance is None:
            cell.model.objects.filter(**ids).delete()
        else:
            cell.model.objects.update_or_create(**ids, defaults={cell.field: chance})


def _own(row: Model, field: str, label: str) -> Cell:
    return Cell(
        name=f"{field}-{row.pk}",
        label=label,
        value=getattr(row, field),
        model=type(row),
        ids=(("pk", row.pk),),
        field=field,
    )


def _how_common(causes: list[Cause]) -> Line:
    cells = [_own(cause, "share", f"How common: {cause.name}") for cause in causes]
    note = "Of all people with this problem, how many have this cause."
    return Line(key="share", heading="How common it is", note=note, cells=(*cells, None))


def _step(step: Step, causes: list[Cause], effects: Mapping[tuple[int, int], float]) -> Line:
    clears = (
        Cell(
            name=f"effect-{step.pk}-{cause.pk}",
            label=f"{step.title}: clears “{cause.name}”",
            value=effects.get((step.pk, cause.pk)),
            model=StepEffect,
            ids=(("step_id", step.pk), ("cause_id", cause.pk)),
            optional=True,
        )
        for cause in causes
    )
    left_out = _own(step, "skip", f"{step.title}: left out")
    return Line(key=f"step-{step.pk}", heading=step.title, cells=(*clears, left_out))


def _usual(options: list[Option]) -> Line:
    cells = tuple(_own(o, "usual", f"None of the causes named below: {o.label}") for o in options)
    heading = "None of the causes named below"
    return Line(key="usual", heading=heading, cells=cells, adds_up=True)


def _under(cause: Cause, options: list[Option], chances: Mapping[tuple[int, int], float]) -> Line:
    cells = tuple(
        Cell(
            name=f"likelihood-{option.pk}-{cause.pk}",
            label=f"{cause.name}: {option.label}",
            value=chances.get((option.pk, cause.pk)),
            model=Likelihood,
            ids=(("option_id", option.pk), ("cause_id", cause.pk)),
            optional=True,
        )
        for option in options
    )
    return Line(key=f"cause-{cause.pk}", heading=cause.name, cells=cells, adds_up=True)


def _asked(question: Question) -> AskedQuestion:
    options = [option for option in question.options.all() if not option.retired]
    columns = list(_columns(options))
    return AskedQuestion(
        question=question,
        unsure=_own(question, "unsure", f"{question.text}: not sure"),
        answers=len(options),
        named=len(columns) - 1,
        off=sum(map(off, columns)),
    )


def _columns(options: list[Option]) -> Iterator[list[float | None]]:
    yield [option.usual for option in options]
    chances = [
        {one.cause_id: one.probability for one in o.likelihoods.all() if not one.cause.retired}
        for o in options
    ]
    for cause in sorted(set().union(*chances)):
        yield [named.get(cause) for named in chances]
