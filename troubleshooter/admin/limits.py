"""What a field may hold, said at the field and in its own words.

The database has the rules, and their messages name columns. Here each rule of one field becomes a
limit of the form's field; what is left, such as that a name is used once, is said beside its field.
"""

from collections.abc import Iterator

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.text import get_text_list

NUMBERS = (models.FloatField, models.PositiveBigIntegerField)
TAKEN = "Something else here has this name already. Choose another one."
# Rules that are no limits: by their name, the field that they are about, and what to do.
RULES: dict[str, tuple[str, str]] = {
    "guide_adopt_band_is_0_or_a_factor": ("adopt_band", "Write 0, or 1 or more."),
    "option_key_is_not_unsure": (
        "key",
        "“unsure” belongs to the answer that is always offered. Choose another name.",
    ),
}


def bounds(field: models.Field) -> tuple[float | None, float | None]:
    """The least and the most that the database takes. None: there is no such limit."""
    found = dict(
        _comparisons(rule.condition for rule in _checks(field.model) if rule.name not in RULES)
    )
    return found.get(f"{field.name}__gte"), found.get(f"{field.name}__lte")


def limits_for(field: models.Field) -> dict[str, object]:
    """How the form's field is limited; nothing where it holds no number."""
    least, most = bounds(field) if isinstance(field, NUMBERS) else (None, None)
    if least is None and most is None:
        return {}
    words = f"Write {least:g} or more." if most is None else f"Write {least:g} to {most:g}."
    told = {"min_value": words} | ({} if most is None else {"max_value": words})
    limits = {"min_value": least} | ({} if most is None else {"max_value": most})
    return limits | {"error_messages": told}


def _checks(model: type[models.Model]) -> Iterator[models.CheckConstraint]:
    return (rule for rule in model._meta.constraints if isinstance(rule, models.CheckConstraint))


def _comparisons(conditions: Iterator[Q]) -> Iterator[tuple[str, float]]:
    """What must hold in any case: `minutes__gte` and 0."""
    for condition in conditions:
        if condition.connector == Q.AND and not condition.negated:
            yield from (child for child in condition.children if isinstance(child, tuple))


class RuledForm(forms.ModelForm):
    """Says the rules that are no limits beside the field that breaks them."""

    def _update_errors(self, errors: ValidationError) -> None:
        """Django hands over all that the row itself found wrong, the rules among it."""
        rules = {r.get_violation_error_message(): r for r in self._meta.model._meta.constraints}
        found = errors.update_error_dict({})
        for broken in found.pop(NON_FIELD_ERRORS, []):
            name, words = self._told(rules.get(broken.message), broken)
            found.setdefault(name, []).append(words)
        super()._update_errors(ValidationError(found))

    def _told(
        self, rule: models.BaseConstraint | None, broken: ValidationError
    ) -> tuple[str, ValidationError]:
        """The field, and what to say there."""
        name, words = RULES.get(rule.name if rule else "", ("", ""))
        if isinstance(rule, models.UniqueConstraint):
            name, words = rule.fields[-1], TAKEN
        if name not in self.fields:
            return NON_FIELD_ERRORS, broken
        return name, ValidationError(words, code="rule")


class RuledFormSet(forms.BaseInlineFormSet):
    """Rows of which two say the same: it is said at the second, in the words of the page."""

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        labels = [str(self.model._meta.get_field(name).verbose_name) for name in unique_check]
        return f"Two rows have the same {get_text_list(labels, 'and')}. Take one of the two out."

    def get_form_error(self) -> str:
        return "This stands above already. Change it, or take it out."
