"""What visitors see: immutable snapshots of a guide, and the numbers that go with them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .base import one_of, unique
from .guide import Guide


class Revision(models.Model):
    """A published guide, whole. Never changed and never deleted: visits and events point at it.

    A preview is a revision without a number. Only its editor walks through it, and it is deleted
    with those visits once it is old.
    """

    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField(null=True, help_text="Empty: a preview of the draft.")
    content = models.JSONField(help_text="The whole guide, as in its guide file.")
    content_hash = models.CharField(max_length=64, help_text="SHA-256 of the content.")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.TextField(blank=True, default="")
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["guide", "-number"]
        constraints = [unique("revision", "guide", "number")]

    def __str__(self) -> str:
        return f"{self.guide_id}, revision {self.number or 'for a preview'}"


class Origin(models.TextChoices):
    EDITORIAL = "editorial", "the editors' numbers"
    LEARNT = "learnt", "learnt from outcomes"
    ADOPTED = "adopted", "chosen by an editor from what was learnt"


class Parameters(models.Model):
    """One immutable set of the engine's numbers. A visit stays on the set it started with."""

    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="parameters")
    origin = models.CharField(max_length=20, choices=Origin.choices)
    content = models.JSONField()
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        help_text="The set that it was learnt from, or chosen from.",
    )
    method = models.CharField(blank=True, default="", help_text="How it was learnt.")
    seed = models.BigIntegerField(default=0, help_text="What its random choices began with.")
    visits = models.PositiveIntegerField(default=0, help_text="How many visits it was learnt from.")
    until = models.DateTimeField(null=True, help_text="It was learnt from events up to here.")
    report = models.JSONField(
        default=dict, help_text="What changed, and how well it fits visits that were held out."
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who adopted it.",
    )
    note = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "parameters"
        ordering = ["-created_at"]
        constraints = [one_of("parameters", "origin", Origin)]

    def __str__(self) -> str:
        return f"{self.get_origin_display()}, {self.created_at:%Y-%m-%d %H:%M}"
