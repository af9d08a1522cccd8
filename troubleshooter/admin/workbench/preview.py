"""“Preview”: the draft as it is now, to walk through as a visitor."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from troubleshooter.content.problems import Problem
from troubleshooter.editing.preview import NotPreviewable, make_preview
from troubleshooter.models import Guide

from .page import VIEW, address_of, workbench_view

# More than a person reads at once; the others show when these are put right.
MOST_TOLD = 10


@require_POST
@workbench_view(VIEW)
def preview(request: HttpRequest, guide: Guide) -> HttpResponse:
    try:
        revision = make_preview(guide, author=request.user)
    except NotPreviewable as refusal:
        _tell(request, refusal.problems)
        return redirect(address_of("overview", guide))
    return redirect("preview-home", revision.pk)


def _tell(request: HttpRequest, problems: tuple[Problem, ...]) -> None:
    messages.warning(request, "The preview cannot start yet. Put this right first:")
    for problem in problems[:MOST_TOLD]:
        messages.error(request, f"{problem.place}: {problem.message} {problem.remedy}")
