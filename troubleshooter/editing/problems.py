"""Everything that an editor can mend in a draft: what blocks publishing, what hurts, what could be
better. Each with a stable code and a place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from troubleshooter.content.checks import check
from troubleshooter.content.places import place
from troubleshooter.content.problems import Problem
from troubleshooter.content.publishing import frozen
from troubleshooter.content.schema import GuideContent

from .rot.around import Around, signs_around
from .rot.checks import signs_of_rot
from .rot.looking import Look
from .rot.signs import Found, Severity

# What a draft shows by itself stays true until it is edited, or the day ends.
KEPT_SECONDS = 24 * 60 * 60
WORST_FIRST = tuple(Severity)


@dataclass(frozen=True, kw_only=True, slots=True)
class GuideProblem:
    """One fault in one place. `place` is written as in a refused guide file."""

    code: str
    severity: Severity
    place: str
    message: str
    remedy: str


def problems_of(
    content: GuideContent, around: Around, today: date | None = None
) -> tuple[GuideProblem, ...]:
    """The worst first, each severity in the order of the checks. `around` is of all guides.

    Takes up to a second or two for a draft that was never looked at; none for one that was.
    """
    look = Look(
        content=content,
        today=today or timezone.localdate(),
        months=settings.PATH_CHECK_MONTHS,
    )
    found = (*_kept(look), *_of_signs(content, tuple(signs_around(content, around))))
    return tuple(sorted(found, key=lambda each: WORST_FIRST.index(each.severity)))


def _kept(look: Look) -> tuple[GuideProblem, ...]:
    """What the content shows by itself, found once for the same content and day."""
    name = f"problems:{frozen(look.content)[1]}:{look.today}:{look.months}"
    known = cache.get(name)
    if known is None:
        known = tuple(_found(look))
        cache.set(name, known, KEPT_SECONDS)
    return known


def _found(look: Look) -> Iterator[GuideProblem]:
    errors = check(look.content)
    yield from map(_of_error, errors)
    yield from _of_signs(look.content, signs_of_rot(look, whole=not errors))


def _of_error(problem: Problem) -> GuideProblem:
    return GuideProblem(
        code=problem.code,
        severity=Severity.ERROR,
        place=problem.place,
        message=problem.message,
        remedy=problem.remedy,
    )


def _of_signs(content: GuideContent, signs: tuple[Found, ...]) -> Iterator[GuideProblem]:
    data = content.model_dump(by_alias=True) if signs else {}
    for each in signs:
        yield GuideProblem(
            code=each.sign.value,
            severity=each.sign.severity,
            place=place(each.loc, data),
            message=each.message,
            remedy=each.remedy,
        )
