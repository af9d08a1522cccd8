"""The tables of each page, for its files: made of the same values as the page itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest

from troubleshooter.statistics.figures.changing import changing_sheets
from troubleshooter.statistics.figures.comparison import compare
from troubleshooter.statistics.figures.comparison_sheets import comparison_sheets
from troubleshooter.statistics.figures.flow import flow_of
from troubleshooter.statistics.figures.flow_sheets import flow_sheets
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.one_step import one_step
from troubleshooter.statistics.figures.overview_sheets import overview_sheets
from troubleshooter.statistics.figures.sheets import Sheet
from troubleshooter.statistics.figures.step_sheets import step_sheets
from troubleshooter.statistics.queries import Look

from .asked import Asked
from .causes import read_causes, sheets_of
from .other_side import read_other_side
from .overview import overview_of
from .what_if import read_thought

Build = Callable[[HttpRequest, Asked, Look], Sequence[Sheet]]


@dataclass(frozen=True, kw_only=True)
class PageTables:
    """A page and its tables as (name, title). `build` makes them."""

    words: str
    tables: tuple[tuple[str, str], ...]
    build: Build


def sheet_of(request: HttpRequest, asked: Asked, seen: Look, page: str, table: str) -> Sheet:
    """Raises Http404 where there is no such table."""
    tables = PAGES.get(page)
    found = tables.build(request, asked, seen) if tables else ()
    sheet = next((one for one in found if one.name == table), None)
    if sheet is None:
        raise Http404(f"{page}/{table}")
    return sheet


def _overview(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    return overview_sheets(overview_of(request, asked, seen))


def _step(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    """The parameter `step` says which."""
    names, key = _names(asked), request.GET.get("step", "")
    if names.step(key) is None:
        raise Http404(key)
    return step_sheets(one_step(seen, asked.filters, names, asked.revisions, key))


def _flow(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    return flow_sheets(flow_of(seen, asked.filters, _names(asked)))


def _compare(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    other = read_other_side(request.GET, asked)
    if other.mixed:
        raise Http404("Visits would stand on both sides.")
    names = _names(asked)
    return comparison_sheets(compare(seen, other.filters, asked.filters, names), names)


def _what_if(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    changing = read_thought(request.GET, asked).changing
    return changing_sheets(changing) if changing else ()


def _causes(request: HttpRequest, asked: Asked, seen: Look) -> Sequence[Sheet]:
    return sheets_of(*read_causes(asked, seen))


def _names(asked: Asked) -> Names:
    return Names(asked.content, asked.revisions)


PAGES: Mapping[str, PageTables] = {
    "overview": PageTables(
        words="Overview",
        tables=(
            ("fixes", "Fixes"),
            ("over-time", "How visits ended over time"),
            ("marks", "What happened meanwhile"),
            ("minutes", "How long a fix takes"),
        ),
        build=_overview,
    ),
    "step": PageTables(
        words="A step",
        tables=(
            ("funnel", "From seeing it to a fix"),
            ("trend", "Fixed when tried, over time"),
            ("by-place", "By place"),
            ("by-cause", "By cause"),
            ("by-platform", "By platform"),
            ("by-version", "By version"),
            ("by-revision", "By revision"),
            ("onward", "What people did next"),
            ("missing", "Settings paths not found"),
        ),
        build=_step,
    ),
    "flow": PageTables(
        words="Where visits go",
        tables=(
            ("ways", "Where visits go and where they end"),
            ("moves", "From each answer to what came next"),
        ),
        build=_flow,
    ),
    "compare": PageTables(
        words="Compare",
        tables=(
            ("overall", "All visits of both sides"),
            ("steps", "Each step on both sides"),
            ("mix", "Who came on both sides"),
        ),
        build=_compare,
    ),
    "what-if": PageTables(
        words="What if",
        tables=(
            ("minutes", "Minutes of work for one visitor"),
            ("resolved", "Share of visits resolved"),
        ),
        build=_what_if,
    ),
    "causes": PageTables(
        words="Causes and questions",
        tables=(
            ("causes", "How common each cause seems"),
            ("questions", "What each question tells"),
            ("answers", "What was answered"),
            ("unmatched", "Words that found nothing"),
        ),
        build=_causes,
    ),
}
