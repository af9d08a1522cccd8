"""How a form came: from a page that was fetched, and how long after."""

from django.http import HttpRequest

from troubleshooter.visits.page_stamps import Sent, sent_with

FIELD = "page"


def sent_by(request: HttpRequest) -> Sent:
    """A hand-over item may bear the same name as the mark, so all that have it are looked at."""
    return sent_with(request.POST.getlist(FIELD))
