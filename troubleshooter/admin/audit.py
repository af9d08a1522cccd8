"""Who is at work, for the audit trail: asked on staff's pages only, never on a visitor's."""

from collections.abc import Callable

from auditlog.context import auditlog_value
from auditlog.middleware import AuditlogMiddleware
from django.http import HttpRequest, HttpResponse
from django.urls import reverse


class StaffAudit:
    """auditlog's own asks for every visitor's account: a session, and a header that says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.with_actor = AuditlogMiddleware(get_response)
        self._of_staff = reverse("admin:index")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(self._of_staff):
            return self.get_response(request)
        try:
            return self.with_actor(request)
        finally:
            auditlog_value.set({})  # the thread serves somebody else next
