"""How things stood when an editor opened a page, as short digests that travel in its form."""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2s

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.models import BaseInlineFormSet, InlineForeignKeyField

# The name of a form's hidden field. Digests tell apart, they keep no secret.
OPENED = "_opened"
DIGEST_BYTES = 5

State = Mapping[str, str]


def canonical(field: forms.Field, value: object) -> str:
    """The same words for the same value, whether it comes from the database or from a browser."""
    if isinstance(field, forms.ModelChoiceField):
        return "" if value in (None, "") else str(getattr(value, "pk", value))
    try:
        value = field.to_python(field.prepare_value(value))
    except ValidationError:
        return str(value)
    return "" if value is None else str(value)


def digest(text: str) -> str:
    return blake2s(text.encode(), digest_size=DIGEST_BYTES).hexdigest()


def compared(form: forms.BaseForm) -> Iterator[tuple[str, forms.Field]]:
    """The fields that can be compared: a file is not sent back, an owner never changes."""
    for name, field in form.fields.items():
        fixed = isinstance(field, forms.FileField | InlineForeignKeyField) or field.disabled
        if not fixed and name not in (getattr(form, "_pk_name", "id"), "DELETE", "ORDER"):
            yield name, field


def stored(form: forms.BaseForm, name: str) -> str:
    """What the database holds of a field, in canonical words."""
    field = form.fields[name]
    return canonical(field, form.get_initial_for_field(field, name))


def state_of(form: forms.BaseForm, formsets: Iterable[BaseInlineFormSet]) -> dict[str, str]:
    """A page as its rows are in the database: a digest for each field and for each inline row."""
    state = {name: digest(stored(form, name)) for name, _ in compared(form)}
    for formset in formsets:
        for row in formset.initial_forms:
            place = place_of(formset, row.instance)
            state[place] = digest(unseen(row))
            state |= {f"{place}.{name}": digest(stored(row, name)) for name, _ in compared(row)}
    return state


def place_of(formset: BaseInlineFormSet, row: Model) -> str:
    return f"{formset.prefix}.{row.pk}"


def unseen(form: forms.ModelForm) -> str:
    """What a row refers to beside its fields, such as the picture whose file was uploaded."""
    keys = (f.attname for f in form.instance._meta.concrete_fields if f.is_relation)
    names = {name for name, _ in compared(form)}
    return " ".join(
        str(getattr(form.instance, key)) for key in keys if key.removesuffix("_id") not in names
    )


def written(state: State) -> str:
    return json.dumps(state, separators=(",", ":"))


def read(text: str | None) -> State | None:
    """None where nothing readable was sent: then nobody knows how things stood."""
    try:
        state = json.loads(text or "")
    except ValueError:
        return None
    fine = isinstance(state, dict) and all(isinstance(v, str) for v in state.values())
    return state if fine else None
