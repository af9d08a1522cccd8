import json

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html

from troubleshooter.models import Parameters, Revision

from .base import RecordAdmin


def laid_out(content: object) -> str:
    return format_html("<pre>{}</pre>", json.dumps(content, indent=2, ensure_ascii=False))


@admin.register(Revision)
class RevisionAdmin(RecordAdmin):
    list_display = ("number", "guide", "live", "published_at", "author", "note")
    list_display_links = ("number", "guide")
    list_filter = ("guide", "published_at")
    list_select_related = ("guide", "author")
    search_fields = ("guide__title", "guide__key", "note")
    fields = [
        "guide",
        "number",
        "live",
        "published_at",
        "author",
        "note",
        "content_hash",
        "whole_content",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Revision]:
        """Without the content: a list of revisions would read every guide many times over."""
        return super().get_queryset(request).defer("content")

    @admin.display(boolean=True, description="live")
    def live(self, revision: Revision) -> bool:
        return revision.guide.live_revision_id == revision.pk

    @admin.display(description="content")
    def whole_content(self, revision: Revision) -> str:
        return laid_out(revision.content)


@admin.register(Parameters)
class ParametersAdmin(RecordAdmin):
    list_display = ("created_at", "guide", "revision_number", "origin", "live", "visits", "author")
    list_filter = ("revision__guide", "origin")
    fields = [
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
        "what_changed",
        "numbers",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Parameters]:
        """Without the numbers and reports: a list would read all that was ever learnt."""
        rows = super().get_queryset(request).select_related("revision__guide", "parent", "author")
        return rows.defer(
            "content", "report", "parent__content", "parent__report", "revision__content"
        )

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
