"""“What was the actual cause?” on the page of a visit, for staff who may change visits."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST

from troubleshooter.content import catalogue
from troubleshooter.learning.diagnosis import name_cause, named_cause
from troubleshooter.learning.errors import UnknownCause, VisitForgotten
from troubleshooter.models import Outcome, Visit

PERMISSION = "troubleshooter.change_visit"


class NamesCause(admin.ModelAdmin):
    """Visits can be looked at only. What support knows of one is added, not changed: an event."""

    def get_fields(self, request: HttpRequest, obj: Visit | None = None) -> list[str]:
        may = obj is not None and obj.outcome != Outcome.FORGOTTEN
        asks = may and request.user.has_perm(PERMISSION)
        return [*super().get_fields(request, obj), "cause_to_name" if asks else "actual_cause"]

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(self.name_cause))
        return [
            path("<int:pk>/cause/", view, name="troubleshooter_visit_cause"),
            *super().get_urls(),
        ]

    def name_cause(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            return HttpResponseForbidden()
        try:
            name_cause(pk, cause=request.POST.get("cause", ""))
        except UnknownCause:
            self.message_user(request, "Choose one of the causes.", messages.ERROR)
        except VisitForgotten:
            self.message_user(request, "There is no such visit any more.", messages.ERROR)
        else:
            self.message_user(request, "The cause is noted.", messages.SUCCESS)
        return redirect("admin:troubleshooter_visit_change", pk)

    @admin.display(description="actual cause")
    def actual_cause(self, visit: Visit) -> str:
        named = catalogue.published(visit.revision_id).causes.get(named_cause(visit))
        return named.name if named else "-"

    @admin.display(description="What was the actual cause?")
    def cause_to_name(self, visit: Visit) -> str:
        """A choice and a button. They stand in the page's own form, and send it elsewhere."""
        named = named_cause(visit)
        causes = catalogue.published(visit.revision_id).content.causes
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((c.key, " selected" if c.key == named else "", c.name) for c in causes),
        )
        return format_html(
            '<select name="cause" aria-label="What was the actual cause?">'
            '<option value="">Nobody said</option>{}</select> '
            '<button class="button" formaction="{}">Save</button>',
            options,
            reverse("admin:troubleshooter_visit_cause", args=[visit.pk]),
        )
