"""The tab “Revisions”: what visitors had and when; look at one, compare two, go back to one."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import GuideHasProblems, frozen
from troubleshooter.content.publishing import publish as publish_content
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing.comparing import compare
from troubleshooter.editing.plans import send_on
from troubleshooter.editing.telling import SECTIONS, Told, name_of, names_in, told
from troubleshooter.models import Guide, Revision

from .page import CHANGE, PUBLISH, VIEW, address_of, render_workbench, workbench_view

DRAFT = "draft"
LIVE_AGAIN = "Revision {number} again"
MOST_SAID = 5


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the two that are compared: a revision's number, or the draft."""

    value: str
    label: str
    content: GuideContent


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a revision to read. The guide itself is one thing, and not counted."""

    heading: str
    entries: tuple[tuple[str, tuple[Told, ...]], ...]
    counted: bool = True


@require_safe
@workbench_view(VIEW)
def revisions(request: HttpRequest, guide: Guide) -> HttpResponse:
    rows = _published(guide).defer("content").select_related("author")
    context = {"revisions": rows, "live_pk": guide.live_revision_id}
    return render_workbench(request, guide, "revisions", f"Revisions: {guide}", context)


@require_safe
@workbench_view(VIEW)
def revision(request: HttpRequest, guide: Guide, number: int) -> HttpResponse:
    """One revision to read, section by section."""
    row = _one(guide, number)
    content = GuideContent.model_validate(row.content)
    context = {
        "revision": row,
        "is_live": row.pk == guide.live_revision_id,
        "sections": tuple(_read(content)),
    }
    title = f"Revision {number}: {content.title}"
    return render_workbench(request, guide, "revisions_one", title, context)


@require_safe
@workbench_view(VIEW)
def compare_revisions(request: HttpRequest, guide: Guide) -> HttpResponse:
    """Any two of the guide's revisions, or one with the draft."""
    numbers = list(_published(guide).values_list("number", flat=True))
    if not numbers:
        raise Http404
    newest = str(numbers[0])
    before = _side(guide, request.GET.get("from") or newest)
    after = _side(guide, request.GET.get("to") or DRAFT)
    context = {
        "choices": [(DRAFT, "the draft"), *((str(n), f"revision {n}") for n in numbers)],
        "before": before,
        "after": after,
        "comparison": compare(before.content, after.content),
    }
    title = f"From {before.label} to {after.label}"
    return render_workbench(request, guide, "revisions_compare", title, context)


@require_POST
@workbench_view(PUBLISH)
def make_live_again(request: HttpRequest, guide: Guide, number: int) -> HttpResponse:
    """The old content as a new revision; the draft stays. Where asked, another must agree first."""
    content = GuideContent.model_validate(_one(guide, number).content)
    note = LIVE_AGAIN.format(number=number)
    try:
        if guide.needs_approval:
            send_on(guide, author=request.user, note=note, content=content, ask=True)
            messages.success(request, "Kept. It waits for someone else to approve it.")
            return redirect(address_of("publish", guide))
        done = publish_content(guide, content=content, author=request.user, note=note)
        now = done.revision.number
        messages.success(
            request,
            f"Visitors see what revision {number} said, as revision {now}. Your draft is as it "
            "was. Below you can make the draft like it too.",
        )
    except GuideHasProblems as refusal:
        words = " ".join(f"{each.message} {each.remedy}" for each in refusal.problems[:MOST_SAID])
        messages.error(request, f"Revision {number} was not made live: {words}")
    return redirect(address_of("revisions", guide))


@workbench_view(CHANGE)
def take_into_draft(request: HttpRequest, guide: Guide, number: int) -> HttpResponse:
    """The draft becomes what the revision says, once the editor has seen what that changes."""
    content = GuideContent.model_validate(_one(guide, number).content)
    draft = content_from_rows(guide)
    seen = frozen(draft)[1]
    if request.method == "POST" and request.POST.get("seen") != seen:
        messages.warning(
            request, "The draft was changed while you read. Read it again, then decide."
        )
    elif request.method == "POST":
        report = import_guide(content)
        words = f"The draft says what revision {number} says. Changes: {len(report.lines)}."
        messages.success(request, words)
        return redirect(address_of("overview", guide))
    context = {"number": number, "comparison": compare(draft, content), "seen": seen}
    title = f"Make the draft like revision {number}"
    return render_workbench(request, guide, "revisions_draft", title, context)


def _published(guide: Guide) -> QuerySet[Revision]:
    return guide.revisions.filter(number__isnull=False).order_by("-number")


def _one(guide: Guide, number: int) -> Revision:
    row = _published(guide).select_related("author").filter(number=number).first()
    if row is None:
        raise Http404(number)
    return row


def _side(guide: Guide, value: str) -> Side:
    if value == DRAFT:
        return Side(value=DRAFT, label="the draft", content=content_from_rows(guide))
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise Http404(value)
    content = GuideContent.model_validate(_one(guide, int(value)).content)
    return Side(value=value, label=f"revision {int(value)}", content=content)


def _read(content: GuideContent) -> Iterator[Section]:
    """The whole revision, in the order of work. Parts that hold nothing are left out."""
    names = names_in(content)
    itself = (content.title, tuple(told(content, names)))
    yield Section(heading="The guide itself", entries=(itself,), counted=False)
    for section, heading in SECTIONS.items():
        entries = getattr(content, section)
        if entries:
            read = tuple((name_of(entry), tuple(told(entry, names))) for entry in entries)
            yield Section(heading=heading, entries=read)
