"""The audit trail: who changed what, when, from what to what. Nobody can change it here."""

import auditlog.admin  # noqa: F401  its own page is there first, and makes room for ours
from auditlog.models import LogEntry
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from troubleshooter.models import Guide

from .base import RecordAdmin
from .history import ACTIONS, told, what, who

MINUTE = "j F Y, H:i"
EDITORS = "troubleshooter.change_guide"
admin.site.unregister(LogEntry)
# Editors read these words on the way in and on the list.
apps.get_app_config("auditlog").verbose_name = "Who changed what"
LogEntry._meta.verbose_name, LogEntry._meta.verbose_name_plural = "change", "changes"


class GuideFilter(admin.SimpleListFilter):
    title = "guide"
    parameter_name = "guide"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return list(Guide.objects.values_list("pk", "title"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(additional_data__guide=int(chosen)) if chosen.isdigit() else queryset


class ActionFilter(admin.SimpleListFilter):
    title = "kind of change"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple]:
        return [(str(number), word) for number, word in ACTIONS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(action=int(chosen)) if chosen.isdigit() else queryset


class PersonFilter(admin.RelatedOnlyFieldListFilter):
    """Named after what the column says; a dash is a command that nobody was signed in for."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.title = "person"


class Entries(ChangeList):
    """Names the guides of the entries on the page, in one query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        names = dict(Guide.objects.values_list("pk", "title"))
        for entry in self.result_list:
            entry.guide_title = names.get((entry.additional_data or {}).get("guide"), "")


@admin.register(LogEntry)
class TrailAdmin(RecordAdmin):
    list_display = ("when", "who", "guide", "what", "done", "fields_changed")
    list_filter = (GuideFilter, ("actor", PersonFilter), ActionFilter)
    list_select_related = ("actor", "content_type")
    list_per_page = 50
    date_hierarchy = "timestamp"
    search_fields = ("object_repr",)
    search_help_text = "Searches the names of what was changed."
    ordering = ("-timestamp", "-pk")
    fields = ("when", "who", "what", "done", "from_to")
    readonly_fields = fields

    @property
    def media(self) -> Media:
        sheets = ["troubleshooter/collisions.css", "troubleshooter/workbench.css"]
        return super().media + Media(css={"all": sheets})

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[ChangeList]:
        return Entries

    def get_queryset(self, request: HttpRequest) -> QuerySet[LogEntry]:
        """Who got which account is for those who manage accounts."""
        rows = super().get_queryset(request)
        if request.user.has_perm("auth.view_user"):
            return rows
        return rows.filter(content_type__app_label="troubleshooter")

    def has_view_permission(self, request: HttpRequest, obj: LogEntry | None = None) -> bool:
        return request.user.has_perm(EDITORS)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        title = {"title": "Who changed what"}
        return super().changelist_view(request, {**title, **(extra_context or {})})

    @admin.display(ordering="timestamp")
    def when(self, entry: LogEntry) -> object:
        return date_format(localtime(entry.timestamp), MINUTE)

    @admin.display(ordering="actor")
    def who(self, entry: LogEntry) -> str:
        return who(entry)

    @admin.display
    def guide(self, entry: LogEntry) -> str:
        return entry.guide_title

    @admin.display(ordering="object_repr")
    def what(self, entry: LogEntry) -> str:
        return what(entry)

    @admin.display(description="done", ordering="action")
    def done(self, entry: LogEntry) -> str:
        return ACTIONS.get(entry.action, "")

    @admin.display(description="fields")
    def fields_changed(self, entry: LogEntry) -> str:
        return ", ".join(one.field for one in told(entry)) if entry.action == 1 else ""

    @admin.display(description="from and to")
    def from_to(self, entry: LogEntry) -> SafeString:
        return render_to_string(
            "admin/troubleshooter/_from_to.html", {"changes": list(told(entry))}
        )
