from django.contrib import admin

from troubleshooter.models import Cause, CauseFact, Fact

from .base import ContentAdmin, ContentInline


class CauseFactInline(ContentInline):
    model = CauseFact
    verbose_name = "fact"
    verbose_name_plural = "facts linked from this cause"
    fields = ("order", "fact")
    named_with = ("fact",)


@admin.register(Cause)
class CauseAdmin(ContentAdmin):
    list_display = ("name", "guide", "share", "unfixable", "retired")
    list_filter = ("guide", "retired", "unfixable")
    search_fields = ("name", "key", "explanation")
    fieldsets = [
        (None, {"fields": ["guide", "name", "explanation"]}),
        ("How common it is", {"fields": ["share", "unfixable"]}),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [CauseFactInline]


@admin.register(Fact)
class FactAdmin(ContentAdmin):
    list_display = ("title", "guide")
    list_filter = ("guide",)
    search_fields = ("title", "key", "text", "sources")
    line_fields = ("sources",)
    fields = ["guide", "title", "text", "sources"]
