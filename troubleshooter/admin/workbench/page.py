"""What the pages of a guide's workbench share: who may see them, the tabs, and the frame."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from troubleshooter.models import Guide

VIEW, CHANGE, PUBLISH = "view_guide", "change_guide", "publish_guide"

# The tabs in the order of the work: (name of the address, words).
TABS = (
    ("overview", "Content"),
    ("numbers", "Numbers"),
    ("problems", "Problems"),
    ("verify", "Paths to verify"),
    ("translations", "Translations"),
    ("ways", "What visitors see"),
    ("publish", "Publish"),
    ("revisions", "Revisions"),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    name: str
    label: str
    address: str
    here: bool


def address_of(name: str, guide: Guide, *args: object) -> str:
    """The address of a page of the guide's workbench, such as "overview"."""
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk, *args])


def may(request: HttpRequest, permission: str) -> bool:
    return request.user.has_perm(f"troubleshooter.{permission}")


def workbench_view(permission: str) -> Callable[[Callable[..., HttpResponse]], Callable]:
    """For a view of one guide: `view(request, guide, …)`, refused without the permission."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, pk: int, **kwargs: object) -> HttpResponse:
            if not may(request, permission):
                raise PermissionDenied
            guide = get_object_or_404(Guide.objects.select_related("live_revision"), pk=pk)
            return view(request, guide, **kwargs)

        return answered

    return decorate


def render_workbench(
    request: HttpRequest, guide: Guide, tab: str, title: str, context: dict[str, object]
) -> HttpResponse:
    """The page `workbench/<tab>.html` within the workbench's frame."""
    return render(
        request,
        f"admin/troubleshooter/workbench/{tab}.html",
        {
            **admin.site.each_context(request),
            "opts": Guide._meta,
            "guide": guide,
            "title": title,
            "tabs": [_tab(name, label, guide, tab) for name, label in TABS],
            "may_change": may(request, CHANGE),
            "may_publish": may(request, PUBLISH),
            **context,
        },
    )


def _tab(name: str, label: str, guide: Guide, here: str) -> Tab:
    """A page below a tab has the tab's name before its own: numbers_question is below numbers."""
    below = here.startswith(f"{name}_")
    return Tab(name=name, label=label, address=address_of(name, guide), here=below or name == here)
