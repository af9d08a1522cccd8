"""A guide's content into its rows, table by table: first the entries, then what links them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model

from troubleshooter import models
from troubleshooter.models import Guide, Translation

from . import columns
from .columns import Column, guide_row_values, row_values
from .schema import GuideContent, PathContent
from .schema_pictures import PictureContent
from .syncing import Identity, Wanted, sync

Rows = dict[str, Any]
Entry = tuple[Identity, dict[str, Any]]


class Section(NamedTuple):
    """A list of the guide file whose entries have a key of their own."""

    model: type[Model]
    columns: tuple[Column, ...]


class Links(NamedTuple):
    """A list of names under `key` in each entry of a section, as rows that keep its order."""

    model: type[Model]
    owner: str
    section: str
    key: str
    target: str
    targets: str


SECTIONS = {
    "platforms": Section(models.Platform, columns.PLATFORM),
    "facts": Section(models.Fact, columns.FACT),
    "causes": Section(models.Cause, columns.CAUSE),
    "paths": Section(models.SettingsPath, columns.PATH),
    "questions": Section(models.Question, columns.QUESTION),
    "messages": Section(models.Message, columns.MESSAGE),
    "steps": Section(models.Step, columns.STEP),
    "handoff": Section(models.HandoffItem, columns.HANDOFF),
    "aftercare": Section(models.Aftercare, columns.AFTERCARE),
}
LINKS = (
    Links(models.CauseFact, "cause", "causes", "facts", "fact", "facts"),
    Links(models.QuestionFact, "question", "questions", "facts", "fact", "facts"),
    Links(models.QuestionPath, "question", "questions", "paths", "path", "paths"),
    Links(models.StepFact, "step", "steps", "facts", "fact", "facts"),
    Links(models.StepPath, "step", "steps", "paths", "path", "paths"),
    Links(models.StepRequirement, "step", "steps", "requires", "required", "steps"),
    Links(models.AftercarePath, "aftercare", "aftercare", "paths", "path", "paths"),
)

PICTURE = ("guide_id", *(column.field for column in columns.PICTURE))


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the content does not name any more, and what it names again."""

    gone: list[Model] = field(default_factory=list)
    returned: list[Model] = field(default_factory=list)


def save(guide: Guide, content: GuideContent) -> Saved:
    """Make the rows say what the content says, and leave to the caller what it does not name.

    What belongs to such an entry stays as it is, so that one that comes back brings it along.
    """
    writing = _Writing(guide, content)
    writing.guide_itself()
    writing.sections()
    writing.versions_and_variants()
    writing.links()
    writing.pictures()
    writing.probabilities()
    writing.answers()
    writing.translations()
    return writing.saved


class _Writing:
    """One import under way: the rows written so far, by section and key."""

    def __init__(self, guide: Guide, content: GuideContent) -> None:
        self.guide = guide
        self.content = content
        self.saved = Saved()
        self.rows: dict[str, Rows] = {}
        self.options: dict[Identity, Any] = {}
        self.versions: dict[Identity, Any] = {}
        self.shown: dict[Identity, Any] = {}

    def guide_itself(self) -> None:
        wanted = {(self.guide.key,): guide_row_values(self.content)}
        self._sync(Guide, ("key",), wanted, pk=self.guide.pk)

    def sections(self) -> None:
        for name, section in SECTIONS.items():
            wanted = {
                (self.guide.pk, entry.key): _placed(section, order, entry)
                for order, entry in enumerate(getattr(self.content, name))
            }
            rows = self._sync(section.model, ("guide_id", "key"), wanted, guide=self.guide)
            self.rows[name] = {key: row for (_, key), row in rows.items()}
        self._options()

    def _options(self) -> None:
        section = Section(models.Option, columns.OPTION)
        wanted = {
            (self._pk("questions", question.key), option.key): _placed(section, order, option)
            for question in self.content.questions
            for order, option in enumerate(question.options)
        }
        owners = self.rows["questions"].values()
        identity = ("question_id", "key")
        self.options = self._sync(models.Option, identity, wanted, question__in=owners)

    def versions_and_variants(self) -> None:
        wanted = {
            (self._pk("platforms", platform.key), name): {"order": order}
            for platform in self.content.platforms
            for order, name in enumerate(platform.versions)
        }
        owners = self.rows["platforms"].values()
        identity = ("platform_id", "name")
        self.versions = self._sync(models.PlatformVersion, identity, wanted, platform__in=owners)
        variants = dict(entry for path in self.content.paths for entry in self._variants(path))
        identity = ("path_id", "platform_id", "from_version_id", "to_version_id")
        self._sync(models.Variant, identity, variants, path__in=self.rows["paths"].values())

    def _variants(self, path: PathContent) -> Iterator[Entry]:
        """A platform and two versions tell a path's variants apart: no two may overlap."""
        section = Section(models.Variant, columns.VARIANT)
        for order, variant in enumerate(path.variants):
            platform = self._pk("platforms", variant.platform)
            first, last = (
                self.versions[platform, name].pk if name else None
                for name in (variant.from_, variant.to)
            )
            identity = (self._pk("paths", path.key), platform, first, last)
            yield identity, _placed(section, order, variant)

    def links(self) -> None:
        self._version_paths()
        for links in LINKS:
            wanted = {
                (self._pk(links.section, entry.key), self._pk(links.targets, name)): {"order": at}
                for entry in getattr(self.content, links.section)
                for at, name in enumerate(getattr(entry, links.key))
            }
            owners = {f"{links.owner}__in": self.rows[links.section].values()}
            self._sync(links.model, (f"{links.owner}_id", f"{links.target}_id"), wanted, **owners)

    def _version_paths(self) -> None:
        wanted = {
            (self.guide.pk, self._pk("paths", name)): {"order": order}
            for order, name in enumerate(self.content.version_paths)
        }
        self._sync(models.GuidePath, ("guide_id", "path_id"), wanted, guide=self.guide)

    def pictures(self) -> None:
        """Files and words together are what a picture is: no two rows say the same."""
        steps, paths = self.content.steps, self.content.paths
        wanted: Wanted = {self._picture(p): {} for e in (*steps, *paths) for p in e.pictures}
        self.shown = self._sync(models.Picture, PICTURE, wanted, guide=self.guide)
        self._link_pictures(models.StepPicture, "step", "steps")
        self._link_pictures(models.PathPicture, "path", "paths")

    def _link_pictures(self, model: type[Model], owner: str, section: str) -> None:
        wanted = {
            (self._pk(section, entry.key), self.shown[self._picture(picture)].pk): {"order": at}
            for entry in getattr(self.content, section)
            for at, picture in enumerate(entry.pictures)
        }
        owners = {f"{owner}__in": self.rows[section].values()}
        self._sync(model, (f"{owner}_id", "picture_id"), wanted, **owners)

    def _picture(self, picture: PictureContent) -> Identity:
        return (self.guide.pk, *row_values(columns.PICTURE, picture).values())

    def probabilities(self) -> None:
        effects = {
            (self._pk("steps", step.key), self._pk("causes", cause)): {"probability": probability}
            for step in self.content.steps
            for cause, probability in step.fixes.items()
        }
        steps = self.rows["steps"].values()
        self._sync(models.StepEffect, ("step_id", "cause_id"), effects, step__in=steps)
        likelihoods = {
            (self._option(question.key, option.key), self._pk("causes", cause)): {
                "probability": probability
            }
            for question in self.content.questions
            for option in question.options
            for cause, probability in option.likelihood.items()
        }
        options = self.options.values()
        self._sync(models.Likelihood, ("option_id", "cause_id"), likelihoods, option__in=options)

    def answers(self) -> None:
        wanted: Wanted = {
            (self._pk("messages", message.key), self._option(question, option)): {}
            for message in self.content.messages
            for question, option in message.answers.items()
        }
        owners = self.rows["messages"].values()
        identity = ("message_id", "option_id")
        self._sync(models.MessageAnswer, identity, wanted, message__in=owners)

    def translations(self) -> None:
        """Of what the content says now: those of texts that it does not have any more are gone."""
        wanted = {
            (self.guide.pk, language, place): {"source": known.source, "text": known.text}
            for language, texts in self.content.translations.items()
            for place, known in texts.items()
        }
        self._sync(Translation, ("guide_id", "language", "place"), wanted, guide=self.guide)

    def _pk(self, section: str, key: str) -> int:
        return self.rows[section][key].pk

    def _option(self, question: str, option: str) -> int:
        return self.options[self._pk("questions", question), option].pk

    def _sync(
        self, model: type[Model], identity: tuple[str, ...], wanted: Wanted, **of: Any
    ) -> dict[Identity, Any]:
        synced = sync(model.objects.filter(**of), identity, wanted)
        self.saved.gone.extend(synced.gone)
        self.saved.returned.extend(synced.returned)
        return synced.rows


def _placed(section: Section, order: int, entry: Any) -> dict[str, Any]:
    """What the row keeps, with its place in the file; naming an entry ends its retirement."""
    values = row_values(section.columns, entry) | {"order": order}
    retirable = issubclass(section.model, models.base.Retirable)
    return values | ({"retired": False} if retirable else {})
