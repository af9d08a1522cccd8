"""One person's way through a guide, and everything that was recorded in it."""

from django.db import models
from django.db.models import Q

from .base import KEY_LENGTH, not_negative, one_of, probability, unique
from .guide import Guide
from .revision import Parameters, Revision


class Outcome(models.TextChoices):
    OPEN = "open", "open"
    RESOLVED = "resolved", "resolved"
    WORKED_AROUND = "worked_around", "worked around"
    HANDED_OVER = "handed_over", "handed over"
    FORGOTTEN = "forgotten", "forgotten at the visitor's wish"


class Arm(models.TextChoices):
    """Whose order a visit follows."""

    ENGINE = "engine", "the engine’s order"
    HOLD_OUT = "hold_out", "the editors’ order, for comparison"
    SHADOW = "shadow", "the editors’ order, the engine’s beside it"


class BegunBy(models.TextChoices):
    """Who began a visit, as far as that decides whether it counts."""

    VISITOR = "visitor", "a visitor"
    STAFF = "staff", "somebody who was signed in as staff"
    FLOOD = "flood", "a source of more visits than people make"


class VisitQuerySet(models.QuerySet):
    def counted(self) -> "VisitQuerySet":
        """All but previews: an editor who tries a draft teaches and tells nothing."""
        return self.filter(preview=False)


class Visit(models.Model):
    """Holds no name, no address, no user agent. The token itself is never kept, only its hash."""

    token_hash = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="SHA-256 of the cookie's token."
    )
    guide = models.ForeignKey(Guide, on_delete=models.PROTECT, related_name="visits")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="visits")
    parameters = models.ForeignKey(
        Parameters, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    platform = models.CharField(blank=True, default="", help_text="Empty: not sure.")
    version = models.CharField(blank=True, default="", help_text="Empty: not sure.")
    message = models.CharField(blank=True, default="", max_length=KEY_LENGTH)
    outage = models.BooleanField(default=False, help_text="Begun under a known outage.")
    arm = models.CharField(max_length=20, choices=Arm.choices, default=Arm.ENGINE)
    lot = models.BigIntegerField(
        default=0, help_text="A random number of 63 bits: every draw in the visit comes from it."
    )
    simulated = models.BooleanField(default=False, help_text="No person: made by a simulation.")
    preview = models.BooleanField(default=False, help_text="An editor, trying the draft.")
    begun_by = models.CharField(max_length=20, choices=BegunBy.choices, default=BegunBy.VISITOR)
    outcome = models.CharField(max_length=20, choices=Outcome.choices, default=Outcome.OPEN)
    handoff = models.JSONField(default=dict, help_text="What the visitor wrote for support.")
    started_at = models.DateTimeField()
    last_event_at = models.DateTimeField()
    last_sequence = models.PositiveIntegerField(default=0)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]
        permissions = [("view_statistics", "Can see the statistics of all visits")]
        constraints = [
            one_of("visit", "outcome", Outcome),
            one_of("visit", "arm", Arm),
            one_of("visit", "begun_by", BegunBy),
            not_negative("visit", "lot"),
            models.CheckConstraint(
                name="visit_has_a_token_until_forgotten",
                condition=Q(token_hash__isnull=False) & ~Q(outcome=Outcome.FORGOTTEN)
                | Q(token_hash__isnull=True, outcome=Outcome.FORGOTTEN),
                violation_error_message="A visit has a token until it is forgotten.",
            ),
        ]

    def __str__(self) -> str:
        return f"Visit {self.pk}"


class EventKind(models.TextChoices):
    STARTED = "started", "started"
    ANSWERED = "answered", "answered a question"
    RESULT = "result", "said what a step did"
    CHANGED = "changed", "changed an answer or a result"
    CONFIRMED = "confirmed", "confirmed a risky step"
    PATH_NOT_FOUND = "path_not_found", "could not find a settings path"
    HANDED_OVER = "handed_over", "handed over to support"
    PICKED = "picked", "picked a message, or none any more"
    TAKEN_BACK = "taken_back", "took back an answer"
    FORGOTTEN = "forgotten", "deleted the answers"
    DIAGNOSED = "diagnosed", "support named the cause"


class Node(models.TextChoices):
    NONE = "", "the visit itself"
    QUESTION = "question", "question"
    STEP = "step", "step"
    PATH = "path", "settings path"
    CAUSE = "cause", "cause"


class EventQuerySet(models.QuerySet):
    def counted(self) -> "EventQuerySet":
        """Those of all visits but previews."""
        return self.filter(visit__preview=False)


class Event(models.Model):
    """One thing recorded in a visit. Append-only: every count can be rebuilt from these rows."""

    visit = models.ForeignKey(
        Visit, on_delete=models.CASCADE, related_name="events", db_index=False
    )
    sequence = models.PositiveIntegerField(help_text="1, 2, 3 … within the visit, without a gap.")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    node = models.CharField(max_length=20, choices=Node.choices, blank=True, default=Node.NONE)
    key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    value = models.CharField(
        max_length=KEY_LENGTH, blank=True, default="", help_text="The option, or the result."
    )
    move = models.CharField(
        max_length=20, blank=True, default="", help_text="What the engine offered at that moment."
    )
    move_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    propensity = models.FloatField(
        default=1, help_text="How probable it was that this move would be the one offered, 0 to 1."
    )
    shadow_move = models.CharField(
        max_length=20,
        blank=True,
        default="",
        help_text="What the engine would have offered, where another order is shown.",
    )
    shadow_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    believed = models.JSONField(
        null=True,
        help_text="Of a step's result: what was believed of each cause when the step was on offer, "
        "in thousandths, in the order of the revision's causes.",
    )
    next_move = models.CharField(
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="What was shown after it, if anything was.",
    )
    next_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="", db_default="")
    page_seconds = models.FloatField(
        null=True, help_text="How long the page was open before it was sent; empty: not known."
    )
    unread = models.BooleanField(
        default=False, db_default=False, help_text="Sent without fetching the page first."
    )
    place = models.PositiveIntegerField(
        default=0, help_text="How many questions and steps had been answered before it."
    )
    revision = models.ForeignKey(
        Revision, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    parameters = models.ForeignKey(
        Parameters, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    at = models.DateTimeField()

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["visit", "sequence"]
        constraints = [
            unique("event", "visit", "sequence"),
            one_of("event", "kind", EventKind),
            one_of("event", "node", Node),
            probability("event", "propensity"),
            models.CheckConstraint(
                condition=Q(sequence__gte=1),
                name="event_sequence_starts_at_1",
                violation_error_message="The events of a visit are counted from 1.",
            ),
            models.UniqueConstraint(
                fields=["visit"],
                condition=Q(kind=EventKind.STARTED),
                name="event_started_once",
                violation_error_message="A visit starts once.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.get_kind_display()}"
