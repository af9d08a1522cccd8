"""The draft and the live revision of a guide, with the numbers that their visitors meet."""

from dataclasses import dataclass, replace

from troubleshooter.content import catalogue
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.checks import check
from troubleshooter.content.problems import Code, Problem
from troubleshooter.content.publishing import live_content
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.numbers_ahead import numbers_ahead
from troubleshooter.models import Guide
from troubleshooter.simulation.ways.comparing import Version

DRAFT, LIVE = "draft", "live"

# With one of these nothing can be worked out. Any other problem is about words and pictures.
IN_THE_WAY = frozenset(
    {
        Code.DUPLICATE_KEY,
        Code.BAD_SLUG,
        Code.MISSING_KEY,
        Code.WRONG_TYPE,
        Code.NOT_A_CHOICE,
        Code.OUT_OF_RANGE,
        Code.TOO_FEW,
        Code.REPEATED_NAME,
        Code.UNDEFINED_NAME,
        Code.COLUMNS_DO_NOT_SUM,
        Code.LIKELIHOOD_INCOMPLETE,
        Code.NO_SHARE,
        Code.REQUIRES_CYCLE,
    }
)


@dataclass(frozen=True, kw_only=True)
class Versions:
    """`draft` is None where `problems` stand in the way, `live` where nothing is published;
    `unchanged` if publishing would change nothing."""

    draft: Version | None
    live: Version | None
    problems: tuple[Problem, ...]
    unchanged: bool

    def of(self, name: str) -> Version | None:
        return self.live if name == LIVE else self.draft


def versions_of(guide: Guide) -> Versions:
    """Takes the same queries for every guide."""
    content = content_from_rows(guide)
    problems = tuple(problem for problem in check(content) if problem.code in IN_THE_WAY)
    draft = None
    if not problems:
        published = PublishedGuide(revision_id=0, number=0, content=content)
        draft = _version(published, numbers_ahead(guide, content))
    live = None
    if guide.live_revision_id:
        published = catalogue.published(guide.live_revision_id)
        live = _version(published, catalogue.parameters(guide.live_parameters_id))
    unchanged = live is not None and live_content(guide) == content
    return Versions(draft=draft, live=live, problems=problems, unchanged=unchanged)


def _version(guide: PublishedGuide, numbers: object) -> Version:
    return Version(guide=guide, numbers=numbers, editors_order=guide.content.shadow)


def on_device(version: Version, group: str) -> Version:
    """As visitors with this device and version meet it; "" for all whose device has no numbers of
    its own."""
    numbers = version.numbers.for_group(group)
    return replace(version, numbers=replace(numbers, shares_by_group={}))


def devices_of(version: Version) -> tuple[tuple[str, str], ...]:
    """(group, words) of the devices with numbers of their own."""
    found = []
    for group in sorted(version.numbers.shares_by_group):
        platform, _, number = group.partition("/")
        known = version.guide.platforms.get(platform)
        found.append((group, f"{known.name if known else platform} {number}"))
    return tuple(found)
