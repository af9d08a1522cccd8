"""The hand-over as files: words for people, JSON for machines, and the JSON's schema."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from troubleshooter.learning.diagnosis import link_token
from troubleshooter.visits import handover
from troubleshooter.visits.hand_over_file import document
from troubleshooter.visits.hand_over_schema import json_schema
from troubleshooter.visits.queries import OpenVisit, require_visit

from .cookies import read_token
from .moves import visit_view

A_DAY = 24 * 60 * 60


@require_safe
@visit_view
def as_text(request: HttpRequest, guide: str) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    text = handover.summary(here, cause_link(request, here)) + "\n"
    return _file(text, f"hand-over-{guide}.txt", "text/plain; charset=utf-8")


@require_safe
@visit_view
def as_json(request: HttpRequest, guide: str) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    text = document(here, cause_link(request, here))
    return _file(text, f"hand-over-{guide}.json", "application/json")


@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    text = json.dumps(json_schema(), indent=2) + "\n"
    response = HttpResponse(text, content_type="application/schema+json")
    patch_cache_control(response, public=True, max_age=A_DAY)
    return response


def cause_link(request: HttpRequest, here: OpenVisit) -> str:
    """For support, by the address at which the visitor knows the portal."""
    return request.build_absolute_uri(reverse("cause", args=[link_token(here.visit.pk)]))


def _file(text: str, name: str, content_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Robots-Tag"] = "noindex"
    return response
