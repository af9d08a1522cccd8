"""What needs someone's attention this morning, for each guide: requests that wait for their answer,
plans that failed, what got worse with visitors, problems, and paths to verify."""

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from troubleshooter.content.rows import contents_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.models import Confidence, Guide

from .got_worse import Worse, got_worse
from .problems import GuideProblem, problems_of
from .rot.around import Around
from .rot.signs import Severity
from .surroundings import surroundings
from .undecided import NONE, Undecided, undecided_for


@dataclass(frozen=True, kw_only=True)
class Attention:
    """How many problems of each severity a draft has, how many variants nobody confirmed, what got
    worse with visitors, and what waits for the reader."""

    guide: Guide
    undecided: Undecided
    worse: tuple[Worse, ...]
    errors: int
    warnings: int
    advice: int
    to_verify: int

    @property
    def needed(self) -> bool:
        return bool(self.errors or self.warnings or self.worse or self.undecided != NONE)

    @property
    def urgency(self) -> tuple[int, ...]:
        """What sorts first: people wait for an answer, visitors for what failed or got worse."""
        waits = self.undecided
        return (-waits.waiting, -waits.failed, -len(self.worse), -self.errors, -self.warnings)


def attention_this_morning(reader: AbstractBaseUser) -> tuple[Attention, ...]:
    """All guides, those that need the reader most first. Takes the same few queries for any number
    of guides; a draft that nobody changed since the last look costs nothing more."""
    contents, around = contents_from_rows(), surroundings()
    guides, undecided = Guide.objects.in_bulk(contents), undecided_for(reader)
    worse = got_worse()
    found = [
        _attention(guides[pk], content, around, undecided.get(pk, NONE), worse.get(pk, ()))
        for pk, content in contents.items()
    ]
    return tuple(sorted(found, key=lambda each: each.urgency))


def _attention(
    guide: Guide,
    content: GuideContent,
    around: Around,
    undecided: Undecided,
    worse: tuple[Worse, ...],
) -> Attention:
    problems = problems_of(content, around)
    return Attention(
        guide=guide,
        undecided=undecided,
        worse=worse,
        errors=_count(problems, Severity.ERROR),
        warnings=_count(problems, Severity.WARNING),
        advice=_count(problems, Severity.ADVICE),
        to_verify=_unverified(content),
    )


def _count(problems: tuple[GuideProblem, ...], severity: Severity) -> int:
    return sum(each.severity is severity for each in problems)


def _unverified(content: GuideContent) -> int:
    variants = (variant for path in content.paths for variant in path.variants)
    return sum(variant.confidence == Confidence.UNVERIFIED for variant in variants)
