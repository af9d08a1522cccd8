"""Why the problem happens, and the facts that explain it."""

from django.db import models

from .base import KeyField, Ordered, Retirable, not_empty, probability, unique
from .guide import Guide


class Fact(Ordered):
    """A correction or a piece of background that a visitor may need."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="facts")
    key = KeyField()
    title = models.CharField(help_text="The question that it answers.")
    text = models.TextField(help_text="Markdown.")
    sources = models.TextField(blank=True, default="", help_text="One address on each line.")

    class Meta(Ordered.Meta):
        constraints = [unique("fact", "guide", "key"), not_empty("fact", "key")]

    def __str__(self) -> str:
        return self.title


class Cause(Ordered, Retirable):
    """A reason for the problem; several can hold at once."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="causes")
    key = KeyField()
    name = models.CharField(help_text="Visitors read it after “The most likely cause so far:”.")
    explanation = models.TextField(
        blank=True, default="", help_text="What it means, for a visitor. Markdown."
    )
    share = models.FloatField(
        help_text="In what part of all cases it is involved, 0 to 1. The shares of a guide may "
        "add up to a little more than 1."
    )
    unfixable = models.BooleanField(
        default=False, help_text="No step can fix it; support is the way."
    )
    facts = models.ManyToManyField(Fact, through="CauseFact", blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            unique("cause", "guide", "key"),
            not_empty("cause", "key"),
            probability("cause", "share"),
        ]

    def __str__(self) -> str:
        return self.name


class CauseFact(Ordered):
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("cause_fact", "cause", "fact")]

    def __str__(self) -> str:
        return str(self.fact)
