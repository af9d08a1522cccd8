"""What the engine thinks for any answers and results that an editor types in: its own numbers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine import (
    UNSURE,
    Evidence,
    Move,
    MoveKind,
    Outlook,
    Parameters,
    Ranked,
    Result,
    Standing,
    believe,
    editors_move,
    look_ahead,
    next_move,
    rank_steps,
)
from troubleshooter.models import Node
from troubleshooter.visits.why import why

from .ways_tree import TO_SUPPORT, Rows
from .ways_versions import Version

# What a visitor can say of a step, in the words of a visit's own buttons.
RESULTS = (
    (Result.NO_HELP, "Didn’t help"),
    (Result.COULD_NOT, "Couldn’t do it"),
    (Result.NOT_FOUND, "Can’t find it"),
    (Result.WAITING, "Done, waiting to see"),
    (Result.FIXED, "Worked"),
)
STANDINGS = {
    Standing.OPEN: "",
    Standing.WAITING: "Under way: what came of it is not known yet.",
    Standing.SETTLED: "Done, or turned down.",
    Standing.SAFEGUARD: "A safeguard: it comes only before a step that requires it.",
    Standing.WORKAROUND: "A workaround: it comes once no fix is left.",
    Standing.HELPLESS: "It clears no cause that can be left.",
    Standing.TOO_LONG: "It takes as long as support, or longer.",
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One list of the form: `name` of the field, and (value, words, chosen) to choose from."""

    name: str
    label: str
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class CauseRow:
    name: str
    address: str
    chance: float


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """`chance` (0..1) and `minutes` if done properly, `ratio` chance per minute as compared."""

    key: str
    name: str
    address: str
    chance: float
    minutes: float
    ratio: float
    blocked: str


@dataclass(frozen=True, kw_only=True)
class QuestionRow:
    """`saves` are the minutes to go without asking, less those with it; below 0 it costs time."""

    key: str
    name: str
    address: str
    saves: float
    answers: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """The engine's own numbers. `minutes` (>= 0) are those to go with the next move, and
    `minutes_without` if it is never made."""

    move: Move
    next_name: str
    next_address: str
    sentence: str
    shown_instead: str
    solved: bool
    minutes: float
    minutes_without: float
    causes: tuple[CauseRow, ...]
    steps: tuple[StepRow, ...]
    questions: tuple[QuestionRow, ...]


def evidence_from(guide: PublishedGuide, asked: Mapping[str, str]) -> Evidence:
    """What the form says. What the guide does not know, as in an old link, is left out."""
    results = {result.value for result, _ in RESULTS}
    questions, steps = {}, {}
    for key, question in guide.questions.items():
        said = asked.get(_field(Node.QUESTION, key), "")
        if said in (UNSURE, *(option.key for option in question.options)):
            questions[key] = said
    for key in guide.steps:
        said = asked.get(_field(Node.STEP, key), "")
        if said in results:
            steps[key] = Result(said)
    return Evidence(questions=questions, steps=steps)


def choices(guide: PublishedGuide, evidence: Evidence) -> tuple[Choice, ...]:
    """The form: every question, then every step, in the editor's order."""
    return (*_of_questions(guide, evidence), *_of_steps(guide, evidence))


def _of_questions(guide: PublishedGuide, evidence: Evidence) -> Iterator[Choice]:
    for key, question in guide.questions.items():
        said = evidence.questions.get(key, "")
        options = [("", "Not asked"), *((o.key, o.label) for o in question.options)]
        options.append((UNSURE, "Not sure"))
        yield Choice(
            name=_field(Node.QUESTION, key),
            label=question.text,
            options=tuple((value, words, value == said) for value, words in options),
        )


def _of_steps(guide: PublishedGuide, evidence: Evidence) -> Iterator[Choice]:
    for key, step in guide.steps.items():
        said = evidence.steps.get(key, "")
        options = [("", "Not tried"), *((result.value, words) for result, words in RESULTS)]
        yield Choice(
            name=_field(Node.STEP, key),
            label=step.title,
            options=tuple((value, words, value == said) for value, words in options),
        )


def _field(node: Node, key: str) -> str:
    return f"{node}-{key}"


def what_if(version: Version, evidence: Evidence, rows: Rows) -> WhatIf:
    """What the engine makes of this evidence. Nothing here is worked out a second way."""
    guide, numbers = version.guide, version.numbers
    move = next_move(guide.engine, numbers, evidence)
    outlook = look_ahead(guide.engine, numbers, evidence)
    return WhatIf(
        move=move,
        next_name=_name(guide, move),
        next_address=_address(rows, move),
        sentence=why(guide, evidence, move),
        shown_instead=_shown_instead(version, evidence, move),
        solved=Result.FIXED in evidence.steps.values(),
        minutes=move.minutes,
        minutes_without=move.reason.expected_minutes_without,
        causes=tuple(_causes(guide, numbers, evidence, rows)),
        steps=tuple(_step(guide, one, rows) for one in rank_steps(guide.engine, numbers, evidence)),
        questions=_questions(guide, numbers, evidence, outlook, rows),
    )


def _name(guide: PublishedGuide, move: Move) -> str:
    if move.kind is MoveKind.ASK:
        return guide.questions[move.key].text
    return guide.steps[move.key].title if move.kind is MoveKind.TRY else TO_SUPPORT


def _address(rows: Rows, move: Move) -> str:
    node = Node.QUESTION if move.kind is MoveKind.ASK else Node.STEP
    return rows.get((node, move.key), "")


def _shown_instead(version: Version, evidence: Evidence, move: Move) -> str:
    """What visitors see where they follow the editor's order, if it is something else."""
    if not version.editors_order:
        return ""
    own = editors_move(version.guide.engine, version.numbers, evidence)
    same = (own.kind, own.key) == (move.kind, move.key)
    return "" if same else _name(version.guide, own)


def _causes(
    guide: PublishedGuide, numbers: Parameters, evidence: Evidence, rows: Rows
) -> Iterator[CauseRow]:
    """The likeliest first; the editor's order among equals."""
    chances = believe(guide.engine, numbers, evidence).still_present
    for key in sorted(chances, key=lambda key: -chances[key]):
        yield CauseRow(
            name=guide.causes[key].name,
            address=rows.get((Node.CAUSE, key), ""),
            chance=chances[key],
        )


def _step(guide: PublishedGuide, one: Ranked, rows: Rows) -> StepRow:
    before = " and ".join(f"“{guide.steps[key].title}”" for key in one.before)
    blocked = f"First: {before}." if one.standing is Standing.REQUIRES else STANDINGS[one.standing]
    return StepRow(
        key=one.step,
        name=guide.steps[one.step].title,
        address=rows.get((Node.STEP, one.step), ""),
        chance=one.chance,
        minutes=one.minutes,
        ratio=one.ratio,
        blocked=blocked,
    )


def _questions(
    guide: PublishedGuide,
    numbers: Parameters,
    evidence: Evidence,
    outlook: Outlook,
    rows: Rows,
) -> tuple[QuestionRow, ...]:
    """Those that are open, with what they save; the greatest saving first."""
    belief = believe(guide.engine, numbers, evidence)
    found = []
    for key, asking in outlook.asking_now.items():
        labels = {option.key: option.label for option in guide.questions[key].options}
        found.append(
            QuestionRow(
                key=key,
                name=guide.questions[key].text,
                address=rows.get((Node.QUESTION, key), ""),
                saves=outlook.expected_minutes - asking,
                answers=tuple((labels[o], chance) for o, chance in belief.answers(key).items()),
            )
        )
    return tuple(sorted(found, key=lambda one: -one.saves))
