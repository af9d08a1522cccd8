"""What would come of a change to the guide."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse, QueryDict

from troubleshooter.forms.changing import NUMBERED, ChangeForm
from troubleshooter.models import Node
from troubleshooter.statistics.effects.change import Change
from troubleshooter.statistics.effects.estimates import find_what_if
from troubleshooter.statistics.figures.changing import Changing, changing_sheets
from troubleshooter.statistics.figures.counted import counted
from troubleshooter.statistics.figures.names import Names
from troubleshooter.statistics.queries import Look

from .access import insights_view
from .asked import Asked
from .pages import render_insights


@dataclass(frozen=True, kw_only=True)
class Thought:
    """What is thought of; `asked` then keeps it in its addresses. `changing` is None where nothing
    was chosen yet, or something is not valid."""

    form: ChangeForm
    asked: Asked
    changing: Changing | None


@insights_view
def what_if(request: HttpRequest, asked: Asked, seen: Look) -> HttpResponse:
    thought = read_thought(request.GET, asked)
    changing = thought.changing
    context = {
        "counted": counted(seen, asked.filters),
        "thought": thought,
        "changing": changing,
        "sheets": {one.name: one for one in changing_sheets(changing)} if changing else {},
    }
    return render_insights(request, thought.asked, "what_if", "What if", context)


def read_thought(data: QueryDict, asked: Asked) -> Thought:
    form = ChangeForm(steps_of(asked), data if data.get("step") else None)
    change = form.asked
    if change is None:
        return Thought(form=form, asked=asked, changing=None)
    said = {name: (value,) for name, value in in_address(change).items()}
    named = Names(asked.content, asked.revisions).node(Node.STEP, change.step)
    kept = find_what_if(asked.filters, change)
    return Thought(
        form=form,
        asked=replace(asked, given={**asked.given, **said}),
        changing=Changing(change=change, named=named, kept=kept),
    )


def in_address(change: Change) -> dict[str, str]:
    """A change as an address asks for it."""
    said = {"step": change.step, "change": change.kind.value}
    return said | {"to": f"{change.to:g}"} if change.kind in NUMBERED else said


def steps_of(asked: Asked) -> Iterable[tuple[str, str]]:
    """The steps of the revision that is looked at, in the editors' order."""
    return [(step.key, step.title) for step in asked.content.content.steps]
