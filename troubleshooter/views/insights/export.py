"""Tables and events as files."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse

from troubleshooter.statistics.exports.events import COLUMNS, event_rows
from troubleshooter.statistics.exports.files import as_csv, as_json
from troubleshooter.statistics.exports.streams import csv_pieces, json_pieces
from troubleshooter.statistics.figures.counted import counted
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .page_sheets import PAGES, sheet_of
from .pages import render_insights

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8"}
CHOSEN_THERE = {"step", "what-if"}
PIECES = {"csv": csv_pieces, "json": json_pieces}


@dataclass(frozen=True, kw_only=True)
class File:
    """A table, and the addresses of its files."""

    title: str
    csv: str
    json: str


@dataclass(frozen=True, kw_only=True)
class Files:
    words: str
    files: tuple[File, ...]


@insights_view
def export(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    context = {
        "counted": counted(seen, asked.filters),
        "pages": tuple(_pages(asked)),
        "events": {form: asked.address("insights-export-events", form) for form in ("csv", "json")},
    }
    return render_insights(request, asked, "export", "Export", context)


@insights_view
def table(
    request: HttpRequest, asked: Asked, seen: Look, *, page: str, table: str, form: str
) -> HttpResponse:
    _require(form)
    sheet = sheet_of(request, asked, seen, page, table)
    text = as_csv(sheet) if form == "csv" else as_json(sheet, _told(asked))
    f = asked.filters
    name = f"{asked.guide.key}-{page}-{table}-{f.since}-to-{f.until}.{form}"
    return _as_file(HttpResponse(text, content_type=TYPES[form]), name)


@insights_view
def events(request: HttpRequest, asked: Asked, seen: Look, *, form: str) -> HttpResponseBase:
    """Read while they are sent, after the look: a long file must not hold the database's past."""
    _require(form)
    numbers = {revision.pk: revision.number for revision in asked.revisions}
    pieces = PIECES[form](COLUMNS, event_rows(asked.filters, numbers))
    f = asked.filters
    name = f"{asked.guide.key}-events-{f.since}-to-{f.until}.{form}"
    return _as_file(StreamingHttpResponse(pieces, content_type=TYPES[form]), name)


def _as_file(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """Guide keys are ASCII, so the name needs no quoting."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _require(form: str) -> None:
    if form not in TYPES:
        raise Http404(f"There is no {form} of it: csv or json.")


def _told(asked: Asked) -> dict[str, object]:
    """Which visits a table is about."""
    f = asked.filters
    return {
        "guide": asked.guide.key,
        "since": f.since.isoformat(),
        "until": f.until.isoformat(),
        "revision": asked.revision,
        "platform": f.platform,
        "version": f.version,
        "include": sorted(f.include),
        "simulated": f.simulated,
    }


def _pages(asked: Asked) -> Iterable[Files]:
    """All but those that need a choice which is made on their page."""
    for page, tables in PAGES.items():
        if page not in CHOSEN_THERE:
            files = tuple(_file(asked, page, name, title) for name, title in tables.tables)
            yield Files(words=tables.words, files=files)


def _file(asked: Asked, page: str, name: str, title: str) -> File:
    addresses = {
        form: reverse("insights-export-table", args=[page, name, form]) + asked.query()
        for form in ("csv", "json")
    }
    return File(title=title, **addresses)
