"""What a person can observe, and how each answer speaks for or against a cause."""

from django.db import models
from django.db.models import Q

from .base import KeyField, Ordered, Retirable, not_empty, not_negative, probability, unique
from .cause import Cause, Fact
from .guide import Guide
from .path import SettingsPath
from .trail import Tracked


class Question(Ordered, Retirable):
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="questions")
    key = KeyField()
    text = models.CharField(help_text="The question itself; it is the page's heading.")
    help = models.TextField(
        blank=True,
        default="",
        help_text="Where to look, and what it may be mistaken for. Markdown.",
    )
    minutes = models.FloatField(help_text="How long it takes to find out.")
    unsure = models.FloatField(default=0.05, help_text="How often people cannot tell, 0 to 1.")
    gate = models.BooleanField(default=False, help_text="Asked before any step.")
    paths = models.ManyToManyField(SettingsPath, through="QuestionPath", blank=True)
    facts = models.ManyToManyField(Fact, through="QuestionFact", blank=True)

    class Meta(Ordered.Meta):
        constraints = [
            unique("question", "guide", "key"),
            not_empty("question", "key"),
            not_negative("question", "minutes"),
            probability("question", "unsure"),
        ]

    def __str__(self) -> str:
        return self.text


class Option(Ordered, Retirable):
    """A possible answer. “Not sure” is always offered and is never an option of its own."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    key = KeyField()
    label = models.CharField(help_text="What the visitor taps.")
    usual = models.FloatField(
        help_text="How often people give this answer when none of the causes named below holds, "
        "0 to 1. Over the options of a question this adds up to 1."
    )

    class Meta(Ordered.Meta):
        constraints = [
            unique("option", "question", "key"),
            not_empty("option", "key"),
            probability("option", "usual"),
            models.CheckConstraint(
                condition=~Q(key="unsure"),
                name="option_key_is_not_unsure",
                violation_error_message="The key “unsure” is taken: it is always offered.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.label}"


class Likelihood(Tracked):
    """How often people give this answer when the cause holds."""

    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="likelihoods")
    cause = models.ForeignKey(Cause, on_delete=models.CASCADE, related_name="likelihoods")
    probability = models.FloatField(
        help_text="0 to 1. Over the options of a question this adds up to 1 for each cause."
    )

    class Meta:
        verbose_name_plural = "likelihoods"
        constraints = [
            unique("likelihood", "option", "cause"),
            probability("likelihood", "probability"),
        ]

    def __str__(self) -> str:
        return f"{self.option} if {self.cause}"


class QuestionPath(Ordered):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("question_path", "question", "path")]

    def __str__(self) -> str:
        return str(self.path)


class QuestionFact(Ordered):
    question = models.ForeignKey(Question, on_delete=models.CASCADE)
    fact = models.ForeignKey(Fact, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("question_fact", "question", "fact")]

    def __str__(self) -> str:
        return str(self.fact)
