"""The tab “Problems”: what blocks publishing, what hurts visitors and what could be better."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.http import HttpRequest, HttpResponse

from troubleshooter.content.problems import Code
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.links.naming import links_of
from troubleshooter.editing.problems import GuideProblem, problems_of
from troubleshooter.editing.rot.readability import in_english
from troubleshooter.editing.rot.signs import Severity, Sign
from troubleshooter.editing.surroundings import surroundings
from troubleshooter.models import Guide, LinkCheck

from .page import VIEW, render_workbench, workbench_view
from .problem_links import Mend, ProblemLinks

HEADINGS = {
    Severity.ERROR: ("Errors", "They block publishing."),
    Severity.WARNING: ("Warnings", "Visitors suffer from these. You can publish all the same."),
    Severity.ADVICE: ("Advice", "This would make the guide better."),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    problem: GuideProblem
    mend: Mend


@dataclass(frozen=True, kw_only=True)
class Kind:
    """All problems of one code."""

    code: str
    meaning: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """All problems of one severity."""

    severity: Severity
    heading: str
    means: str
    kinds: tuple[Kind, ...]

    @property
    def count(self) -> int:
        return sum(len(kind.lines) for kind in self.kinds)


@dataclass(frozen=True, kw_only=True)
class AddressLine:
    """A web address, and its last answer if somebody asked for it."""

    address: str
    row: LinkCheck | None


@workbench_view(VIEW)
def problems(request: HttpRequest, guide: Guide) -> HttpResponse:
    content = content_from_rows(guide)
    groups = tuple(_groups(problems_of(content, surroundings()), ProblemLinks(guide)))
    context = {
        "groups": groups,
        "has_errors": any(group.severity is Severity.ERROR for group in groups),
        "in_english": in_english(content),
        "addresses": _addresses(content),
    }
    return render_workbench(request, guide, "problems", f"Problems: {guide}", context)


def _addresses(content: GuideContent) -> tuple[AddressLine, ...]:
    """Every web address that the draft names, the dead ones first, then those never asked for."""
    named = dict.fromkeys(link.asked for link in links_of(content) if link.on_the_web)
    rows = {row.address: row for row in LinkCheck.objects.filter(address__in=named)}
    lines = [AddressLine(address=address, row=rows.get(address)) for address in named]
    return tuple(sorted(lines, key=lambda line: line.row.alive + 1 if line.row else 1.5))


def _groups(found: Sequence[GuideProblem], links: ProblemLinks) -> Iterator[Group]:
    """`found` has the worst first."""
    for severity, alike in groupby(found, key=lambda each: each.severity):
        heading, means = HEADINGS[severity]
        kinds = tuple(_kinds(list(alike), links))
        yield Group(severity=severity, heading=heading, means=means, kinds=kinds)


def _kinds(found: Sequence[GuideProblem], links: ProblemLinks) -> Iterator[Kind]:
    """In the order in which the codes turn up."""
    for code in dict.fromkeys(each.code for each in found):
        alike = (each for each in found if each.code == code)
        lines = tuple(Line(problem=each, mend=links.mend(each.place)) for each in alike)
        yield Kind(code=code, meaning=_meaning(code), lines=lines)


def _meaning(code: str) -> str:
    known = Sign if code in Sign._value2member_map_ else Code
    return known(code).meaning
