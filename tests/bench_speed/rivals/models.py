from django.db import models


class Walk(models.Model):
    """One visitor of the floor: as many columns as a page has to know of, no more."""

    token = models.CharField(max_length=64, unique=True)
    last = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)


class Said(models.Model):
    walk = models.ForeignKey(Walk, on_delete=models.CASCADE, related_name="said", db_index=False)
    sequence = models.PositiveIntegerField()
    option = models.CharField(max_length=80)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["walk", "sequence"], name="said_once")]
