"""What a page of the statistics was asked for, and the addresses that ask alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.forms.insights import FilterForm
from troubleshooter.models import Guide, Revision
from troubleshooter.statistics.filters import Filters

USUAL_DAYS = 90
PRESETS = ((7, "7 days"), (28, "28 days"), (USUAL_DAYS, "90 days"), (365, "12 months"))


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A period that is one click away."""

    words: str
    address: str
    current: bool


@dataclass(frozen=True, kw_only=True)
class Asked:
    """The visits that a page is about.

    `content` is the revision that names are taken from: the one asked for, else the live one.
    `revisions` are all of the guide's, newest first, without their content. `given` holds the
    parameters of the address that were valid. `only_simulated`: no person has used the guide.
    """

    guide: Guide
    content: PublishedGuide
    revisions: tuple[Revision, ...]
    form: FilterForm
    filters: Filters
    given: Mapping[str, tuple[str, ...]]
    path: str
    today: date
    only_simulated: bool

    def address(self, name: str, *args: object, **changes: object) -> str:
        """Another page, for the same visits. A change to None leaves a parameter out."""
        return reverse(name, args=args) + self.query(**changes)

    def here(self, **changes: object) -> str:
        """This page, asked for a little differently."""
        return self.path + self.query(**changes)

    def query(self, **changes: object) -> str:
        changed = {name: _values(value) for name, value in changes.items()}
        kept = {name: values for name, values in {**self.given, **changed}.items() if values}
        return f"?{urlencode(kept, doseq=True)}" if kept else ""

    @property
    def revision(self) -> int | None:
        """The number of the revision that was asked for."""
        return next((r.number for r in self.revisions if r.pk == self.filters.revision), None)

    @property
    def narrowed(self) -> bool:
        """Whether some kinds of visitors are left out."""
        f = self.filters
        return not (f.revision is None and f.platform is None and f.version is None)

    @property
    def everything(self) -> str:
        """This page for all visits of the guide, from its first day on."""
        began = timezone.localdate(self.revisions[-1].published_at)
        return f"{self.path}?{urlencode({'guide': self.guide.key, 'since': began})}"

    @property
    def presets(self) -> tuple[Preset, ...]:
        """Periods that end today, and all the time since the guide first went live."""
        began = timezone.localdate(self.revisions[-1].published_at)
        starts = [(words, self.today - timedelta(days - 1)) for days, words in PRESETS]
        return tuple(self._preset(words, since) for words, since in (*starts, ("All", began)))

    def _preset(self, words: str, since: date) -> Preset:
        current = (self.filters.since, self.filters.until) == (since, self.today)
        return Preset(
            words=words, address=self.here(since=since, until=self.today), current=current
        )


def _values(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    several = isinstance(value, Iterable) and not isinstance(value, str)
    return tuple(str(one) for one in value) if several else (str(value),)
