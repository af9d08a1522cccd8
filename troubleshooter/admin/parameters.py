"""Sets of the engine's numbers: what visits have taught, and what of it goes live."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from troubleshooter.models import Parameters

from .adopting import adopt_and_tell, go_back_and_tell, what_is_live
from .base import RecordAdmin, laid_out
from .numbers_page import numbers_page

PUBLISH = "troubleshooter.publish_guide"


@admin.register(Parameters)
class ParametersAdmin(RecordAdmin):
    list_display = ("created_at", "guide", "revision_number", "origin", "live", "visits", "author")
    list_filter = ("revision__guide", "origin")
    fieldsets = [
        (
            "Where they come from",
            {
                "fields": [
                    "guide",
                    "revision_number",
                    "origin",
                    "live",
                    "parent",
                    "method",
                    "visits",
                    "until",
                    "seed",
                    "author",
                    "note",
                    "created_at",
                ]
            },
        ),
        ("As they are kept", {"classes": ["collapse"], "fields": ["what_changed", "numbers"]}),
    ]

    @property
    def media(self) -> Media:
        return super().media + Media(css={"all": ["troubleshooter/numbers.css"]})

    def get_queryset(self, request: HttpRequest) -> QuerySet[Parameters]:
        """Without the numbers and reports: a list would read all that was ever learnt. Previews are
        no numbers that anyone meets."""
        rows = super().get_queryset(request).filter(revision__number__isnull=False)
        rows = rows.select_related("revision__guide", "parent", "author")
        return rows.defer(
            "content", "report", "parent__content", "parent__report", "revision__content"
        )

    def get_urls(self) -> list[URLPattern]:
        """Two addresses more, which only take posts."""
        own = [
            path(
                "<int:pk>/adopt/",
                self.admin_site.admin_view(self.adopt_view),
                name="troubleshooter_parameters_adopt",
            ),
            path(
                "<int:pk>/go-back/",
                self.admin_site.admin_view(self.go_back_view),
                name="troubleshooter_parameters_go_back",
            ),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        numbers = numbers_page(kwargs["obj"])
        context |= {"page": numbers, "may_publish": request.user.has_perm(PUBLISH)}
        return super().render_change_form(request, context, *args, **kwargs)

    @method_decorator(require_POST)
    def adopt_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """`take` is `all`, or else what is ticked goes live: each `place` that is sent."""
        chosen = None if request.POST.get("take") == "all" else request.POST.getlist("place")
        if chosen is not None and not chosen:
            messages.warning(request, "Nothing was ticked, so nothing was adopted.")
            return self._to(pk)
        return self._live_by(request, pk, lambda row: adopt_and_tell(request, row, chosen))

    @method_decorator(require_POST)
    def go_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._live_by(request, pk, lambda row: go_back_and_tell(request, row))

    def _live_by(
        self, request: HttpRequest, pk: int, act: Callable[[Parameters], Parameters | None]
    ) -> HttpResponse:
        """Only who may publish changes what visitors meet."""
        if not (request.user.has_perm(PUBLISH) and self.has_view_permission(request)):
            raise PermissionDenied
        row = get_object_or_404(self.get_queryset(request), pk=pk)
        live = act(row)
        if live is not None:
            self.log_change(request, row.revision.guide, f"Live now: {what_is_live(live)}.")
        return self._to(pk)

    def _to(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:troubleshooter_parameters_change", args=[pk]))

    @admin.display(boolean=True, description="live")
    def live(self, parameters: Parameters) -> bool:
        return parameters.revision.guide.live_parameters_id == parameters.pk

    @admin.display(ordering="revision__guide")
    def guide(self, parameters: Parameters) -> str:
        return str(parameters.revision.guide)

    @admin.display(description="revision", ordering="revision__number")
    def revision_number(self, parameters: Parameters) -> int:
        return parameters.revision.number

    @admin.display(description="report")
    def what_changed(self, parameters: Parameters) -> str:
        return laid_out(parameters.report)

    @admin.display
    def numbers(self, parameters: Parameters) -> str:
        return laid_out(parameters.content)
