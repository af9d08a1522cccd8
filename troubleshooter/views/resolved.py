"""It works: what fixed it, how to be sure, and how to keep it so."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from troubleshooter.content.rhythm import rhythm_of
from troubleshooter.visits.queries import require_visit

from .cookies import read_token
from .moves import back_address, to_next, visit_view
from .pages import render_page


@require_safe
@visit_view
def resolved(request: HttpRequest, guide: str) -> HttpResponse:
    here = require_visit(guide, read_token(request, guide))
    if here.fixing_step is None:
        return to_next(here)
    step = here.guide.steps[here.fixing_step]
    context = {
        "here": here,
        "guide": here.guide.content,
        "step": step,
        "worked_around": step.kind == "workaround",
        "dated": [one.key for one in here.guide.content.aftercare if rhythm_of(one.reminder)],
        "back": back_address(here),
    }
    return render_page(request, "resolved", _("It works again"), context)
