"""How many visits a page is about, and which were left out of it: counted in the open."""

from dataclasses import dataclass
from datetime import date

from troubleshooter.models import Exclusion

from ..filters import Filters
from ..queries import Look

# An editor who tries a draft is nobody who came for help.
COUNTS_AS_PEOPLE = frozenset(Exclusion.values) - {Exclusion.NONE, Exclusion.PREVIEW}


@dataclass(frozen=True, kw_only=True)
class Excluded:
    """Visits of one kind. `included`: they are counted all the same, as was asked."""

    exclusion: str
    words: str
    visits: int
    included: bool


@dataclass(frozen=True, kw_only=True)
class Counted:
    """`visits` are those that the page is about."""

    visits: int
    exclusions: tuple[Excluded, ...]

    @property
    def excluded(self) -> tuple[Excluded, ...]:
        """Those of which some visits are left out."""
        return tuple(one for one in self.exclusions if one.visits and not one.included)

    @property
    def left_out(self) -> int:
        return sum(one.visits for one in self.excluded)


def counted(seen: Look, filters: Filters, visits: int | None = None) -> Counted:
    """`visits`: how many the page is about, where that is known already."""
    found = seen.excluded(filters)
    return Counted(
        visits=seen.visits(filters).visits if visits is None else visits,
        exclusions=tuple(
            Excluded(
                exclusion=value,
                words=words,
                visits=found.get(value, 0),
                included=value in filters.include,
            )
            for value, words in Exclusion.choices
            if value and (found.get(value, 0) or value in filters.include)
        ),
    )


def people_came(seen: Look, guide: int, since: date, until: date) -> bool:
    """Whether anybody used the guide in all its time, rather than a simulation."""
    ever = Filters(guide=guide, since=min(since, until), until=until, include=COUNTS_AS_PEOPLE)
    return seen.visits(ever).visits > 0
