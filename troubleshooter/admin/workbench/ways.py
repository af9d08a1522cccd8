"""The tab “What visitors see”: their ways through the draft or the live revision, and what if."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from troubleshooter.models import Cause, Guide, Node, Question, Step
from troubleshooter.simulation.ways.forecast import Forecast
from troubleshooter.simulation.ways.kept import kept_forecast

from .page import VIEW, address_of, render_workbench, workbench_view
from .ways_effect import effect_of
from .ways_rare import everything_met, seldom_met
from .ways_tree import Rows, Tree, reach_of
from .ways_versions import DRAFT, LIVE, Version, Versions, devices_of, on_device, versions_of
from .what_if import choices, evidence_from, what_if

# Ways that fewer take are left out of the tree; on request only the rarest are.
LEAST_SHOWN, LEAST_ON_REQUEST = 0.01, 0.002
PAGES = {Node.CAUSE: Cause, Node.QUESTION: Question, Node.STEP: Step}


@dataclass(frozen=True, kw_only=True)
class Choosing:
    """Which version, of which device, the page is about, as its address says."""

    versions: Versions
    of: str
    device: str
    version: Version | None

    @property
    def query(self) -> str:
        """What brings another page to the same version and device."""
        return urlencode({"of": self.of, "device": self.device})

    @property
    def devices(self) -> tuple[tuple[str, str], ...]:
        whole = self.versions.of(self.of)
        return devices_of(whole) if whole else ()


def chosen(request: HttpRequest, guide: Guide) -> Choosing:
    """The draft, if the address does not name the live revision."""
    versions = versions_of(guide)
    of = LIVE if request.GET.get("of") == LIVE and versions.live else DRAFT
    whole, device = versions.of(of), request.GET.get("device", "")
    known = whole is not None and device in whole.numbers.shares_by_group
    version = on_device(whole, device if known else "") if whole else None
    return Choosing(versions=versions, of=of, device=device if known else "", version=version)


@workbench_view(VIEW)
def ways(request: HttpRequest, guide: Guide) -> HttpResponse:
    choosing = chosen(request, guide)
    more = "rare" in request.GET
    context = {"choosing": choosing, "more": more, "what_if": address_of("what_if", guide)}
    if choosing.version is not None:
        least = LEAST_ON_REQUEST if more else LEAST_SHOWN
        context |= _ways(choosing.version, kept_forecast(choosing.version), rows_of(guide), least)
    return render_workbench(request, guide, "ways", f"What visitors see: {guide}", context)


def _ways(version: Version, forecast: Forecast, rows: Rows, least: float) -> dict[str, object]:
    tree = Tree(guide=version.guide, rows=rows, least=least)
    return {
        "forecast": forecast,
        "content": version.guide.content,
        "meeting": tree.meeting(forecast.tree) if forecast.tree else None,
        "reach": reach_of(forecast.tree, least) if forecast.tree else None,
        "met": everything_met(forecast, tree),
        "seldom": seldom_met(version, forecast, tree),
    }


@workbench_view(VIEW)
def ways_effect(request: HttpRequest, guide: Guide) -> HttpResponse:
    """What publishing the draft would do: a fragment for htmx, else a page of its own."""
    context = {"guide": guide, "effect": effect_of(versions_of(guide))}
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "admin/troubleshooter/workbench/_effect.html", context)
    return render_workbench(request, guide, "ways_effect", f"What changes: {guide}", context)


@workbench_view(VIEW)
def ways_what_if(request: HttpRequest, guide: Guide) -> HttpResponse:
    choosing = chosen(request, guide)
    context: dict[str, object] = {"choosing": choosing}
    if choosing.version is not None:
        evidence = evidence_from(choosing.version.guide, request.GET.dict())
        context["choices"] = choices(choosing.version.guide, evidence)
        context["found"] = what_if(choosing.version, evidence, rows_of(guide))
    return render_workbench(request, guide, "what_if", f"What if: {guide}", context)


def rows_of(guide: Guide) -> Rows:
    """Where each cause, question and step is edited. Three queries."""
    return {
        (node, key): reverse(f"admin:troubleshooter_{model._meta.model_name}_change", args=[pk])
        for node, model in PAGES.items()
        for key, pk in model.objects.filter(guide=guide).values_list("key", "pk")
    }
