"""“Preview”: the draft as it is now, to walk through as a visitor."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from troubleshooter.editing.preview import NotPreviewable, make_preview
from troubleshooter.models import Guide

from .page import VIEW, render_workbench, workbench_view
from .problem_links import ProblemLinks

# More than a person reads at once; the others show when these are put right.
MOST_LISTED = 30


@require_POST
@workbench_view(VIEW)
def preview(request: HttpRequest, guide: Guide) -> HttpResponse:
    """302 to the preview, or what must be put right before there can be one."""
    try:
        return redirect("preview-home", make_preview(guide, author=request.user).pk)
    except NotPreviewable as refusal:
        problems, links = refusal.problems[:MOST_LISTED], ProblemLinks(guide)
        context = {
            "lines": [(problem, links.mend(problem.place)) for problem in problems],
            "more": len(refusal.problems) - len(problems),
        }
        return render_workbench(request, guide, "preview", f"No preview yet: {guide}", context)
