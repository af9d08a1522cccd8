"""A guide, and the platforms and versions that it speaks to."""

from django.db import models
from django.db.models import Q

from .base import KeyField, Ordered, not_empty, not_negative, probability, unique


class Guide(Ordered):
    """One problem's troubleshooting content. Visitors never read these rows, only revisions."""

    key = KeyField(unique=True)
    title = models.CharField(help_text="The problem, as a person would say it.")
    summary = models.TextField(help_text="One or two sentences that a visitor reads first.")
    language = models.CharField(default="en", max_length=35, help_text="For example en or pt-BR.")
    support_minutes = models.FloatField(
        help_text="What handing over to support costs, in minutes of the visitor and of support "
        "together. The higher, the harder the guide tries before it hands over."
    )
    status_page = models.CharField(
        blank=True, default="", help_text="Where outages are announced. Shown with an outage."
    )
    contact = models.CharField(
        blank=True, default="", help_text="Where the hand-over to support leads."
    )
    version_paths = models.ManyToManyField(
        "SettingsPath",
        through="GuidePath",
        blank=True,
        related_name="+",
        help_text="Where the version is to be found; shown on the guide's page.",
    )
    support_weight = models.FloatField(
        default=1,
        help_text="How many minutes of work one minute of support counts. Above 1, the guide "
        "tries longer before it hands over.",
    )
    waiting_weight = models.FloatField(
        default=0.02, help_text="What one minute of waiting counts, in minutes of work."
    )
    disruption_1 = models.FloatField(default=0, help_text="Minutes added for disruption 1.")
    disruption_2 = models.FloatField(default=2, help_text="Minutes added for disruption 2.")
    disruption_3 = models.FloatField(default=8, help_text="Minutes added for disruption 3.")
    disruption_4 = models.FloatField(default=20, help_text="Minutes added for disruption 4.")
    disruption_5 = models.FloatField(default=60, help_text="Minutes added for disruption 5.")
    tie_band = models.FloatField(
        default=0, help_text="Steps this close to the best one keep your order (0.25 = 25 %)."
    )
    ask_margin = models.FloatField(
        default=0, help_text="How many minutes a question must save before it is asked."
    )
    check_minutes = models.FloatField(
        default=0,
        help_text="What one slow test of the whole costs. Above 0, steps may share a test.",
    )
    trip_minutes = models.FloatField(
        default=0, help_text="Minutes saved when the next step is at the same place in settings."
    )
    shadow = models.BooleanField(
        default=False, help_text="Visitors get your order; the engine’s choice is noted beside it."
    )
    hold_out = models.FloatField(
        default=0, help_text="The share of visits that keep your order, for comparison, 0 to 1."
    )
    explore = models.FloatField(
        default=0,
        help_text="The share of visits in which the two best steps may swap, 0 to 0.1.",
    )
    adopt_band = models.FloatField(
        default=0,
        help_text="Learnt odds within this factor of yours go live by themselves. 0: none do.",
    )
    needs_approval = models.BooleanField(
        default=False,
        help_text="Someone other than the author must agree before a change goes live.",
    )
    review_by = models.DateField(
        null=True, blank=True, help_text="When someone should read it all again."
    )

    # Switches for the day itself: they act at once and belong to no revision.
    outage = models.BooleanField(
        "known outage", default=False, help_text="Visitors are told first, before any step."
    )
    outage_text = models.TextField(
        blank=True, default="", help_text="What is known, and when to look again. Markdown."
    )
    withdrawn = models.BooleanField(
        default=False, help_text="Visitors see a page that says so, with the contact."
    )
    live_revision = models.ForeignKey(
        "Revision", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    live_parameters = models.ForeignKey(
        "Parameters", null=True, editable=False, on_delete=models.PROTECT, related_name="+"
    )
    publish_next_at = models.DateTimeField(
        null=True, editable=False, help_text="When the next planned publication goes live."
    )

    class Meta(Ordered.Meta):
        permissions = [("publish_guide", "Can publish a guide")]
        constraints = [
            not_empty("guide", "key"),
            not_negative(
                "guide",
                "support_minutes",
                "waiting_weight",
                "tie_band",
                "ask_margin",
                *(f"disruption_{level}" for level in range(1, 6)),
            ),
            not_negative("guide", "check_minutes", "trip_minutes"),
            not_negative("guide", "support_weight"),
            probability("guide", "hold_out"),
            models.CheckConstraint(
                name="guide_explore_is_a_tenth_at_most",
                condition=Q(explore__gte=0, explore__lte=0.1),
                violation_error_message="Explore must lie between 0 and 0.1.",
            ),
            models.CheckConstraint(
                name="guide_adopt_band_is_0_or_a_factor",
                condition=Q(adopt_band=0) | Q(adopt_band__gte=1),
                violation_error_message="Adopt band must be 0, or 1 or more.",
            ),
            models.CheckConstraint(
                name="guide_live_revision_has_parameters",
                condition=Q(live_revision__isnull=True, live_parameters__isnull=True)
                | Q(live_revision__isnull=False, live_parameters__isnull=False),
                violation_error_message="A live revision and its numbers come and go together.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Platform(Ordered):
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="platforms")
    key = KeyField()
    name = models.CharField(help_text="As visitors call it, for example iPhone.")

    class Meta(Ordered.Meta):
        constraints = [unique("platform", "guide", "key"), not_empty("platform", "key")]

    def __str__(self) -> str:
        return self.name


class PlatformVersion(Ordered):
    """One version of a platform. The order runs from the oldest to the newest."""

    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(help_text="As the device shows it, for example 18.")

    class Meta(Ordered.Meta):
        constraints = [unique("version", "platform", "name"), not_empty("version", "name")]

    def __str__(self) -> str:
        return f"{self.platform} {self.name}"
