"""What each question tells, what was answered, and what visitors typed that found nothing."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from django.db.models import Sum

from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.content.schema import QuestionContent
from troubleshooter.engine import Parameters
from troubleshooter.models import Node, Unmatched

from ..counted import NodeFigures
from ..filters import Filters
from ..measures.rate import Rate, rate
from ..queries import Look
from .counted import Counted, counted
from .names import Named, Names
from .words import UNSURE

MOST_WORDS, LEAST_TIMES = 50, 3


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One option: the share (0..1) that the editors' numbers expect among those who can tell, and
    the share seen among them."""

    words: str
    expected: float | None
    seen: Rate

    @property
    def unlike(self) -> bool:
        """Whether what was expected lies outside of what the visits leave open."""
        if self.expected is None or self.seen.interval is None:
            return False
        return self.expected not in self.seen.interval


@dataclass(frozen=True, kw_only=True)
class QuestionFigures:
    """`separates` is the part (0..1) of all doubt about the cause that an answer takes away, by the
    editors' numbers, if it were asked first and everybody could tell; None where the guide has the
    question no more. `worth` is what is left of it with those who are not sure."""

    named: Named
    shown: int
    unsure: Rate
    separates: float | None
    worth: float | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Words that were searched for and found nothing."""

    words: str
    times: int


@dataclass(frozen=True, kw_only=True)
class Questions:
    """`unmatched` are of all guides: who searches has not chosen one yet."""

    counted: Counted
    questions: tuple[QuestionFigures, ...]
    unmatched: tuple[Unknown, ...]

    @property
    def least_sure(self) -> QuestionFigures | None:
        """The question with the largest share of “not sure” that may be told."""
        told = [one for one in self.questions if one.unsure.share]
        return max(told, key=lambda one: one.unsure.share or 0.0, default=None)


def questions_of(seen: Look, filters: Filters, names: Names) -> Questions:
    said = seen.answers(filters)
    nodes = seen.nodes(filters)
    keys = [key for node, key in nodes if node == Node.QUESTION]
    last = len(names.order)
    keys.sort(key=lambda key: (names.order.get((Node.QUESTION.value, key), last), key))
    numbers = editorial_parameters(names.content.content)
    return Questions(
        counted=counted(seen, filters),
        questions=tuple(
            _question(
                key, nodes[Node.QUESTION.value, key], Counter(said.get(key, {})), names, numbers
            )
            for key in keys
        ),
        unmatched=unmatched(filters),
    )


def unmatched(filters: Filters) -> tuple[Unknown, ...]:
    """The 50 most often typed, of those that were typed at least 3 times."""
    within = Unmatched.objects.filter(day__range=(filters.since, filters.until))
    found = (
        within.values("words")
        .annotate(all_times=Sum("times"))
        .filter(all_times__gte=LEAST_TIMES)
        .order_by("-all_times", "words")
        .values_list("words", "all_times")[:MOST_WORDS]
    )
    return tuple(Unknown(words=words, times=times) for words, times in found)


def separation(shares: Sequence[float], columns: Sequence[Sequence[float]]) -> float:
    """The part (0..1) of the doubt about the cause that an answer takes away on average.

    `shares` of the causes, any sum above 0, one of them at a time; `columns`: of each cause the
    chance of each option. I(cause; answer) ÷ H(cause), Shannon 1948. With no doubt it is 0.
    """
    total = sum(shares)
    parts = [share / total for share in shares] if total else []
    doubt = _entropy(parts)
    if doubt == 0:
        return 0.0
    expected = [
        sum(p * q for p, q in zip(parts, option, strict=True))
        for option in zip(*columns, strict=True)
    ]
    told = _entropy(expected) - sum(
        part * _entropy(column) for part, column in zip(parts, columns, strict=True)
    )
    return min(max(told / doubt, 0.0), 1.0)


def _mixed(parts: Sequence[float], columns: Sequence[Sequence[float]]) -> list[float]:
    """The chance of each option, over all causes."""
    return [
        sum(part * p for part, p in zip(parts, option, strict=True))
        for option in zip(*columns, strict=True)
    ]


def _entropy(chances: Iterable[float]) -> float:
    return -sum(p * log2(p) for p in chances if p > 0)


def _question(
    key: str, seen: NodeFigures, said: Counter[str], names: Names, numbers: Parameters
) -> QuestionFigures:
    unsure = rate(said[UNSURE], said.total())
    content = names.content.questions.get(key)
    separates = _separates(content, numbers) if content else None
    sure = 1 - said[UNSURE] / said.total() if said.total() else 1.0
    return QuestionFigures(
        named=names.node(Node.QUESTION, key),
        shown=seen.shown,
        unsure=unsure,
        separates=separates,
        worth=None if separates is None or unsure.share is None else separates * sure,
        answers=tuple(_answers(key, said, names, numbers)),
    )


def _columns(question: QuestionContent, numbers: Parameters) -> list[tuple[float, ...]]:
    """Of each cause the chance of each option; the usual one where the question names it not."""
    count = len(question.options)
    usual = numbers.usual.get(question.key) or (1 / count,) * count
    named = numbers.likelihood.get(question.key, {})
    return [named.get(cause, usual) for cause in numbers.shares]


def _separates(question: QuestionContent, numbers: Parameters) -> float:
    return separation(list(numbers.shares.values()), _columns(question, numbers))


def _answers(key: str, said: Counter[str], names: Names, numbers: Parameters) -> Iterable[Answer]:
    content = names.content.questions.get(key)
    options = [option.key for option in content.options] if content else []
    expected = _expected(content, numbers) if content else []
    told = said.total() - said[UNSURE]
    known = dict(zip(options, expected, strict=True))
    for option in (*options, *sorted(said.keys() - {UNSURE, *options})):
        yield Answer(
            words=names.option(key, option),
            expected=known.get(option),
            seen=rate(said[option], told),
        )


def _expected(question: QuestionContent, numbers: Parameters) -> list[float | None]:
    total = sum(numbers.shares.values())
    parts = [share / total for share in numbers.shares.values()] if total else []
    return _mixed(parts, _columns(question, numbers)) if parts else [None] * len(question.options)
