"""A guide's texts in other languages, text by text."""

from django.db import models
from django.db.models import Q

from .base import not_empty
from .guide import Guide
from .path import SettingsPath
from .trail import Tracked

LANGUAGE_LENGTH = 35
PLACE_LENGTH = 300


class Translation(Tracked):
    """One text in one other language.

    `place` is where the text stands in the guide file, as keys with slashes: `title`,
    `steps/delete-old-backups/title`; content/texts.py knows them all. A settings path belongs to
    one guide, and so its texts hang on the guide with all others. `source` is the text that was
    translated: where the guide says something else by now, the translation is stale.
    """

    guide = models.ForeignKey(
        Guide, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    path = models.ForeignKey(
        SettingsPath, on_delete=models.CASCADE, null=True, blank=True, related_name="translations"
    )
    language = models.CharField(max_length=LANGUAGE_LENGTH, help_text="For example de or pt-BR.")
    place = models.CharField(max_length=PLACE_LENGTH, help_text="Where the text stands.")
    source = models.TextField(help_text="The text that was translated.")
    text = models.TextField(help_text="The same in the other language.")

    class Meta:
        ordering = ["language", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["guide", "language", "place"],
                condition=Q(guide__isnull=False),
                name="translation_of_guide_is_unique",
                violation_error_message="This text is translated into this language already.",
            ),
            models.UniqueConstraint(
                fields=["path", "language", "place"],
                condition=Q(path__isnull=False),
                name="translation_of_path_is_unique",
                violation_error_message="This text is translated into this language already.",
            ),
            models.CheckConstraint(
                name="translation_belongs_to_guide_or_path",
                condition=Q(guide__isnull=False, path__isnull=True)
                | Q(guide__isnull=True, path__isnull=False),
                violation_error_message="A translation belongs to a guide or to a settings path.",
            ),
            not_empty("translation", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.place}"
