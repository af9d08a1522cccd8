"""Pictures that show where to tap, and the steps and paths that show them."""

from django.db import models
from django.utils import timezone

from .base import Ordered, not_empty, unique
from .guide import Guide
from .path import SettingsPath
from .step import Step
from .trail import Tracked


class Picture(Tracked):
    """One picture in light and, if there is one, in dark. Files are named by their content.

    A file is never changed and never deleted: revisions name it for ever.
    """

    guide = models.ForeignKey(Guide, on_delete=models.CASCADE, related_name="pictures")
    light = models.CharField(max_length=100, help_text="The file's name in the picture store.")
    dark = models.CharField(
        max_length=100, blank=True, default="", help_text="The file for dark screens, if any."
    )
    alt = models.CharField(
        max_length=300,
        help_text="What the picture shows, for people who cannot see it.",
    )
    width = models.PositiveIntegerField(help_text="In pixels, so that the page does not jump.")
    height = models.PositiveIntegerField(help_text="In pixels.")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-added_at", "-pk"]
        constraints = [not_empty("picture", "alt"), not_empty("picture", "light")]

    def __str__(self) -> str:
        return self.alt


class StepPicture(Ordered):
    step = models.ForeignKey(Step, on_delete=models.CASCADE)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("step_picture", "step", "picture")]

    def __str__(self) -> str:
        return str(self.picture)


class PathPicture(Ordered):
    path = models.ForeignKey(SettingsPath, on_delete=models.CASCADE)
    picture = models.ForeignKey(Picture, on_delete=models.CASCADE)

    class Meta(Ordered.Meta):
        constraints = [unique("path_picture", "path", "picture")]

    def __str__(self) -> str:
        return str(self.picture)
