"""Where to tap: a settings path, with one variant for each platform and range of versions."""

from django.db import models

from .base import KeyField, Ordered, Retirable, not_empty, one_of, unique
from .guide import Guide, Platform, PlatformVersion


class SettingsPath(Ordered, Retirable):
    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="paths")
    key = KeyField()
    name = models.CharField(help_text="What is found at its end, for example iCloud storage.")

    class Meta(Ordered.Meta):
        constraints = [unique("path", "guide", "key"), not_empty("path", "key")]

    def __str__(self) -> str:
        return self.name


class GuidePath(Ordered):
    """A settings path that shows which version a visitor has."""

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE)
    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("guide_path", "guide", "path")]

    def __str__(self) -> str:
        return str(self.path)


class Confidence(models.TextChoices):
    CONFIRMED = "confirmed", "confirmed: seen on a device or in the maker's own words"
    REPORTED = "reported", "reported: others say so"
    UNVERIFIED = "unverified", "unverified: visitors read that the name may differ"


class Variant(Ordered):
    """A path as one platform writes it, from one version to another (both included)."""

    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE, related_name="variants")
    platform = models.ForeignKey(Platform, on_delete=models.CASCADE, related_name="+")
    from_version = models.ForeignKey(
        PlatformVersion,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text="Empty: from the first version.",
    )
    to_version = models.ForeignKey(
        PlatformVersion,
        null=True,
        blank=True,
        on_delete=models.RESTRICT,
        related_name="+",
        help_text="Empty: to the newest version.",
    )
    segments = models.TextField(
        help_text="One label on each line, exactly as the device writes it. "
        "[Your Name] is the account row at the top."
    )
    confidence = models.CharField(
        max_length=20, choices=Confidence.choices, default=Confidence.UNVERIFIED
    )
    source = models.CharField(blank=True, default="", help_text="Where it was read or seen.")
    checked = models.DateField(null=True, blank=True, help_text="When someone last looked.")

    class Meta(Ordered.Meta):
        constraints = [
            one_of("variant", "confidence", Confidence),
            not_empty("variant", "segments"),
        ]

    def __str__(self) -> str:
        return " > ".join(self.segments.split("\n"))
