"""What leads are told besides visits: occasions, alerts, words that found nothing."""

from django.db import models
from django.db.models import F, Q

from .base import KEY_LENGTH, not_negative, one_of
from .guide import Guide
from .trail import Tracked


class OccasionKind(models.TextChoices):
    RELEASE = "release", "a new version came out"
    OUTAGE = "outage", "a service was down"
    OTHER = "other", "something else"


class Occasion(Tracked):
    """Something in the world that can explain a change in the figures. Charts mark it."""

    kind = models.CharField(
        max_length=20,
        choices=OccasionKind.choices,
        default=OccasionKind.OTHER,
        help_text="What sort of thing it was. Charts draw outages as a band.",
    )
    day = models.DateField(help_text="When it began.")
    until = models.DateField(
        null=True, blank=True, help_text="Its last day. Leave empty if it was one day."
    )
    words = models.CharField(
        max_length=60, help_text="A few words for the chart, for example: iOS 26 is out."
    )
    guide = models.ForeignKey(
        Guide,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="occasions",
        help_text="The guide that it concerns. Leave empty if it concerns all.",
    )

    class Meta:
        ordering = ["-day", "pk"]
        constraints = [
            one_of("occasion", "kind", OccasionKind),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("day")),
                name="occasion_ends_after_it_began",
                violation_error_message="The last day cannot be before the first.",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class AlertKind(models.TextChoices):
    FIX_RATE = "fix_rate", "a step fixes less often"
    PATH = "path", "a settings path is not found"


class Alert(models.Model):
    """A change that was noticed, and told once. It is over when the change is."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=20, choices=AlertKind.choices)
    key = models.CharField(max_length=KEY_LENGTH, help_text="The step, or the settings path.")
    platform = models.CharField(blank=True, default="", max_length=KEY_LENGTH)
    version = models.CharField(blank=True, default="", max_length=KEY_LENGTH)
    since = models.DateField(help_text="From when on it is different.")
    before = models.JSONField(help_text="Times and of, before.")
    after = models.JSONField(help_text="Times and of, since then.")
    noticed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-noticed_at"]
        constraints = [
            one_of("alert", "kind", AlertKind),
            models.UniqueConstraint(
                fields=["guide", "kind", "key", "platform", "version"],
                condition=Q(over_at__isnull=True),
                name="alert_stands_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.key}"


class Unmatched(models.Model):
    """Words that were searched for and found nothing, how often, by day. Never who."""

    day = models.DateField()
    words = models.CharField(max_length=200, help_text="Scrubbed: no digits, no addresses.")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "words"], name="unmatched_is_unique"),
            not_negative("unmatched", "times"),
        ]

    def __str__(self) -> str:
        return self.words
