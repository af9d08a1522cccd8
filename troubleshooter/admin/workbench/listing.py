"""The lists of a guide's workbench: each row with the few facts that matter and its problems."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse

from troubleshooter.content.problems import Problem
from troubleshooter.models import Guide

from .parts import PARTS, Part
from .row_facts import facts_of

PREFETCHED = (
    "platforms__versions",
    "causes__effects__step",
    "questions__options__likelihoods",
    "paths__variants",
    "steps__effects",
    "messages__messageanswer_set",
    "handoff",
    "aftercare",
    "facts",
)
ENTRY = re.compile(r"(\w+)\[([^\]]+)\]")


@dataclass(frozen=True, kw_only=True)
class Row:
    pk: int
    title: str
    address: str
    facts: tuple[str, ...]
    problems: int


@dataclass(frozen=True, kw_only=True)
class Listing:
    """One list. `row_problems` are on its rows, `problems` on the list as a whole."""

    part: Part
    rows: tuple[Row, ...]
    retired: tuple[Row, ...]
    problems: tuple[Problem, ...]
    add: str
    waits_for: str
    may_add: bool
    may_change: bool

    @property
    def order(self) -> str:
        """The order as it is shown, for the form that changes it."""
        return ",".join(str(row.pk) for row in self.rows)

    @property
    def waiting(self) -> bool:
        return bool(self.waits_for)


def with_rows(guide: Guide) -> Guide:
    """The guide with all that its lists show, in as many queries as there are lists and a few."""
    return Guide.objects.prefetch_related(*PREFETCHED).get(pk=guide.pk)


def listings(request: HttpRequest, guide: Guide, problems: Iterable[Problem]) -> list[Listing]:
    """The lists of a guide that came from `with_rows`, in the order of work."""
    problems = tuple(problems)
    on_rows = Counter(entry.groups() for p in problems if (entry := ENTRY.match(p.place)))
    return [_listing(request, guide, part, problems, on_rows) for part in PARTS]


def _listing(
    request: HttpRequest,
    guide: Guide,
    part: Part,
    problems: tuple[Problem, ...],
    on_rows: Counter[tuple[str, ...]],
) -> Listing:
    rows = list(getattr(guide, part.name).all())
    live = [row for row in rows if not getattr(row, "retired", False)]
    retired = [row for row in rows if getattr(row, "retired", False)]
    first = next((p for p in PARTS if p.name == part.after), None)
    return Listing(
        part=part,
        rows=tuple(_row(part, row, on_rows[part.name, row.key]) for row in live),
        retired=tuple(_row(part, row, 0) for row in retired),
        # That a list is empty is said by what stands in its place.
        problems=tuple(p for p in problems if live and p.place == part.name),
        add=adding(part, guide),
        waits_for=first.title if first and not getattr(guide, first.name).all() else "",
        may_add=request.user.has_perm(f"troubleshooter.add_{part.permission}"),
        may_change=request.user.has_perm(f"troubleshooter.change_{part.permission}"),
    )


def _row(part: Part, row: Model, problems: int) -> Row:
    page = f"admin:troubleshooter_{part.permission}_change"
    return Row(
        pk=row.pk,
        title=str(row),
        address=reverse(page, args=[row.pk]),
        facts=tuple(facts_of(row)),
        problems=problems,
    )


def adding(part: Part, guide: Guide) -> str:
    """The address of the form for one more row of the part."""
    return f"{reverse(f'admin:troubleshooter_{part.permission}_add')}?guide={guide.pk}"


def elsewhere(problems: Iterable[Problem]) -> Iterator[Problem]:
    """The problems of the guide's own words and numbers: those that no list has."""
    names = {part.name for part in PARTS}
    yield from (p for p in problems if re.match(r"\w*", p.place)[0] not in names)
