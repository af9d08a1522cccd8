"""Publications that wait: for their time, or for a second pair of eyes."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import Truncator

from .base import one_of
from .guide import Guide
from .revision import Revision
from .trail import Tracked

NAME_LENGTH = 60


class PublicationState(models.TextChoices):
    WAITING = "waiting", "waits for someone else’s approval"
    PLANNED = "planned", "goes live at its time"
    PUBLISHED = "published", "published"
    CANCELLED = "cancelled", "cancelled"
    FAILED = "failed", "could not be published"


class PlannedPublication(Tracked):
    """A draft as it was when its author sent it on. What is edited later is not part of it."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="planned")
    content = models.JSONField(help_text="The whole guide, as in its guide file.")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, default="", help_text="What changes, and why.")
    publish_at = models.DateTimeField(
        null=True, blank=True, help_text="When it goes live. Empty: as soon as it may."
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=20, choices=PublicationState.choices)
    problem = models.TextField(blank=True, default="", help_text="Why it could not be published.")
    revision = models.ForeignKey(
        Revision, null=True, on_delete=models.PROTECT, related_name="+", help_text="What it became."
    )
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            one_of("planned_publication", "state", PublicationState),
            models.CheckConstraint(
                name="planned_publication_is_approved_by_another",
                condition=Q(author__isnull=True)
                | Q(approved_by__isnull=True)
                | ~Q(approved_by=F("author")),
                violation_error_message="Someone other than the author must approve.",
            ),
        ]

    def __str__(self) -> str:
        return Truncator(self.note).chars(NAME_LENGTH)
