"""A guide's content into the database: what is the same stays untouched, what differs is said."""

from dataclasses import dataclass

from auditlog.context import disable_auditlog
from django.db import transaction
from django.db.models import Model

from troubleshooter.models import Guide, Option

from .columns import guide_row_values
from .differences import Fates, added_guide, differences, option_label
from .leaving import delete_or_retire
from .references import look_ahead
from .rows import content_from_rows
from .saving import save
from .schema import GuideContent


@dataclass(frozen=True, kw_only=True)
class ImportReport:
    """`lines` say in plain words what was done, one change each; none when nothing was."""

    guide: Guide
    lines: tuple[str, ...]
    changed: bool


def import_guide(content: GuideContent) -> ImportReport:
    """Make the draft of the guide with this key what the content says; visitors see nothing yet.

    `content` must have passed the checks, as what `read_guide` gives has. Importing it again writes
    nothing. What it does not name any more is deleted, or retired where a visit refers to it; a
    retired entry that it names again is the same entry as before. In a transaction of the caller's
    own, that one looks ahead (`references.look_ahead`).
    """
    look_ahead(Guide.objects.filter(key=content.key))
    return _imported(content)


@transaction.atomic
def _imported(content: GuideContent) -> ImportReport:
    guide, created = Guide.objects.select_for_update(no_key=True).get_or_create(
        key=content.key, defaults=guide_row_values(content)
    )
    if created:
        with disable_auditlog():  # the new guide is in the trail; each of its rows need not be
            save(guide, content)
        return ImportReport(guide=guide, lines=added_guide(content), changed=True)
    before = content_from_rows(guide)
    if before == content:
        return ImportReport(guide=guide, lines=(), changed=False)
    lines = differences(before, content, _write(guide, content))
    guide.refresh_from_db()
    return ImportReport(guide=guide, lines=lines, changed=True)


def _write(guide: Guide, content: GuideContent) -> Fates:
    saved = save(guide, content)
    retired = delete_or_retire(guide, saved.gone)
    return Fates(
        retired=frozenset(_label(row) for row in retired),
        returned=frozenset(_label(row) for row in saved.returned),
    )


def _label(row: Model) -> str:
    """The row as the report names it; only what can be retired is ever asked for."""
    if isinstance(row, Option):
        return option_label(row.question.key, row.key)
    word = {"settingspath": "path"}.get(row._meta.model_name, row._meta.model_name)
    return f"{word} {row.key}"
