"""What is published, as frozen values: a move needs no content query.

Revisions and parameter sets are immutable, so a process keeps them as long as it has room and
never has to be told that one has changed.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

from django.db import InterfaceError, OperationalError
from django.db.models import QuerySet
from django.utils.translation import get_language

from troubleshooter import engine
from troubleshooter.models import Guide, Parameters, Revision

from .engine_values import engine_guide, parameters_from_json
from .schema import (
    CauseContent,
    FactContent,
    GuideContent,
    MessageContent,
    PathContent,
    PlatformContent,
    QuestionContent,
    StepContent,
)
from .translating import in_language

KEPT_REVISIONS = 512


@dataclass(frozen=True, kw_only=True)
class PublishedGuide:
    """One revision, with everything in it found by its key. A preview has the number 0."""

    revision_id: int
    number: int
    content: GuideContent
    # As it was written, where `content` is what readers of another language get.
    original: "PublishedGuide | None" = None

    @property
    def key(self) -> str:
        return self.content.key

    @cached_property
    def engine(self) -> engine.Guide:
        return engine_guide(self.content)

    @cached_property
    def _said(self) -> dict[str, "PublishedGuide"]:
        """As readers of each language get it, once somebody has asked."""
        return {}

    def in_language(self, language: str) -> "PublishedGuide":
        """The same revision for readers of this language: its translations, and what is not
        translated marked as `Foreign`. All else is the same, so that a visit goes the same way in
        every language."""
        if language not in self._said:
            content = in_language(self.content, language)
            same = content is self.content
            self._said[language] = self if same else self._with(content)
        return self._said[language]

    def _with(self, content: GuideContent) -> "PublishedGuide":
        said = replace(self, content=content, original=self)
        said.__dict__["engine"] = self.engine
        return said

    @cached_property
    def platforms(self) -> dict[str, PlatformContent]:
        return {platform.key: platform for platform in self.content.platforms}

    @cached_property
    def causes(self) -> dict[str, CauseContent]:
        return {cause.key: cause for cause in self.content.causes}

    @cached_property
    def questions(self) -> dict[str, QuestionContent]:
        return {question.key: question for question in self.content.questions}

    @cached_property
    def steps(self) -> dict[str, StepContent]:
        return {step.key: step for step in self.content.steps}

    @cached_property
    def workarounds(self) -> tuple[StepContent, ...]:
        """Other ways to what the person needs, for when no fix is found in time."""
        return tuple(step for step in self.content.steps if step.kind == "workaround")

    @cached_property
    def paths(self) -> dict[str, PathContent]:
        return {path.key: path for path in self.content.paths}

    @cached_property
    def facts(self) -> dict[str, FactContent]:
        return {fact.key: fact for fact in self.content.facts}

    @cached_property
    def messages(self) -> dict[str, MessageContent]:
        return {message.key: message for message in self.content.messages}


@dataclass(frozen=True, kw_only=True)
class LiveGuide:
    """A guide as it stands for a new visitor: its live revision and the day's switches.

    For an editor who tries the draft it is a `preview` of it in place of the live revision.
    `publish_next_at` is when a planned publication is due; None: none waits.
    """

    guide_id: int
    parameters_id: int
    outage: bool
    outage_text: str
    withdrawn: bool
    published: PublishedGuide
    preview: bool = False
    publish_next_at: datetime | None = None


def for_reader(guide: PublishedGuide) -> PublishedGuide:
    """As the reader of this page gets it, by the language that Django has found for them."""
    language = get_language()
    return guide.in_language(language) if language else guide


@lru_cache(maxsize=KEPT_REVISIONS)
def published(revision_id: int) -> PublishedGuide:
    """One query the first time that a process asks, none after."""
    revision = Revision.objects.get(pk=revision_id)
    return PublishedGuide(
        revision_id=revision.pk,
        number=revision.number or 0,
        content=GuideContent.model_validate(revision.content),
    )


@lru_cache(maxsize=KEPT_REVISIONS)
def parameters(parameters_id: int, group: str = "") -> engine.Parameters:
    """The numbers of a set, for a group of visits. One query the first time that a process asks."""
    if group:
        return parameters(parameters_id).for_group(group)
    return parameters_from_json(Parameters.objects.get(pk=parameters_id).content)


def group_of(platform: str, version: str) -> str:
    """The group that a visit belongs to: its device and version, or none where one is unknown."""
    return f"{platform}/{version}" if platform and version else ""


# What was live when this process last asked: read on while the database cannot be reached.
_last: dict[str, tuple[Guide, ...]] = {}


def live_guide(key: str) -> LiveGuide | None:
    """The published guide with this key, withdrawn or not; None when there is none."""
    guides = Guide.objects.filter(key=key, live_revision__isnull=False)
    found = _asked(f"guide {key}", guides[:1])
    return _live(found[0]) if found else None


def live_guides() -> tuple[LiveGuide, ...]:
    """What the home page offers, in the editors' order."""
    guides = Guide.objects.filter(live_revision__isnull=False, withdrawn=False)
    return tuple(_live(guide) for guide in _asked("all", guides))


def _asked(name: str, guides: QuerySet[Guide]) -> tuple[Guide, ...]:
    """The guides; where nobody answers those of the last time, if there were any."""
    try:
        found = tuple(guides)
    except (OperationalError, InterfaceError):
        if name not in _last:
            raise
        return _last[name]
    if found:  # not for each address that somebody makes up
        _last[name] = found
    else:
        _last.pop(name, None)
    return found


def _live(guide: Guide) -> LiveGuide:
    return LiveGuide(
        guide_id=guide.pk,
        parameters_id=guide.live_parameters_id,
        outage=guide.outage,
        outage_text=guide.outage_text,
        withdrawn=guide.withdrawn,
        published=for_reader(published(guide.live_revision_id)),
        publish_next_at=guide.publish_next_at,
    )
