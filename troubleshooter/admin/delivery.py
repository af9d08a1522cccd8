"""Hand-overs on their way: how they stand and what went wrong. What is in them is never read."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from troubleshooter.delivering.sending import send_again
from troubleshooter.models import Delivery

from .base import RecordAdmin

PERMISSION = "troubleshooter.change_delivery"


@admin.register(Delivery)
class DeliveryAdmin(RecordAdmin):
    list_display = ("made_at", "channel", "state", "tries", "problem", "due_at", "sent_at", "key")
    list_filter = ("state", "channel", "made_at")
    search_fields = ("=key",)
    ordering = ("-made_at", "-pk")
    fields = ["channel", "state", "tries", "problem", "made_at", "due_at", "sent_at", "key"]
    actions = ["try_again"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Delivery]:
        return super().get_queryset(request).defer("content")

    def has_retry_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(PERMISSION)

    @admin.action(description="Try again to send what was given up", permissions=["retry"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Delivery]) -> None:
        count = send_again(list(chosen.values_list("pk", flat=True)))
        if count:
            words = f"To be sent: {count}, with one more try each, by the next send_handovers."
            self.message_user(request, words)
        else:
            words = "Only what was given up can be tried again. The rest is sent by itself."
            self.message_user(request, words, messages.WARNING)
