"""What the content models share: keys, order, and rules that the database itself holds."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from .trail import Tracked

KEY_LENGTH = 100
key_validator = RegexValidator(
    r"^[a-z0-9-]+\Z", "Use small letters a-z, digits and hyphens only, for example storage-full."
)


class KeyField(models.CharField):
    """A name that addresses, events and statistics hang on: never change it once it is public."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        kwargs.setdefault("validators", [key_validator])
        kwargs.setdefault(
            "help_text",
            "A short name for addresses and statistics. Visitors see it in the address only. "
            "Do not change it once people have used it.",
        )
        super().__init__(**kwargs)


class Ordered(Tracked):
    """Something that stands in the editor's order."""

    order = models.PositiveIntegerField(
        default=0, help_text="Lower numbers come first. It decides between equals."
    )

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class Retirable(models.Model):
    """Something that visits may refer to: taken out of the next revision, kept for history."""

    retired = models.BooleanField(
        default=False, help_text="Kept for the statistics, left out of the next revision."
    )

    class Meta:
        abstract = True


def probability(owner: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0, f"{field}__lte": 1}),
        name=f"{owner}_{field}_is_a_probability",
        violation_error_message=f"{_in_words(field)} must lie between 0 and 1.",
    )


def not_negative(owner: str, *fields: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__gte": 0 for field in fields}),
        name=f"{owner}_{fields[0]}_not_negative",
        violation_error_message=f"{_in_words(*fields)} cannot be below 0.",
    )


def one_of(owner: str, field: str, choices: type[models.Choices]) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": choices.values}),
        name=f"{owner}_{field}_is_known",
        violation_error_message=f"{_in_words(field)} must be one of those offered.",
    )


def not_empty(owner: str, field: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=~Q(**{field: ""}),
        name=f"{owner}_{field}_not_empty",
        violation_error_message=f"{_in_words(field)} cannot be empty.",
    )


def unique(owner: str, *fields: str) -> models.UniqueConstraint:
    """The last field may hold a value once within the others."""
    *owners, last = (field.replace("_", " ") for field in fields)
    return models.UniqueConstraint(
        fields=fields,
        name=f"{owner}_{fields[-1]}_is_unique",
        violation_error_message=f"The same {' and '.join(owners)} has this {last} already.",
    )


def _in_words(*fields: str) -> str:
    """Field names as the form's labels write them: tie_band is “Tie band”."""
    return ", ".join(field.replace("_", " ") for field in fields).capitalize()
