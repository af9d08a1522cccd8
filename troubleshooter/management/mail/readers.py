"""Who gets mail about the figures."""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet

MAY_SEE = "troubleshooter.view_statistics"
OF_MODELS = "django.contrib.auth.backends.ModelBackend"


def readers() -> QuerySet[AbstractUser]:
    """Active accounts that were given the right to see the statistics, by a group or alone, and
    have an address. A superuser may see everything, and gets mail only if given the right too."""
    holders = get_user_model().objects.with_perm(
        MAY_SEE, backend=OF_MODELS, include_superusers=False
    )
    return holders.exclude(email="").order_by("pk")
