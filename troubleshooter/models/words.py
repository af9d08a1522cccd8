"""What the device says, what support asks, and what keeps it working."""

from django.db import models

from .base import KeyField, Ordered, Retirable, not_empty, one_of, unique
from .guide import Guide
from .path import SettingsPath
from .question import Option
from .trail import Tracked


class Message(Ordered, Retirable):
    """Words on the device's screen, so that a visitor can search by them."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="messages")
    key = KeyField()
    text = models.CharField(help_text="Exactly as the device writes it.")
    also = models.TextField(
        blank=True, default="", help_text="Other wordings of it, one on each line."
    )
    answers = models.ManyToManyField(Option, through="MessageAnswer", blank=True)

    class Meta(Ordered.Meta):
        constraints = [unique("message", "guide", "key"), not_empty("message", "key")]

    def __str__(self) -> str:
        return self.text


class MessageAnswer(Tracked):
    """An answer that is taken over when a visitor picks the message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE)
    option = models.ForeignKey(Option, on_delete=models.CASCADE)

    class Meta:
        constraints = [unique("message_answer", "message", "option")]

    def __str__(self) -> str:
        return str(self.option)


class HandoffKind(models.TextChoices):
    VERSION = "version", "version: filled in from the visit"
    TEXT = "text", "text: the visitor writes it"


class HandoffItem(Ordered):
    """Something that support will ask."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="handoff")
    key = KeyField()
    label = models.CharField(help_text="As support would ask it.")
    kind = models.CharField(max_length=20, choices=HandoffKind.choices)

    class Meta(Ordered.Meta):
        constraints = [
            unique("handoff", "guide", "key"),
            not_empty("handoff", "key"),
            one_of("handoff", "kind", HandoffKind),
        ]

    def __str__(self) -> str:
        return self.label


class Aftercare(Ordered):
    """A habit that keeps it working, shown once it works."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="aftercare")
    key = KeyField()
    title = models.CharField()
    text = models.TextField(help_text="Markdown.")
    reminder = models.CharField(
        blank=True, default="", help_text="How often to remind: P1W is every week."
    )
    paths = models.ManyToManyField(SettingsPath, through="AftercarePath", blank=True)

    class Meta(Ordered.Meta):
        verbose_name_plural = "aftercare"
        constraints = [unique("aftercare", "guide", "key"), not_empty("aftercare", "key")]

    def __str__(self) -> str:
        return self.title


class AftercarePath(Ordered):
    aftercare = models.ForeignKey(Aftercare, on_delete=models.CASCADE)
    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("aftercare_path", "aftercare", "path")]

    def __str__(self) -> str:
        return str(self.path)
