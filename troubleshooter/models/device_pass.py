"""A pass to one other device: it lets a visit go on there, once, within minutes."""

from django.db import models
from django.db.models import Q

from .visit import Visit


class DevicePass(models.Model):
    """Holds hashes only. The secret stands in a link, the code is for typing; either redeems it.

    Once redeemed it is the visit's second way in: the other device's cookie opens it by
    `token_hash`, beside the first device's.
    """

    visit = models.ForeignKey(Visit, on_delete=models.CASCADE, related_name="passes")
    secret_hash = models.BinaryField(
        max_length=32, unique=True, help_text="SHA-256 of the secret in the link."
    )
    code_hash = models.BinaryField(
        max_length=32, unique=True, help_text="Keyed hash of the short code."
    )
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True)
    token_hash = models.BinaryField(
        max_length=32, null=True, unique=True, help_text="SHA-256 of the other device's token."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="devicepass_opens_once_redeemed",
                condition=Q(redeemed_at__isnull=True, token_hash__isnull=True)
                | Q(redeemed_at__isnull=False, token_hash__isnull=False),
                violation_error_message="A pass opens a visit once it is redeemed, not before.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pass to visit {self.visit_id}"
