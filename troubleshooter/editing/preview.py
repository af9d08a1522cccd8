"""A preview: the draft, frozen for its editors to walk through as visitors will."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from troubleshooter.content import catalogue
from troubleshooter.content.checks import check
from troubleshooter.content.engine_values import parameters_as_json
from troubleshooter.content.problems import Code, Problem
from troubleshooter.content.publishing import frozen
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.models import (
    Event,
    Guide,
    Node,
    Origin,
    Parameters,
    Question,
    Revision,
    Slice,
    StaleDay,
    Step,
    Visit,
)

from .numbers_ahead import numbers_ahead

KEPT = timedelta(days=1)
# What a visitor can walk past. Anything else, also what is not known yet, might stop the engine.
HARMLESS = {
    Code.EMPTY_TEXT,
    Code.TEXT_TOO_LONG,
    Code.CONTROL_CHARACTER,
    Code.SEVERAL_LINES,
    Code.BAD_ADDRESS,
    Code.BAD_DATE,
    Code.BAD_LANGUAGE,
    Code.BAD_DURATION,
    Code.BAD_PICTURE,
    Code.MISSING_PICTURE,
    Code.REPEATED_NAME,
    Code.CAUSE_WITHOUT_STEP,
    Code.STEP_FIXES_NOTHING,
    Code.RISK_NOT_NAMED,
    Code.VARIANT_MISSING,
    Code.VARIANTS_OVERLAP,
    Code.VARIANT_REVERSED,
}
MAY_BE_FEW = re.compile(r".*\.(variants|segments)")


class NotPreviewable(Exception):
    """The engine cannot work with the draft; `problems` must be put right first."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class PreviewedGuide:
    """A preview as a visitor meets it, and the hash of the draft as it was then."""

    live: catalogue.LiveGuide
    content_hash: str


@transaction.atomic
def make_preview(guide: Guide, *, author: AbstractBaseUser | None) -> Revision:
    """Freeze the draft with the numbers that visitors would meet. The guide's previews of more than
    a day ago are deleted. Raises NotPreviewable."""
    content = content_from_rows(guide)
    if in_the_way := problems_in_the_way(content):
        raise NotPreviewable(in_the_way)
    old = guide.revisions.filter(published_at__lt=timezone.now() - KEPT)
    _delete(old.filter(number=None))
    stored, digest = frozen(content)
    revision = Revision.objects.create(
        guide=guide, content=stored, content_hash=digest, author=author
    )
    numbers = parameters_as_json(numbers_ahead(guide, content))
    Parameters.objects.create(revision=revision, origin=Origin.EDITORIAL, content=numbers)
    return revision


def problems_in_the_way(content: GuideContent) -> tuple[Problem, ...]:
    """What keeps a draft from being walked through at all."""
    return tuple(problem for problem in check(content) if not _is_harmless(problem))


def _is_harmless(problem: Problem) -> bool:
    few = problem.code == Code.TOO_FEW and MAY_BE_FEW.fullmatch(problem.place)
    return problem.code in HARMLESS or bool(few)


def previewed_guide(revision_id: int) -> PreviewedGuide | None:
    """The preview, withdrawn or not; None when there is none any more, or when the draft goes by
    another key since."""
    previews = Revision.objects.filter(pk=revision_id, number=None).select_related("guide")
    revision = previews.defer("content").first()
    if revision is None:
        return None
    published = catalogue.for_reader(catalogue.published(revision.pk))
    guide = revision.guide
    if published.key != guide.key:
        return None
    live = catalogue.LiveGuide(
        guide_id=guide.pk,
        parameters_id=revision.parameters.values_list("pk", flat=True).get(),
        outage=guide.outage,
        outage_text=guide.outage_text,
        withdrawn=False,
        published=published,
        preview=True,
    )
    return PreviewedGuide(live=live, content_hash=revision.content_hash)


def draft_has_changed(previewed: PreviewedGuide) -> bool:
    """Whether the draft is not as it was. Reads the draft whole: as many queries for any guide."""
    content = content_from_rows(Guide(pk=previewed.live.guide_id))
    return frozen(content)[1] != previewed.content_hash


def row_in_draft(guide_id: int, node: Node, key: str) -> Question | Step | None:
    """The question or step that editors would change; None when the draft has it no more."""
    rows = (Question if node is Node.QUESTION else Step).objects
    return rows.filter(guide=guide_id, key=key, retired=False).first()


@transaction.atomic
def delete_previews(guides: Iterable[Guide]) -> None:
    """All previews of the guides, which nothing may keep from being deleted themselves."""
    _delete(Revision.objects.filter(guide__in=[guide.pk for guide in guides], number=None))


def _delete(previews: QuerySet[Revision]) -> None:
    """With everything that happened in them, and every count of it."""
    gone = list(previews.values_list("pk", flat=True))
    visits = Visit.objects.filter(revision__in=gone)
    StaleDay.objects.mark(visits.values_list("guide_id", "started_at"))
    Slice.objects.filter(revision__in=gone).delete()
    Event.objects.filter(visit__revision__in=gone).delete()
    visits.delete()
    Parameters.objects.filter(revision__in=gone).delete()
    Revision.objects.filter(pk__in=gone).delete()
