"""The addresses of a guide's workbench: one line for each page."""

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path

from .numbers import numbers, numbers_question
from .overview import overview
from .preview import preview
from .reordering import reorder, return_row

Page = tuple[str, Callable[..., HttpResponse], str]

# Address below admin/troubleshooter/guide/<pk>/, view, name after troubleshooter_guide_.
PAGES: tuple[Page, ...] = (
    ("workbench/", overview, "overview"),
    ("workbench/<slug:part>/order/", reorder, "order"),
    ("workbench/<slug:part>/<int:row>/return/", return_row, "return"),
    ("numbers/", numbers, "numbers"),
    ("numbers/<int:question>/", numbers_question, "numbers_question"),
    ("preview/", preview, "preview"),
)


def workbench_urls(site: AdminSite) -> list[URLPattern]:
    return [
        path(f"<int:pk>/{below}", site.admin_view(view), name=f"troubleshooter_guide_{name}")
        for below, view, name in PAGES
    ]
