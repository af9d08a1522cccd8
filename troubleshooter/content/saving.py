"""A guide's content into its rows, table by table: first the entries, then what links them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from troubleshooter import models
from troubleshooter.models import Guide

from . import columns
from .columns import Column, guide_row_values, row_values
from .schema import GuideContent, PathContent
from .syncing import Identity, Wanted, sync

Rows = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Saved:
    """What the content does not name any more, and what it names again."""

    gone: list[Model] = field(default_factory=list)
    returned: list[Model] = field(default_factory=list)


def save(guide: Guide, content: GuideContent) -> Saved:
    """Make the rows say what the content says, and leave to the caller what it does not name.

    What belongs to such an entry stays as it is, so that one that comes back brings it along.
    """
    writing = _Writing(guide)
    writing.guide_itself(content)
    writing.entries(content)
    writing.parts(content)
    writing.links(content)
    return writing.saved


class _Writing:
    """One import under way: the rows written so far, by their keys."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.saved = Saved()

    def guide_itself(self, content: GuideContent) -> None:
        wanted = {(content.key,): guide_row_values(content)}
        self._sync(Guide, ("key",), wanted, pk=self.guide.pk)

    def entries(self, content: GuideContent) -> None:
        """Everything in the guide that has a key of its own."""
        self.platforms = self._keyed(models.Platform, columns.PLATFORM, content.platforms)
        self.facts = self._keyed(models.Fact, columns.FACT, content.facts)
        self.causes = self._keyed(models.Cause, columns.CAUSE, content.causes)
        self.paths = self._keyed(models.SettingsPath, columns.PATH, content.paths)
        self.questions = self._keyed(models.Question, columns.QUESTION, content.questions)
        self.messages = self._keyed(models.Message, columns.MESSAGE, content.messages)
        self.steps = self._keyed(models.Step, columns.STEP, content.steps)
        self._keyed(models.HandoffItem, columns.HANDOFF, content.handoff)
        self.aftercare = self._keyed(models.Aftercare, columns.AFTERCARE, content.aftercare)

    def _keyed(self, model: type[Model], kept: tuple[Column, ...], entries: Iterable[Any]) -> Rows:
        wanted = {
            (self.guide.pk, entry.key): _placed(model, order, row_values(kept, entry))
            for order, entry in enumerate(entries)
        }
        rows = self._sync(model, ("guide_id", "key"), wanted, guide=self.guide)
        return {key: row for (_, key), row in rows.items()}

    def parts(self, content: GuideContent) -> None:
        """What belongs to one entry: versions, options, variants."""
        self.versions = self._sync(
            models.PlatformVersion,
            ("platform_id", "name"),
            {
                (self.platforms[platform.key].pk, name): {"order": order}
                for platform in content.platforms
                for order, name in enumerate(platform.versions)
            },
            platform__in=self.platforms.values(),
        )
        self.options = self._sync(
            models.Option,
            ("question_id", "key"),
            {
                (self.questions[question.key].pk, option.key): _placed(
                    models.Option, order, row_values(columns.OPTION, option)
                )
                for question in content.questions
                for order, option in enumerate(question.options)
            },
            question__in=self.questions.values(),
        )
        wanted = {key: v for path in content.paths for key, v in self._variants(path).items()}
        self._sync(
            models.Variant,
            ("path_id", "platform_id", "from_version_id", "to_version_id"),
            wanted,
            path__in=self.paths.values(),
        )

    def _variants(self, path: PathContent) -> dict[Identity, dict[str, Any]]:
        """A platform and two versions tell a path's variants apart: no two may overlap."""
        return {
            (
                self.paths[path.key].pk,
                self.platforms[variant.platform].pk,
                self._version(variant.platform, variant.from_),
                self._version(variant.platform, variant.to),
            ): _placed(models.Variant, order, row_values(columns.VARIANT, variant))
            for order, variant in enumerate(path.variants)
        }

    def _version(self, platform: str, name: str) -> int | None:
        return self.versions[self.platforms[platform].pk, name].pk if name else None

    def links(self, content: GuideContent) -> None:
        """What refers from one entry to another."""
        guide, steps = {content.key: self.guide}, content.steps
        facts, paths = ("fact", self.facts), ("path", self.paths)
        self._list(models.GuidePath, ("guide", guide), paths, [content], "version_paths")
        self._list(models.CauseFact, ("cause", self.causes), facts, content.causes, "facts")
        questions = ("question", self.questions)
        self._list(models.QuestionPath, questions, paths, content.questions, "paths")
        self._list(models.QuestionFact, questions, facts, content.questions, "facts")
        self._list(models.StepPath, ("step", self.steps), paths, steps, "paths")
        self._list(models.StepFact, ("step", self.steps), facts, steps, "facts")
        required = ("required", self.steps)
        self._list(models.StepRequirement, ("step", self.steps), required, steps, "requires")
        habits = ("aftercare", self.aftercare)
        self._list(models.AftercarePath, habits, paths, content.aftercare, "paths")
        self._effects(content)
        self._likelihoods(content)
        self._answers(content)

    def _list(
        self,
        model: type[Model],
        owner: tuple[str, Rows],
        target: tuple[str, Rows],
        entries: Iterable[Any],
        key: str,
    ) -> None:
        """A list of keys under `key` in each of the entries, as rows that keep its order."""
        (owner_field, owners), (target_field, targets) = owner, target
        wanted = {
            (owners[entry.key].pk, targets[name].pk): {"order": order}
            for entry in entries
            for order, name in enumerate(getattr(entry, key))
        }
        identity = (f"{owner_field}_id", f"{target_field}_id")
        self._sync(model, identity, wanted, **{f"{owner_field}__in": owners.values()})

    def _effects(self, content: GuideContent) -> None:
        wanted = {
            (self.steps[step.key].pk, self.causes[cause].pk): {"probability": probability}
            for step in content.steps
            for cause, probability in step.fixes.items()
        }
        owners = self.steps.values()
        self._sync(models.StepEffect, ("step_id", "cause_id"), wanted, step__in=owners)

    def _likelihoods(self, content: GuideContent) -> None:
        wanted = {
            (self._option(question.key, option.key).pk, self.causes[cause].pk): {
                "probability": probability
            }
            for question in content.questions
            for option in question.options
            for cause, probability in option.likelihood.items()
        }
        owners = self.options.values()
        self._sync(models.Likelihood, ("option_id", "cause_id"), wanted, option__in=owners)

    def _answers(self, content: GuideContent) -> None:
        wanted = {
            (self.messages[message.key].pk, self._option(question, option).pk): {}
            for message in content.messages
            for question, option in message.answers.items()
        }
        owners = self.messages.values()
        self._sync(models.MessageAnswer, ("message_id", "option_id"), wanted, message__in=owners)

    def _option(self, question: str, option: str) -> models.Option:
        return self.options[self.questions[question].pk, option]

    def _sync(
        self, model: type[Model], identity: tuple[str, ...], wanted: Wanted, **of: Any
    ) -> dict[Identity, Any]:
        synced = sync(model.objects.filter(**of), identity, wanted)
        self.saved.gone.extend(synced.gone)
        self.saved.returned.extend(synced.returned)
        return synced.rows


def _placed(model: type[Model], order: int, values: dict[str, Any]) -> dict[str, Any]:
    """The values with the entry's place in the file; naming an entry ends its retirement."""
    retirable = issubclass(model, models.base.Retirable)
    return values | {"order": order} | ({"retired": False} if retirable else {})
