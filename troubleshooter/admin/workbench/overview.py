"""One guide, one place: everything that it is made of, in order, with what needs work."""

from django.http import HttpRequest, HttpResponse

from troubleshooter.models import Guide

from .page import VIEW, render_workbench, workbench_view


@workbench_view(VIEW)
def overview(request: HttpRequest, guide: Guide) -> HttpResponse:
    return render_workbench(request, guide, "overview", str(guide), {})
