"""Counts by day and by month, folded from events: every number can be counted again from them, and
`manage.py rebuild_statistics` does so. A visit counts on the day that it began."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.utils import timezone

from .base import KEY_LENGTH, not_negative, one_of
from .guide import Guide
from .revision import Revision
from .visit import Node


class Exclusion(models.TextChoices):
    """Why a visit is left out of the figures; the first that holds."""

    NONE = "", "counted"
    PREVIEW = "preview", "previews"
    STAFF = "staff", "staff"
    MACHINE = "machine", "machines"
    FLOOD = "flood", "too many from one source"
    OUTAGE = "outage", "begun under an outage"


class Slice(models.Model):
    """What visits can be told apart by. Every count belongs to one slice."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="+", db_index=False)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+")
    platform = models.CharField(blank=True, default="", max_length=KEY_LENGTH)
    version = models.CharField(blank=True, default="", max_length=KEY_LENGTH)
    simulated = models.BooleanField(default=False)
    exclusion = models.CharField(
        max_length=20, choices=Exclusion.choices, blank=True, default=Exclusion.NONE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "revision", "platform", "version", "simulated", "exclusion"],
                name="slice_is_unique",
            ),
            one_of("slice", "exclusion", Exclusion),
        ]

    def __str__(self) -> str:
        return f"{self.guide_id}/{self.revision_id} {self.platform} {self.version}".strip()


class Grain(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"


class Count(models.Model):
    """A row of a slice and of a day, or of a month, which starts on its first day."""

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="+", db_index=False)
    grain = models.CharField(max_length=5, choices=Grain.choices)
    start = models.DateField()

    class Meta:
        abstract = True


class VisitCount(Count):
    """Visits by their outcome. Those that are neither are open; `left` are open ones of which
    nothing had been heard for 72 hours before the fold's own line (see FoldMark)."""

    visits = models.IntegerField(default=0)
    resolved = models.IntegerField(default=0)
    worked_around = models.IntegerField(default=0)
    handed_over = models.IntegerField(default=0)
    forgotten = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slice", "grain", "start"], name="visitcount_is_unique"
            ),
            not_negative(
                "visitcount",
                "visits",
                "resolved",
                "worked_around",
                "handed_over",
                "forgotten",
                "left",
            ),
        ]


class NodeCount(Count):
    """Visits that came to a question or a step, and what they said there."""

    node = models.CharField(max_length=20, choices=Node.choices)
    key = models.CharField(max_length=KEY_LENGTH)
    shown = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    fixed = models.IntegerField(default=0)
    no_help = models.IntegerField(default=0)
    could_not = models.IntegerField(default=0)
    not_found = models.IntegerField(default=0)
    waiting = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slice", "grain", "start", "node", "key"], name="nodecount_is_unique"
            ),
            not_negative(
                "nodecount",
                "shown",
                "answered",
                "fixed",
                "no_help",
                "could_not",
                "not_found",
                "waiting",
                "left",
            ),
        ]


class Detail(models.TextChoices):
    """What a node's visits are told apart by, each in a row of its own."""

    PLACE = "place", "how much had been said before"
    CAUSE = "cause", "the cause that was believed most"
    ANSWER = "answer", "what was said"
    NEXT = "next", "what was said, and where that led"
    PATH = "path", "settings path that was not found"


class DetailCount(Count):
    node = models.CharField(max_length=20, choices=Node.choices)
    key = models.CharField(max_length=KEY_LENGTH)
    by = models.CharField(max_length=20, choices=Detail.choices)
    value = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    to_node = models.CharField(max_length=20, blank=True, default="")
    to_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    shown = models.IntegerField(default=0)
    tried = models.IntegerField(default=0)
    fixed = models.IntegerField(default=0)
    left = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "slice", "grain", "by", "node", "key", "start", "value", "to_node", "to_key",
                ],
                name="detailcount_is_unique",
            ),
            one_of("detailcount", "by", Detail),
            not_negative("detailcount", "shown", "tried", "fixed", "left"),
        ]  # fmt: skip


class Clock(models.TextChoices):
    ELAPSED = "elapsed", "from the beginning"
    HANDS_ON = "hands_on", "with the portal, waiting left out"
    WAITING = "waiting", "while something was under way"


class End(models.TextChoices):
    RESOLVED = "resolved", "resolved"
    WORKED_AROUND = "worked_around", "worked around"
    HANDED_OVER = "handed_over", "handed over"
    LEFT = "left", "left"


class TimeCount(Count):
    """How many visits ended after so many minutes, by each clock."""

    clock = models.CharField(max_length=10, choices=Clock.choices)
    end = models.CharField(max_length=20, choices=End.choices)
    minutes = models.PositiveIntegerField()
    visits = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slice", "grain", "start", "clock", "end", "minutes"],
                name="timecount_is_unique",
            ),
            not_negative("timecount", "visits"),
        ]


class OpenCount(models.Model):
    """Visits that had not ended and were not silent for long when they were folded: where they
    stand. Whether they have left by now is for the reader's clock to say. By day only: few."""

    slice = models.ForeignKey(Slice, on_delete=models.CASCADE, related_name="+", db_index=False)
    start = models.DateField()
    heard = models.DateTimeField(help_text="The hour of the last event.")
    node = models.CharField(max_length=20, blank=True, default="")
    key = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    place = models.PositiveIntegerField(default=0)
    cause = models.CharField(max_length=KEY_LENGTH, blank=True, default="")
    elapsed = models.PositiveIntegerField(default=0)
    hands_on = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    visits = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "slice", "start", "heard", "node", "key", "place", "cause",
                    "elapsed", "hands_on", "waiting",
                ],
                name="opencount_is_unique",
            ),
            not_negative("opencount", "visits"),
        ]  # fmt: skip


class FoldMark(models.Model):
    """How far events are folded into counts: one row."""

    event = models.BigIntegerField(default=0, help_text="Every event up to this one is counted.")
    silent_before = models.DateTimeField(
        help_text="Open visits last heard of before this hour are counted as left."
    )
    kept_from = models.DateField(
        null=True, help_text="Days before this one are counted for good: their events are gone."
    )
    folded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="foldmark_is_one_row"),
            not_negative("foldmark", "event"),
        ]


class FoldedMonth(models.Model):
    """When the counts of a guide's month were last changed: one that was not needs no new look."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField(help_text="Its first day.")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "month"], name="foldedmonth_is_unique")
        ]


class StaleDayQuerySet(models.QuerySet):
    def mark(self, visits: Iterable[tuple[int, datetime]]) -> None:
        """Have the days counted again on which these visits (guide, begun at) began. One statement,
        in the transaction that deletes their events.

        A row that is there is written all the same: that locks it, so that whoever counts the day
        again, and deletes the row before it does, waits and sees what is deleted here.
        """
        days = {(guide, timezone.localdate(at)) for guide, at in visits}
        self.bulk_create(
            [self.model(guide_id=guide, day=day) for guide, day in sorted(days)],
            update_conflicts=True,
            unique_fields=["guide", "day"],
            update_fields=["day"],
        )


class StaleDay(models.Model):
    """A day of which events were deleted after they had been counted: it is counted again."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()

    objects = StaleDayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["guide", "day"], name="staleday_is_unique")]


class Estimate(models.Model):
    """A figure that takes seconds to work out, kept with what it was worked out from."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    asked = models.CharField(max_length=64, help_text="A hash of the filters and of the question.")
    event = models.BigIntegerField(help_text="Events up to this one were looked at.")
    visits = models.PositiveIntegerField()
    result = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["guide", "kind", "asked"], name="estimate_is_unique")
        ]
