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
    list_display = ("name", "order", "key", "guide", "share", "unfixable", "retired")
    list_filter = ("guide", "retired", "unfixable")
    search_fields = ("name", "key", "explanation")
    key_from = "name"
    fieldsets = [
        (None, {"fields": ["guide", "order", "name", "key", "retired"]}),
        ("What visitors read", {"fields": ["explanation"]}),
        ("How common it is", {"fields": ["share", "unfixable"]}),
    ]
    inlines = [CauseFactInline]


@admin.register(Fact)
class FactAdmin(ContentAdmin):
    list_display = ("title", "order", "key", "guide")
    list_filter = ("guide",)
    search_fields = ("title", "key", "text", "sources")
    key_from = "title"
    line_fields = ("sources",)
    fields = ["guide", "order", "title", "key", "text", "sources"]
