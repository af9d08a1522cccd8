"""What the visitor's pages know of a preview: whose guide it is, and the bar that marks it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import get_script_prefix, reverse, set_script_prefix

from troubleshooter.content import catalogue
from troubleshooter.editing.plans import publish_what_is_due
from troubleshooter.editing.preview import PreviewedGuide, draft_has_changed, row_in_draft
from troubleshooter.models import Node

WORDS = {Node.QUESTION: "question", Node.STEP: "step"}
# On these pages stands a part of the guide that has a list of its own in admin.
LISTS = {
    "support": ("handoffitem", "Edit what support asks"),
    "resolved": ("aftercare", "Edit the habits"),
}


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What a preview's pages walk through. `outside` is the prefix of every other address."""

    previewed: PreviewedGuide
    outside: str

    @property
    def live(self) -> catalogue.LiveGuide:
        return self.previewed.live

    @property
    def workbench(self) -> str:
        return self.address("admin:troubleshooter_guide_overview", self.live.guide_id)

    def address(self, name: str, *args: object) -> str:
        """An address that is not the preview's own."""
        with addresses_below(self.outside):
            return reverse(name, args=args)


@dataclass(frozen=True, kw_only=True)
class Way:
    """A link from the page to where its words are edited."""

    words: str
    address: str


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The mark on every page of a preview, and the ways back to the draft."""

    edits: tuple[Way, ...]
    workbench: str
    here: str
    again: str
    changed: bool


@contextmanager
def addresses_below(prefix: str) -> Iterator[None]:
    """Every address that is made meanwhile, in this thread alone, begins with the prefix."""
    before = get_script_prefix()
    set_script_prefix(prefix)
    try:
        yield
    finally:
        set_script_prefix(before)


def preview_of(request: HttpRequest) -> Preview | None:
    """The preview that the request is about; None for visitors."""
    return getattr(request, "preview", None)


def guide_or_404(request: HttpRequest, key: str) -> catalogue.LiveGuide:
    """The guide as it stands for whoever asks: the live one, or the draft in its preview."""
    preview = preview_of(request)
    live = preview.live if preview else _published(key)
    if live is None:
        raise Http404(key)
    return live


def _published(key: str) -> catalogue.LiveGuide | None:
    """With what was planned for a time that has come."""
    live = catalogue.live_guide(key)
    return catalogue.live_guide(key) if publish_what_is_due((live,)) else live


def bar_of(request: HttpRequest, page: str, shown: Mapping[str, object]) -> Bar:
    """The bar for a page of a preview, which shows a question, a step, or neither."""
    preview: Preview = request.preview
    return Bar(
        edits=tuple(_edits(preview, page, shown)),
        workbench=preview.workbench,
        here=request.path,
        again=preview.address("admin:troubleshooter_guide_preview", preview.live.guide_id),
        changed=draft_has_changed(preview.previewed),
    )


def _edits(preview: Preview, page: str, shown: Mapping[str, object]) -> Iterator[Way]:
    for node, word in WORDS.items():
        if word in shown:
            yield _edit(preview, node, shown[word].key)
    if page == "guide":
        address = preview.address("admin:troubleshooter_guide_change", preview.live.guide_id)
        yield Way(words="Edit this guide", address=address)
    if page in LISTS:
        model, words = LISTS[page]
        rows = preview.address(f"admin:troubleshooter_{model}_changelist")
        address = f"{rows}?guide__id__exact={preview.live.guide_id}"
        yield Way(words=words, address=address)


def _edit(preview: Preview, node: Node, key: str) -> Way:
    """Where the question or step is edited; the workbench when the draft has it no more."""
    word, row = WORDS[node], row_in_draft(preview.live.guide_id, node, key)
    if row is None:
        words = f"The draft has this {word} no more: see what it has"
        return Way(words=words, address=preview.workbench)
    address = preview.address(f"admin:troubleshooter_{word}_change", row.pk)
    return Way(words=f"Edit this {word}", address=address)
