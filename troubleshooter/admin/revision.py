from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from troubleshooter.models import Revision

from .base import RecordAdmin, laid_out


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
        return super().get_queryset(request).filter(number__isnull=False).defer("content")

    @admin.display(boolean=True, description="live")
    def live(self, revision: Revision) -> bool:
        return revision.guide.live_revision_id == revision.pk

    @admin.display(description="content")
    def whole_content(self, revision: Revision) -> str:
        return laid_out(revision.content)
