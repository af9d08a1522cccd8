"""A fix step: what to do, what it costs and risks, and which causes it clears."""

from django.db import models
from django.db.models import F, Q

from .base import (
    KeyField,
    Ordered,
    Retirable,
    not_empty,
    not_negative,
    one_of,
    probability,
    unique,
)
from .cause import Cause, Fact
from .guide import Guide
from .path import SettingsPath
from .trail import Tracked


class StepKind(models.TextChoices):
    FIX = "fix", "fix: may solve the problem"
    CHECK = "check", "check: looks only"
    SAFETY = "safety", "safety: a safeguard, offered where a step requires it"
    WORKAROUND = "workaround", "workaround: gets the person what they need another way"


class Interrupts(models.TextChoices):
    NONE = "none", "nothing"
    CONNECTION = "connection", "the connection"
    DEVICE = "device", "the device: it restarts"
    ACCOUNT = "account", "the account: it signs out"


class Pinned(models.TextChoices):
    NONE = "none", "no: the engine decides"
    FIRST = "first", "always first"


class Step(Ordered, Retirable):
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="steps")
    key = KeyField()
    title = models.CharField(help_text="As an instruction, for example Restart the phone.")
    instructions = models.TextField(
        blank=True, default="", help_text="Markdown, numbered, one action each."
    )
    minutes = models.FloatField(help_text="Minutes of the visitor's own work.")
    wait_minutes = models.FloatField(default=0, help_text="Minutes until one can know.")
    check_minutes = models.FloatField(
        null=True,
        blank=True,
        help_text="What testing costs. Empty: as the guide says. 0: it shows at once.",
    )
    test = KeyField(
        blank=True,
        default="",
        help_text="Steps with the same word here are tested together. Empty: the guide’s own test.",
    )
    disruption = models.PositiveSmallIntegerField(
        help_text="1 look only, 2 small, 3 loses settings, 4 heavy, 5 days of tidying. "
        "From 4 on a visitor must confirm first."
    )
    irreversible = models.BooleanField(
        default=False, help_text="It cannot be undone. A visitor must confirm first."
    )
    interrupts = models.CharField(
        max_length=20,
        choices=Interrupts.choices,
        default=Interrupts.NONE,
        help_text="What it cuts on the phone that the visitor is reading on.",
    )
    other_device = models.BooleanField(
        default=False, help_text="It needs a computer or a second device."
    )
    at_risk = models.TextField(
        blank=True, default="", help_text="What may be lost, in one sentence."
    )
    before = models.TextField(
        blank=True, default="", help_text="What to have ready: one thing on each line."
    )
    skip = models.FloatField(
        default=0, help_text="How often people cannot or will not do it, 0 to 1."
    )
    how_to_know = models.TextField(
        blank=True, default="", help_text="How to know whether it worked. Markdown."
    )
    kind = models.CharField(max_length=20, choices=StepKind.choices, default=StepKind.FIX)
    pinned = models.CharField(max_length=20, choices=Pinned.choices, default=Pinned.NONE)
    sources = models.TextField(blank=True, default="", help_text="One address on each line.")
    edition = models.PositiveBigIntegerField(
        default=1,
        help_text="Raise it when the text changes what people do: older results then count less.",
    )
    review_by = models.DateField(
        null=True, blank=True, help_text="When someone should read it again."
    )
    requires = models.ManyToManyField(
        "self", through="StepRequirement", symmetrical=False, blank=True
    )
    paths = models.ManyToManyField(SettingsPath, through="StepPath", blank=True)
    facts = models.ManyToManyField(Fact, through="StepFact", blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            unique("step", "guide", "key"),
            not_empty("step", "key"),
            not_negative("step", "minutes", "wait_minutes"),
            not_negative("step", "check_minutes"),
            probability("step", "skip"),
            one_of("step", "kind", StepKind),
            one_of("step", "interrupts", Interrupts),
            one_of("step", "pinned", Pinned),
            models.CheckConstraint(
                condition=Q(disruption__gte=1, disruption__lte=5),
                name="step_disruption_is_1_to_5",
                violation_error_message="Disruption must be a whole number from 1 to 5.",
            ),
            models.CheckConstraint(
                condition=Q(edition__gte=1),
                name="step_edition_starts_at_1",
                violation_error_message="Editions are counted from 1.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class StepEffect(Tracked):
    """How often the step, done properly, clears the cause."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="effects")
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="effects")
    probability = models.FloatField(help_text="0 to 1.")

    class Meta:
        constraints = [
            unique("effect", "step", "cause"),
            probability("effect", "probability"),
        ]

    def __str__(self) -> str:
        return f"{self.step}: {self.cause}"


class StepRequirement(Ordered):
    """A step to be done, or knowingly declined, before another."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="requirements")
    required = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="required_by")

    class Meta(Ordered.Meta):
        constraints = [
            unique("requirement", "step", "required"),
            models.CheckConstraint(
                condition=~Q(step=F("required")),
                name="requirement_is_another_step",
                violation_error_message="A step cannot require itself.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.required)


class StepPath(Ordered):
    step = models.ForeignKey(Step, on_delete=models.CASCADE)
    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("step_path", "step", "path")]

    def __str__(self) -> str:
        return str(self.path)


class StepFact(Ordered):
    step = models.ForeignKey(Step, on_delete=models.CASCADE)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("step_fact", "step", "fact")]

    def __str__(self) -> str:
        return str(self.fact)
