"""The overview: which fixes resolve most, and what to change first."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from troubleshooter.models import AlertKind, Node
from troubleshooter.statistics.charts.fixed_by import fixed_by_chart
from troubleshooter.statistics.charts.outcomes import outcomes_chart
from troubleshooter.statistics.figures import overview as figures
from troubleshooter.statistics.figures.actions import Action
from troubleshooter.statistics.figures.adjusted import adjusted_rates
from troubleshooter.statistics.figures.league import Sort
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.figures.standing import NamedAlert, alerts_now
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .editing_links import EditingLinks
from .pages import render_insights
from .what_if import in_address

HEADS = (
    (Sort.SHARE, "Share of all fixes"),
    (Sort.ADJUSTED, "On equal terms"),
    (Sort.RATE, "Fixed when tried"),
    (Sort.LEFT, "Left here"),
)


@dataclass(frozen=True, kw_only=True)
class ToDo:
    """An action, and where one looks closer and acts. `edit` is None for who may not."""

    action: Action
    look: str
    edit: str | None


@insights_view
def overview(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    found = overview_of(request, asked, seen)
    context = {
        "counted": found.counted,
        "found": found,
        "todo": _todo(request, asked, found.actions.actions),
        "league_heads": HEADS,
        "worse": _worse(asked),
    }
    if found.ends.visits.visits:
        context["outcomes"] = outcomes_chart(found.over_time)
        context["fixed_by"] = fixed_by_chart(found.times)
    return render_insights(request, asked, "overview", asked.content.content.title, context)


def _worse(asked: Asked) -> list[tuple[NamedAlert, str]]:
    """What got worse and still is, and where its figures since then are."""
    found = alerts_now(asked.guide.pk, Names(asked.content, asked.revisions))
    return [(one, _since(asked, one)) for one in found]


def _since(asked: Asked, worse: NamedAlert) -> str:
    alert = worse.alert
    changes = {"since": alert.since.isoformat(), "until": None}
    if alert.kind == AlertKind.FIX_RATE:
        return asked.address("insights-step", alert.key, **changes)
    changes |= {"platform": alert.platform, "version": alert.version}
    return asked.address("insights-overview", **changes)


def overview_of(request: HttpRequest, asked: Asked, seen: Look) -> figures.Overview:
    """What the page says; its files hold the same."""
    return figures.overview(
        seen,
        asked.filters,
        Names(asked.content, asked.revisions),
        asked.revisions,
        adjusted=adjusted_rates(asked.filters),
        sort=_sort(request),
    )


def _sort(request: HttpRequest) -> Sort:
    """What is not known sorts by share: there is nothing to be wrong about."""
    wanted = request.GET.get("sort", "")
    return Sort(wanted) if wanted in set(Sort) else Sort.SHARE


def _page_of(asked: Asked, action: Action) -> str:
    """A step has a page of its own, questions have one together, a change is thought through."""
    if action.late:
        return asked.address("insights-what-if", **in_address(action.late.change))
    if action.node.node == Node.STEP:
        return asked.address("insights-step", action.node.key)
    return asked.address("insights-causes") + "#questions"


def _todo(request: HttpRequest, asked: Asked, actions: tuple[Action, ...]) -> list[ToDo]:
    links = EditingLinks(request.user, asked.guide)
    return [
        ToDo(
            action=action,
            look=_page_of(asked, action),
            edit=links.of(action.node.node, action.node.key),
        )
        for action in actions
    ]
