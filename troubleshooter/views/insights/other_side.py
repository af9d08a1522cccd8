"""Reading from the address what visits are held against, and ways to ask for usual comparisons."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import QueryDict
from django.utils import timezone

from troubleshooter.forms.comparing import PREFIX, OtherSideForm
from troubleshooter.forms.insights import UNSURE, Choices
from troubleshooter.statistics.figures.comparison import overlap
from troubleshooter.statistics.filters import Filters

from .asked import Asked, Preset

KINDS = ("revision", "platform", "version")
YEAR = timedelta(days=364)
"""A year that keeps the days of the week."""


@dataclass(frozen=True, kw_only=True)
class OtherSide:
    """`filters` are those that `asked` is held against. `mixed`: a visit could stand on both
    sides, so nothing can be compared."""

    form: OtherSideForm
    filters: Filters
    asked: Asked
    mixed: bool

    @property
    def presets(self) -> tuple[Preset, ...]:
        return tuple(_presets(self.asked))


def read_other_side(data: QueryDict, asked: Asked) -> OtherSide:
    """What is not valid is said in the form, and left out. `asked` then keeps what is valid."""
    form = OtherSideForm(_choices(asked), data.copy())
    form.is_valid()
    valid = form.cleaned_data
    filters = replace(asked.filters, **_days(valid, asked.filters), **_kinds(valid, asked))
    given = {f"{PREFIX}-{name}": (str(value),) for name, value in valid.items() if value}
    for name in ("since", "until"):
        field = f"{PREFIX}-{name}"
        if not form.errors.get(name) and not form.data.get(field):
            form.data[field] = getattr(filters, name).isoformat()
    return OtherSide(
        form=form,
        filters=filters,
        asked=replace(asked, given={**asked.given, **given}),
        mixed=overlap(filters, asked.filters),
    )


def _choices(asked: Asked) -> Choices:
    listed = {name: tuple(asked.form.fields[name].choices)[1:] for name in KINDS}
    return Choices(
        guides=(),
        revisions=listed["revision"],
        platforms=tuple(pair for pair in listed["platform"] if pair[0] != UNSURE),
        versions=tuple(value for value, _ in listed["version"] if value != UNSURE),
        languages=(),
    )


def _days(valid: Mapping[str, object], here: Filters) -> dict[str, date]:
    """As asked. Of nothing: the days before, as many; or the same ones for other visitors."""
    since, until = valid.get("since"), valid.get("until")
    length = here.until - here.since
    if since is None and until is None:
        if any(valid.get(name) for name in KINDS):
            return {"since": here.since, "until": here.until}
        until = here.since - timedelta(days=1)
    until = until or since + length
    return {"since": since or until - length, "until": until}


def _kinds(valid: Mapping[str, object], asked: Asked) -> dict[str, object]:
    numbers = {str(revision.number): revision.pk for revision in asked.revisions}
    chosen = {name: valid[name] for name in KINDS if valid.get(name)}
    if "revision" in chosen:
        chosen["revision"] = numbers[chosen["revision"]]
    return {name: "" if value == UNSURE else value for name, value in chosen.items()}


def _presets(asked: Asked) -> Iterable[Preset]:
    f = asked.filters
    nothing = {f"{PREFIX}-{name}": None for name in ("since", "until", *KINDS)}
    yield _preset(asked, "the time before", nothing)
    a_year_ago = {
        f"{PREFIX}-since": f.since - YEAR,
        f"{PREFIX}-until": f.until - YEAR,
    }
    yield _preset(asked, "the same days a year ago", {**nothing, **a_year_ago})
    if len(asked.revisions) > 1:
        yield _preset(asked, "the revision before", {**nothing, **_revision_before(asked)})
    platforms = [platform.key for platform in asked.content.content.platforms]
    if len(platforms) > 1:
        first, second = platforms[:2]
        two = {"platform": first, f"{PREFIX}-platform": second, "version": None}
        names = [platform.name for platform in asked.content.content.platforms[:2]]
        yield _preset(asked, f"{names[0]} and {names[1]}", {**nothing, **two})


def _revision_before(asked: Asked) -> dict[str, object]:
    """The newest revision since it went live, against the one before since that went live."""
    newest, before = asked.revisions[:2]
    return {
        "revision": newest.number,
        "since": timezone.localdate(newest.published_at),
        "until": None,
        f"{PREFIX}-revision": before.number,
        f"{PREFIX}-since": timezone.localdate(before.published_at),
        f"{PREFIX}-until": asked.today,
    }


def _preset(asked: Asked, words: str, changes: Mapping[str, object]) -> Preset:
    address = asked.here(**changes)
    return Preset(words=words, address=address, current=address == asked.here())
