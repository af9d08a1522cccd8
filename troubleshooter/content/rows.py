"""A guide's rows into its content: what an editor would publish now."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from troubleshooter.models import (
    Aftercare,
    Cause,
    Guide,
    Message,
    Option,
    Platform,
    Question,
    SettingsPath,
    Step,
    Variant,
)

from . import columns
from .columns import file_values, guide_file_values
from .gathering import gathered
from .schema import GuideContent
from .schema_translations import TranslatedText, in_order
from .texts import texts_of

FORMAT = 1
OF_ANOTHER_GUIDE = "of-another-guide"  # no platform has this name, so the checks report it

PARTS = (
    "guidepath_set",
    "platforms__versions",
    "causes__causefact_set",
    "questions__options__likelihoods",
    "questions__questionpath_set",
    "questions__questionfact_set",
    "messages__messageanswer_set",
    "paths__variants",
    "steps__effects",
    "steps__requirements",
    "steps__steppath_set",
    "steps__stepfact_set",
    "steps__steppicture_set",
    "paths__pathpicture_set",
    "pictures",
    "handoff",
    "aftercare__aftercarepath_set",
    "facts",
    "translations",
)

Names = Mapping[int, str]
Part = dict[str, Any]


def content_from_rows(guide: Guide) -> GuideContent:
    """The draft as the database has it now, without what is retired.

    Takes the same number of queries for every guide. Rows that editors have left in a state that
    cannot be published still make a content: `check` says what is wrong with it.
    """
    rows = gathered(PARTS, guide.pk)
    if not rows:
        raise Guide.DoesNotExist(f"There is no guide {guide.pk}.")
    return _content(rows[0])


def contents_from_rows() -> dict[int, GuideContent]:
    """The drafts of all guides, by the guides' numbers, in as many queries as one of them takes."""
    return {row.pk: _content(row) for row in gathered(PARTS)}


def _content(row: Guide) -> GuideContent:
    """With the translations of the texts that there are."""
    content = GuideContent.model_validate(_Reading(row).guide())
    places = {place for place, _ in texts_of(content)}
    found: dict[str, dict[str, TranslatedText]] = {}
    for one in row.translations.all():
        if one.place in places:
            known = TranslatedText(source=one.source, text=one.text)
            found.setdefault(one.language, {})[one.place] = known
    return content.model_copy(update={"translations": in_order(found)}) if found else content


class _Reading:
    """One guide's rows, all in memory, and the keys by which they name each other."""

    def __init__(self, row: Guide) -> None:
        self.row = row
        self.causes = _names(_live(row.causes.all()))
        self.steps = _names(_live(row.steps.all()))
        self.paths = _names(_live(row.paths.all()))
        self.facts = _names(row.facts.all())
        self.platforms = _names(row.platforms.all())
        self.versions = {v.pk: v.name for p in row.platforms.all() for v in p.versions.all()}
        self.pictures = {p.pk: file_values(columns.PICTURE, p) for p in row.pictures.all()}
        self.answers = {
            option.pk: (question.key, option.key)
            for question in _live(row.questions.all())
            for option in _live(question.options.all())
        }

    def guide(self) -> Part:
        row = self.row
        return {
            "format": FORMAT,
            "key": row.key,
            **guide_file_values(row),
            "version_paths": _linked(row.guidepath_set.all(), "path_id", self.paths),
            "platforms": [_platform(p) for p in row.platforms.all()],
            "causes": [self._cause(cause) for cause in _live(row.causes.all())],
            "questions": [self._question(q) for q in _live(row.questions.all())],
            "messages": [self._message(m) for m in _live(row.messages.all())],
            "paths": [self._path(path) for path in _live(row.paths.all())],
            "steps": [self._step(step) for step in _live(row.steps.all())],
            "handoff": [_entry(columns.HANDOFF, item) for item in row.handoff.all()],
            "aftercare": [self._aftercare(habit) for habit in row.aftercare.all()],
            "facts": [_entry(columns.FACT, fact) for fact in row.facts.all()],
        }

    def _cause(self, row: Cause) -> Part:
        facts = _linked(row.causefact_set.all(), "fact_id", self.facts)
        return {**_entry(columns.CAUSE, row), "facts": facts}

    def _question(self, row: Question) -> Part:
        return {
            **_entry(columns.QUESTION, row),
            "options": [self._option(option) for option in _live(row.options.all())],
            "paths": _linked(row.questionpath_set.all(), "path_id", self.paths),
            "facts": _linked(row.questionfact_set.all(), "fact_id", self.facts),
        }

    def _option(self, row: Option) -> Part:
        likelihood = self._by_cause(row.likelihoods.all())
        return {**_entry(columns.OPTION, row), "likelihood": likelihood}

    def _by_cause(self, rows: Iterable[Any]) -> dict[str, float]:
        """Probabilities by cause, in the order of the causes."""
        found = {row.cause_id: row.probability for row in rows}
        return {key: found[pk] for pk, key in self.causes.items() if pk in found}

    def _message(self, row: Message) -> Part:
        picked = {link.option_id for link in row.messageanswer_set.all()}
        answers = dict(answer for pk, answer in self.answers.items() if pk in picked)
        return {**_entry(columns.MESSAGE, row), "answers": answers}

    def _path(self, row: SettingsPath) -> Part:
        variants = [self._variant(variant) for variant in row.variants.all()]
        pictures = self._pictures(row.pathpicture_set.all())
        return {**_entry(columns.PATH, row), "variants": variants, "pictures": pictures}

    def _pictures(self, links: Iterable[Any]) -> list[Part]:
        return [self.pictures[link.picture_id] for link in links]

    def _variant(self, row: Variant) -> Part:
        return {
            **file_values(columns.VARIANT, row),
            "platform": self.platforms.get(row.platform_id, OF_ANOTHER_GUIDE),
            "from": self._version(row.from_version_id),
            "to": self._version(row.to_version_id),
        }

    def _version(self, pk: int | None) -> str:
        return self.versions.get(pk, OF_ANOTHER_GUIDE) if pk else ""

    def _step(self, row: Step) -> Part:
        return {
            **_entry(columns.STEP, row),
            "requires": _linked(row.requirements.all(), "required_id", self.steps),
            "fixes": self._by_cause(row.effects.all()),
            "paths": _linked(row.steppath_set.all(), "path_id", self.paths),
            "facts": _linked(row.stepfact_set.all(), "fact_id", self.facts),
            "pictures": self._pictures(row.steppicture_set.all()),
        }

    def _aftercare(self, row: Aftercare) -> Part:
        paths = _linked(row.aftercarepath_set.all(), "path_id", self.paths)
        return {**_entry(columns.AFTERCARE, row), "paths": paths}


def _platform(row: Platform) -> Part:
    versions = [version.name for version in row.versions.all()]
    return {**_entry(columns.PLATFORM, row), "versions": versions}


def _entry(kept: tuple[columns.Column, ...], row: Any) -> Part:
    return {"key": row.key, **file_values(kept, row)}


def _live(rows: Iterable[Any]) -> list[Any]:
    return [row for row in rows if not row.retired]


def _names(rows: Iterable[Any]) -> dict[int, str]:
    return {row.pk: row.key for row in rows}


def _linked(links: Iterable[Model], target: str, names: Names) -> list[str]:
    """The keys of what is linked, in the links' order, without what is retired."""
    return [names[pk] for link in links if (pk := getattr(link, target)) in names]
