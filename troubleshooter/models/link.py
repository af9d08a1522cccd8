"""Addresses that the content names, and whether they answered when someone last asked."""

from django.db import models


class LinkCheck(models.Model):
    """The last visit to an address. One row for each address, whoever names it."""

    address = models.CharField(max_length=2000, unique=True)
    alive = models.BooleanField()
    status = models.PositiveSmallIntegerField(
        null=True, help_text="The HTTP status; empty where nothing answered."
    )
    reason = models.CharField(max_length=200, blank=True, default="", help_text="What went wrong.")
    checked_at = models.DateTimeField()

    class Meta:
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
