"""Numbers that changed, as the tables that editors read: grouped, named, in natural frequencies."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.engine.learning import Change

from .frequencies import telling_apart
from .place_names import Group, Subject, subject

Column = tuple[float, ...]

# Numbers closer than this are the same.
SAME = 1e-6
HEADINGS = {
    Group.CAUSES: (
        "How common causes are",
        "Of the people with this problem, how many have it. Where there is one cause at a time, "
        "the causes that you do not adopt make room for those that you do.",
    ),
    Group.STEPS: (
        "How often steps help",
        "Of the people who have the cause and do the step, how many are rid of it.",
    ),
    Group.ANSWERS: ("Answers", "Of the people who have the cause, how many say this."),
    Group.HABITS: (
        "Left out, or not sure",
        "Of the people who meet the step or the question, how many go past it.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One number. `was`, `now`, `low` and `high` are chances (0..1).

    `between` is empty where nobody says how sure the number is, `live` where visitors meet the old
    number or the new one, and not a third.
    """

    option: str
    was: float
    now: float
    low: float
    high: float
    was_words: str
    now_words: str
    between: str
    live: str

    # Where they are on a drawing that is 100 wide.

    @property
    def at_was(self) -> str:
        return _across(self.was)

    @property
    def at_now(self) -> str:
        return _across(self.now)

    @property
    def left(self) -> str:
        return _across(self.low)

    @property
    def width(self) -> str:
        return _across(self.high - self.low)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One place: a number, or a distribution with a line for each option.

    `clear` says that some old number lies outside its 95 % interval, `taken` that visitors meet the
    learnt ones already.
    """

    place: str
    subject: Subject
    lines: tuple[Line, ...]
    visits: int
    clear: bool
    taken: bool

    @property
    def ticked(self) -> bool:
        """Whether an editor is advised to take it over."""
        return self.clear and not self.taken


@dataclass(frozen=True, kw_only=True)
class Section:
    """What belongs together: first what visits clearly say, then what may be chance."""

    key: str
    heading: str
    meaning: str
    clear: tuple[Row, ...] = field(default_factory=tuple)
    unclear: tuple[Row, ...] = field(default_factory=tuple)

    @property
    def options(self) -> bool:
        """Whether its numbers are of answers."""
        return self.key == Group.ANSWERS

    @property
    def size(self) -> int:
        return len(self.clear) + len(self.unclear)


def sections(
    changes: Iterable[Change],
    guide: PublishedGuide,
    live: Mapping[str, Column] | None = None,
    *,
    sure: bool = True,
) -> tuple[Section, ...]:
    """The changes, by what they are about. `live` are the numbers that visitors meet, by place;
    `sure` says whether the changes have intervals."""
    rows = [_row(change, guide, live or {}, sure) for change in changes]
    return tuple(
        Section(
            key=group,
            heading=heading,
            meaning=meaning,
            clear=tuple(row for row in rows if row.subject.group is group and row.clear),
            unclear=tuple(row for row in rows if row.subject.group is group and not row.clear),
        )
        for group, (heading, meaning) in HEADINGS.items()
        if any(row.subject.group is group for row in rows)
    )


def _row(change: Change, guide: PublishedGuide, live: Mapping[str, Column], sure: bool) -> Row:
    about = subject(change.place, guide)
    met = live.get(change.place, change.was)
    bounds = zip(change.was, change.low, change.high, strict=True)
    return Row(
        place=change.place,
        subject=about,
        lines=tuple(_line(change, met, about, number, sure) for number in _shown(change.now)),
        visits=round(change.count),
        clear=not sure or any(not low <= was <= high for was, low, high in bounds),
        taken=bool(live) and _same(met, change.now),
    )


def _shown(column: Column) -> Sequence[int]:
    """Of two options one tells it all."""
    return range(1 if len(column) == 2 else len(column))


def _line(change: Change, met: Column, about: Subject, number: int, sure: bool) -> Line:
    was, now = change.was[number], change.now[number]
    low, high = change.low[number], change.high[number]
    words = telling_apart(change.was, change.now)
    elsewhere = not _same((met[number],), (was,)) and not _same((met[number],), (now,))
    return Line(
        option=about.options[number] if number < len(about.options) else "",
        was=was,
        now=now,
        low=low,
        high=high,
        was_words=words.one(was),
        now_words=words.one(now),
        between=words.between(low, high) if sure else "",
        live=words.one(met[number]) if elsewhere else "",
    )


def _same(one: Column, other: Column) -> bool:
    return len(one) == len(other) and all(
        abs(a - b) < SAME for a, b in zip(one, other, strict=True)
    )


def _across(chance: float) -> str:
    return f"{100 * chance:.2f}"
