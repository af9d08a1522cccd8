from django.contrib import admin

from troubleshooter.models import Aftercare, AftercarePath, HandoffItem, Message, MessageAnswer

from .base import ContentAdmin, ContentInline


class MessageAnswerInline(ContentInline):
    model = MessageAnswer
    verbose_name = "answer"
    verbose_name_plural = "answers taken over when a visitor picks this message"
    fields = ("option",)
    named_with = ("option__question",)


class AftercarePathInline(ContentInline):
    model = AftercarePath
    verbose_name = "settings path"
    verbose_name_plural = "settings paths shown with this habit"
    fields = ("order", "path")
    named_with = ("path",)


@admin.register(Message)
class MessageAdmin(ContentAdmin):
    list_display = ("text", "guide", "retired")
    list_filter = ("guide", "retired")
    search_fields = ("text", "key", "also")
    line_fields = ("also",)
    fieldsets = [
        (None, {"fields": ["guide", "text", "also"]}),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [MessageAnswerInline]


@admin.register(HandoffItem)
class HandoffItemAdmin(ContentAdmin):
    list_display = ("label", "guide", "kind")
    list_filter = ("guide", "kind")
    search_fields = ("label", "key")
    fields = ["guide", "label", "kind"]


@admin.register(Aftercare)
class AftercareAdmin(ContentAdmin):
    list_display = ("title", "guide", "reminder")
    list_filter = ("guide",)
    search_fields = ("title", "key", "text")
    fields = ["guide", "title", "text", "reminder"]
    inlines = [AftercarePathInline]
