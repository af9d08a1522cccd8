"""From a figure to the place where it can be changed, for those who may change it."""

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Model
from django.urls import reverse

from troubleshooter.models import Guide, Node, Question, Step

MODELS: dict[str, type[Model]] = {Node.STEP: Step, Node.QUESTION: Question}


class EditingLinks:
    """Addresses in admin. None for who may not edit: leads have no place there."""

    def __init__(self, user: AbstractBaseUser, guide: Guide) -> None:
        self._edits = user.is_staff and user.has_perm("troubleshooter.change_step")
        self._guide = guide

    def of(self, node: str, key: str) -> str | None:
        if not self._edits or node not in MODELS:
            return None
        model = MODELS[node]
        pk = model.objects.filter(guide=self._guide, key=key).values_list("pk", flat=True).first()
        return pk and reverse(f"admin:troubleshooter_{model._meta.model_name}_change", args=[pk])
