"""Hand-overs on their way to a help desk: what was sent, what waits, what went wrong."""

from django.db import models
from django.db.models import Q

from .base import not_negative, one_of, unique
from .visit import Visit


class Channel(models.TextChoices):
    WEBHOOK = "webhook", "a web address"
    MAIL = "mail", "e-mail"


class DeliveryState(models.TextChoices):
    WAITING = "waiting", "waiting to be sent"
    SENT = "sent", "sent"
    GIVEN_UP = "given_up", "given up"


class Delivery(models.Model):
    """One hand-over to one help desk. What is in it goes as soon as it has been sent."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="deliveries", db_index=False
    )
    channel = models.CharField(max_length=10, choices=Channel.choices)
    key = models.UUIDField(
        unique=True, help_text="The same at every try, so that a receiver can tell a repetition."
    )
    content = models.JSONField(null=True, help_text="As the visitor sent it; empty once sent.")
    state = models.CharField(
        max_length=10, choices=DeliveryState.choices, default=DeliveryState.WAITING
    )
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(
        max_length=200, blank=True, default="", help_text="What went wrong at the last try."
    )
    made_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="Not tried before.")
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=DeliveryState.WAITING),
                name="delivery_waiting",
            )
        ]
        constraints = [
            unique("delivery", "visit", "channel"),
            one_of("delivery", "channel", Channel),
            one_of("delivery", "state", DeliveryState),
            not_negative("delivery", "tries"),
            models.CheckConstraint(
                name="delivery_keeps_nothing_once_sent",
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False, content__isnull=True)
                | ~Q(state=DeliveryState.SENT) & Q(sent_at__isnull=True),
                violation_error_message="What was sent is not kept.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()}: {self.get_state_display()}"
