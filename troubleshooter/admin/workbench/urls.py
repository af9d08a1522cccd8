"""The addresses of a guide's workbench: one line for each page."""

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path

from .add_version import new_version, take_version_out
from .numbers import numbers, numbers_question
from .overview import overview
from .preview import preview
from .problems import problems
from .publish import approve, cancel, publish
from .reordering import reorder, return_row
from .revisions import (
    compare_revisions,
    make_live_again,
    revision,
    revisions,
    take_into_draft,
)
from .translations import translations, translations_one
from .verify import verify, verify_all
from .ways import ways, ways_effect, ways_what_if

Page = tuple[str, Callable[..., HttpResponse], str]

# Address below admin/troubleshooter/guide/<pk>/, view, name after troubleshooter_guide_.
PAGES: tuple[Page, ...] = (
    ("workbench/", overview, "overview"),
    ("numbers/", numbers, "numbers"),
    ("numbers/<int:question>/", numbers_question, "numbers_question"),
    ("workbench/<slug:part>/order/", reorder, "order"),
    ("workbench/<slug:part>/<int:row>/return/", return_row, "return"),
    ("problems/", problems, "problems"),
    ("verify/", verify, "verify"),
    ("translations/", translations, "translations"),
    ("translations/<str:language>/", translations_one, "translations_one"),
    ("version/", new_version, "add_version"),
    ("version/<int:version>/out/", take_version_out, "take_version_out"),
    ("preview/", preview, "preview"),
    ("publish/", publish, "publish"),
    ("publish/<int:planned>/approve/", approve, "publish_approve"),
    ("publish/<int:planned>/cancel/", cancel, "publish_cancel"),
    ("revisions/", revisions, "revisions"),
    ("revisions/<int:number>/", revision, "revisions_one"),
    ("revisions/<int:number>/live/", make_live_again, "revisions_live"),
    ("revisions/<int:number>/draft/", take_into_draft, "revisions_draft"),
    ("revisions/compare/", compare_revisions, "revisions_compare"),
    ("ways/", ways, "ways"),
    ("ways/effect/", ways_effect, "ways_effect"),
    ("ways/what-if/", ways_what_if, "what_if"),
)


# Pages about all guides, below admin/troubleshooter/guide/.
PAGES_OF_ALL: tuple[Page, ...] = (("verify/", verify_all, "verify_all"),)


def workbench_urls(site: AdminSite) -> list[URLPattern]:
    of_one = ((f"<int:pk>/{below}", view, name) for below, view, name in PAGES)
    return [
        path(address, site.admin_view(view), name=f"troubleshooter_guide_{name}")
        for address, view, name in (*of_one, *PAGES_OF_ALL)
    ]
