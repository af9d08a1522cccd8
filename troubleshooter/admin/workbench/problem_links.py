"""Where a problem is mended: the page of admin, and the field on it, for a place in a guide.

Places are written as in a refused guide file: `steps[delete-old-backups].fixes.storage-full`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse

from troubleshooter.models import (
    Aftercare,
    Cause,
    Fact,
    Guide,
    HandoffItem,
    Message,
    Option,
    Platform,
    Question,
    SettingsPath,
    Step,
)

from .page import address_of

PART = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
# The lists of a guide: the model of their entries, and what an editor calls one, and all of them.
SECTIONS: Mapping[str, tuple[type[Model], str, str]] = {
    "platforms": (Platform, "Platform", "Platforms"),
    "causes": (Cause, "Cause", "Causes"),
    "questions": (Question, "Question", "Questions"),
    "messages": (Message, "Message", "Messages"),
    "paths": (SettingsPath, "Settings path", "Settings paths"),
    "steps": (Step, "Step", "Steps"),
    "handoff": (HandoffItem, "What support asks:", "What support asks"),
    "aftercare": (Aftercare, "Habit", "Habits"),
    "facts": (Fact, "Fact", "Facts"),
}
# What stands on a page under another name than in the guide file: the anchor of its field or group.
ANCHORS: Mapping[str, str] = {
    "versions": "versions-group",
    "options": "options-group",
    "variants": "variants-group",
    "likelihood": "likelihoods-group",
    "fixes": "effects-group",
    "requires": "requirements-group",
    "check": "id_how_to_know",
    "version_paths": "guidepath_set-group",
    "disruption_minutes": "id_disruption_1",
}
GROUPS: Mapping[str, str] = {
    "likelihood": "how often, for each cause",
    "fixes": "causes that it clears",
    "requires": "steps before it",
    "version_paths": "paths that show the version",
    "disruption_minutes": "minutes for disruption",
    "versions": "versions",
    "options": "answers",
    "answers": "answers",
    "variants": "variants",
}
# Lists of links: their group is named after the row that links and what is linked.
LINKED: Mapping[str, str] = {
    "paths": "path",
    "facts": "fact",
    "answers": "answer",
    "pictures": "picture",
}


@dataclass(frozen=True, kw_only=True)
class Mend:
    """The page, and the field on it, that mends a problem, and what the place is called."""

    address: str
    words: str


class ProblemLinks:
    """The links of one guide. Reads its rows once, in as many queries as it has lists."""

    def __init__(self, guide: Guide) -> None:
        self.guide = guide
        self.rows = {name: _rows(guide, model) for name, (model, *_) in SECTIONS.items()}
        self.options: dict[int, list[Option]] = {}
        for option in Option.objects.filter(question__guide=guide, retired=False):
            self.options.setdefault(option.question_id, []).append(option)

    def mend(self, place: str) -> Mend:
        """The link for a place. One that nothing is known of leads to the guide's own page."""
        section, key, *rest = [*_parts(place), "", ""]
        if section == "translations" and key:
            address = address_of("translations_one", self.guide, key)
            return Mend(address=address, words=f"Translations into {key}")
        row = _named(self.rows.get(section, ()), key)
        if row is None:
            return self._on_guide(section)
        words = f"{SECTIONS[section][1]} “{row}”"
        if rest[:1] == ["options"] and len(rest) > 3:
            option = _named(self.options.get(row.pk, ()), rest[1])
            if option is not None:
                return _mend(option, rest[2], f"{words}, answer “{option.label}”")
        return _mend(row, rest[0], words)

    def _on_guide(self, section: str) -> Mend:
        if section in SECTIONS and section != "platforms":
            model, _, words = SECTIONS[section]
            address = reverse(f"admin:troubleshooter_{model._meta.model_name}_changelist")
            return Mend(address=f"{address}?guide__id__exact={self.guide.pk}", words=words)
        return _mend(self.guide, section if section != "file" else "", "The guide")


def _rows(guide: Guide, model: type[Model]) -> list[Model]:
    rows = model._default_manager.filter(guide=guide)
    live = rows.filter(retired=False) if hasattr(model, "retired") else rows
    return list(live.order_by("order", "pk"))


def _parts(place: str) -> list[str]:
    return [name or key for name, key in PART.findall(place)]


def _named(rows: Sequence[Model], key: str) -> Model | None:
    """The row with this key; where entries have none a place says their position instead."""
    for row in rows:
        if row.key == key:
            return row
    return rows[int(key)] if key.isdigit() and int(key) < len(rows) else None


def _mend(row: Model, field: str, words: str) -> Mend:
    model = row._meta.model_name
    address = reverse(f"admin:troubleshooter_{model}_change", args=[row.pk])
    if not field:
        return Mend(address=address, words=words)
    return Mend(address=f"{address}#{_anchor(row, field)}", words=f"{words}: {_label(row, field)}")


def _label(row: Model, field: str) -> str:
    """What the page calls the field."""
    name = "how_to_know" if field == "check" else field
    if field in GROUPS:
        return GROUPS[field]
    try:
        return str(row._meta.get_field(name).verbose_name)
    except (FieldDoesNotExist, AttributeError):  # a list of other rows has no name
        return field.replace("_", " ")


def _anchor(row: Model, field: str) -> str:
    if field in LINKED and not isinstance(row, Guide):
        return f"{_prefix(row)}{LINKED[field]}_set-group"
    return ANCHORS.get(field, "platforms-group" if field == "platforms" else f"id_{field}")


def _prefix(row: Model) -> str:
    return "path" if isinstance(row, SettingsPath) else row._meta.model_name
