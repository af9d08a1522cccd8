"""A guide's texts in other languages, text by text."""

from django.db import models

from .base import not_empty
from .guide import Guide
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
        Guide, on_delete=models.CASCADE, related_name="translations", db_index=False
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
                name="translation_is_unique",
                violation_error_message="This text is translated into this language already.",
            ),
            not_empty("translation", "text"),
        ]

    def __str__(self) -> str:
        return f"{self.language}: {self.place}"
