"""Reading what a page of the statistics is asked for from its address."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.forms.insights import DEPENDENT, UNSURE, Choices, FilterForm
from troubleshooter.models import Guide, Revision
from troubleshooter.statistics.figures.counted import people_came
from troubleshooter.statistics.filters import Filters
from troubleshooter.statistics.queries import Look

from .asked import USUAL_DAYS, Asked

NOT_KEPT = {"of"}


def read(request: HttpRequest, seen: Look) -> Asked | None:
    """None: no guide was ever published. What is not valid is said in the form, and left out."""
    guides = list(Guide.objects.filter(live_revision__isnull=False))
    if not guides:
        return None
    data = request.GET.copy()
    listed = [g for g in guides if g.language == data.get("language")] or guides
    guide = next((g for g in listed if g.key == data.get("guide")), listed[0])
    _forget_the_other_guide(data, guide)
    revisions = revisions_of(guide)
    content = catalogue.published(_content_of(revisions, data, guide))
    form = FilterForm(_choices(guides, listed, revisions, content, data), data)
    form.is_valid()
    return _asked(request, seen, guide, revisions, content, form)


def _show_the_days(form: FilterForm, filters: Filters) -> None:
    """Boxes that were left empty hold the days that this came to."""
    for name, day in (("since", filters.since), ("until", filters.until)):
        if not form.errors.get(name) and not form.data.get(name):
            form.data[name] = day.isoformat()


def revisions_of(guide: Guide) -> tuple[Revision, ...]:
    """Newest first. Previews are none."""
    found = Revision.objects.filter(guide=guide, number__isnull=False)
    return tuple(found.defer("content").order_by("-number"))


def _forget_the_other_guide(data: QueryDict, guide: Guide) -> None:
    if data.get("of") not in (None, "", guide.key):
        for name in DEPENDENT:
            data.pop(name, None)


def _content_of(revisions: Sequence[Revision], data: QueryDict, guide: Guide) -> int:
    named = (r.pk for r in revisions if str(r.number) == data.get("revision"))
    return next(named, guide.live_revision_id)


def _choices(
    guides: Sequence[Guide],
    listed: Sequence[Guide],
    revisions: Sequence[Revision],
    content: catalogue.PublishedGuide,
    data: QueryDict,
) -> Choices:
    platforms = content.content.platforms
    named = [p for p in platforms if p.key == data.get("platform")] or platforms
    return Choices(
        guides=tuple((g.key, g.title) for g in listed),
        revisions=tuple((str(r.number), _dated(r)) for r in revisions),
        platforms=tuple((p.key, p.name) for p in platforms),
        versions=tuple(dict.fromkeys(v for p in named for v in reversed(p.versions))),
        languages=tuple(dict.fromkeys(g.language for g in guides)),
    )


def _dated(revision: Revision) -> str:
    day = timezone.localdate(revision.published_at)
    return f"{revision.number}, from {day.day} {day:%b %Y}"


def _asked(
    request: HttpRequest,
    seen: Look,
    guide: Guide,
    revisions: tuple[Revision, ...],
    content: catalogue.PublishedGuide,
    form: FilterForm,
) -> Asked:
    valid, today = form.cleaned_data, timezone.localdate()
    pks = {str(r.number): r.pk for r in revisions}
    people = people_came(seen, guide.pk, timezone.localdate(revisions[-1].published_at), today)
    filters = Filters(
        guide=guide.pk,
        **_period(valid, today),
        revision=pks.get(valid.get("revision") or ""),
        platform=_said(valid.get("platform")),
        version=_said(valid.get("version")),
        include=frozenset(valid.get("include") or ()),
        simulated=bool(valid.get("simulated")) or not people,
    )
    given = {n: tuple(form.data.getlist(n)) for n, v in valid.items() if v and n not in NOT_KEPT}
    _show_the_days(form, filters)
    return Asked(
        guide=guide,
        content=content,
        revisions=revisions,
        form=form,
        filters=filters,
        given=given,
        path=request.path,
        today=today,
        only_simulated=not people,
    )


def _period(valid: dict[str, object], today: date) -> dict[str, date]:
    """The last 90 days, but for what is asked. A first day after today is the last one as well."""
    until = valid.get("until") or max(today, valid.get("since") or today)
    since = valid.get("since") or until - timedelta(USUAL_DAYS - 1)
    return {"since": since, "until": until}


def _said(chosen: str | None) -> str | None:
    """None: all. Empty: visits that were not sure."""
    return "" if chosen == UNSURE else chosen or None
