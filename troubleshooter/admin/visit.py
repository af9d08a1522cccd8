from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from troubleshooter.models import Event, Visit

from .base import RecordAdmin, Unchangeable
from .diagnosis import NamesCause

# Left in the database: a list of visits would read whole guides and reports many times over.
WEIGHTY = ("revision__content", "parameters__content", "parameters__report")


class EventInline(Unchangeable, admin.TabularInline):
    model = Event
    fields = ("sequence", "at", "kind", "node", "key", "value", "move", "move_key", "place")
    ordering = ("sequence",)
    extra = 0


@admin.register(Visit)
class VisitAdmin(NamesCause, RecordAdmin):
    """The hash of the visitor's token is never read here: nobody needs it."""

    list_display = (
        "id",
        "started_at",
        "guide",
        "revision_number",
        "outcome",
        "platform",
        "version",
        "outage",
        "arm",
        "simulated",
        "last_event_at",
    )
    list_filter = ("guide", "outcome", "arm", "simulated", "outage", "started_at")
    search_fields = ("=id", "message", "platform")
    fields = [
        "guide",
        "revision_number",
        "parameters_origin",
        "platform",
        "version",
        "message",
        "outage",
        "arm",
        "lot",
        "simulated",
        "outcome",
        "written_for_support",
        "started_at",
        "last_event_at",
    ]
    inlines = [EventInline]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Visit]:
        rows = super().get_queryset(request).counted()
        rows = rows.select_related("guide", "revision", "parameters")
        return rows.defer("token_hash", *WEIGHTY)

    @admin.display(description="revision", ordering="revision__number")
    def revision_number(self, visit: Visit) -> int:
        return visit.revision.number

    @admin.display(description="parameters")
    def parameters_origin(self, visit: Visit) -> str:
        return str(visit.parameters)

    @admin.display(description="written for support")
    def written_for_support(self, visit: Visit) -> str:
        rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", visit.handoff.items())
        return format_html("<dl>{}</dl>", rows) if rows else "-"


@admin.register(Event)
class EventAdmin(RecordAdmin):
    list_display = ("at", "visit", "sequence", "kind", "node", "key", "value", "place")
    list_filter = ("visit__guide", "kind", "node", "at")
    search_fields = ("=visit__id", "key", "value")
    ordering = ("-at", "-pk")
    fields = [
        "visit",
        "sequence",
        "at",
        "kind",
        "node",
        "key",
        "value",
        "move",
        "move_key",
        "propensity",
        "shadow_move",
        "shadow_key",
        "place",
        "revision_number",
        "parameters_origin",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        rows = super().get_queryset(request).counted()
        rows = rows.select_related("visit", "revision", "parameters")
        return rows.defer("visit__token_hash", *WEIGHTY)

    @admin.display(description="revision", ordering="revision__number")
    def revision_number(self, event: Event) -> int:
        return event.revision.number

    @admin.display(description="parameters")
    def parameters_origin(self, event: Event) -> str:
        return str(event.parameters)
