"""What the database refuses is said at the field that is wrong, and never by the name of a column."""

import math

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models as orm
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.admin.limits import NUMBERS, RULES, RuledForm, bounds, limits_for
from troubleshooter.models import Cause, Guide, Option, Platform, Question, Step

from .forms import change

FIELDS = [
    field
    for model in apps.get_app_config("troubleshooter").get_models()
    for field in model._meta.concrete_fields
    if isinstance(field, NUMBERS) and limits_for(field)
]
NAMES = [f"{field.model._meta.model_name}.{field.name}" for field in FIELDS]


def taken_by_the_form(field, number):
    try:
        field.formfield(**limits_for(field)).clean(number)
    except ValidationError:
        return False
    return True


def test_the_fields_that_editors_fill_in_are_limited():
    assert {"cause.share", "step.minutes", "step.skip", "guide.explore", "step.edition"} <= set(
        NAMES
    )
    assert bounds(Guide._meta.get_field("explore")) == (0, 0.1)
    assert bounds(Guide._meta.get_field("order")) == (None, None)
    assert bounds(Guide._meta.get_field("adopt_band")) == (None, None)


@given(number=st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from([0.0, 1.0, 0.1]))
@pytest.mark.parametrize("name", ["guide.explore", "guide.tie_band", "cause.share", "step.minutes"])
def test_the_form_takes_just_what_the_database_takes(name, number):
    field = FIELDS[NAMES.index(name)]
    least, most = bounds(field)
    by_hand = least <= number <= (math.inf if most is None else most)
    assert taken_by_the_form(field, number) == by_hand


@pytest.mark.parametrize(
    ("model", "key", "typed", "field"),
    [
        (Cause, "bulb", {"share": "12"}, "share"),
        (Cause, "bulb", {"key": "wiring"}, "key"),
        (Step, "plug-in", {"skip": "200 %"}, "skip"),
        (Step, "plug-in", {"minutes": "-1"}, "minutes"),
        (Question, "others", {"minutes": "-1"}, "minutes"),
        (Guide, "lamp", {"adopt_band": "0.5"}, "adopt_band"),
        (Guide, "lamp", {"explore": "0.2"}, "explore"),
        (Platform, "desk", {"key": "floor"}, "key"),
    ],
)
def test_it_is_said_beside_the_field(guide, admin_client, model, key, typed, field):
    row = model.objects.get(key=key)
    form = change(admin_client, row, **typed).context["adminform"].form
    assert set(form.errors) == {field}


def test_a_key_that_the_portal_has_itself_is_said_beside_the_field(guide, admin_client):
    option = Option.objects.filter(key="yes").first()
    form = change(admin_client, option, key="unsure").context["adminform"].form
    assert set(form.errors) == {"key"}


def test_a_cause_that_stands_twice_is_said_at_the_second(guide, admin_client):
    step = Step.objects.get(key="plug-in")
    effect = step.effects.first()
    typed = {
        "effects-TOTAL_FORMS": "3",
        "effects-2-id": "",
        "effects-2-step": str(step.pk),
        "effects-2-cause": str(effect.cause_id),
        "effects-2-probability": "0.5",
    }
    page = change(admin_client, step, **typed)
    formset = page.context["inline_admin_formsets"][0].formset
    assert [bool(errors) for errors in formset.errors].count(True) == 1
    assert len(formset.non_form_errors()) == 1


def test_every_rule_that_has_words_of_its_own_is_a_rule():
    rules = {r.name for m in apps.get_models() for r in m._meta.constraints}
    assert set(RULES) <= rules


def test_no_form_of_an_editor_says_the_message_of_the_database():
    """Each rule is a limit, has words of its own, is about a choice, or cannot be broken here."""
    assert issubclass(RuledForm, forms.ModelForm)
    left = {
        rule.name
        for model in (Cause, Guide, Option, Platform, Question, Step)
        for rule in model._meta.constraints
        if isinstance(rule, orm.CheckConstraint)
        and rule.name not in RULES
        and not any(limits_for(f) for f in model._meta.fields if f.name in _named_by(rule))
    }
    assert left == {
        "guide_live_revision_has_parameters",
        "step_disruption_is_1_to_5",
        *(f"{name}_key_not_empty" for name in ("cause", "guide", "option", "platform")),
        *("question_key_not_empty", "step_key_not_empty"),
        *("step_kind_is_known", "step_interrupts_is_known", "step_pinned_is_known"),
    }


def _named_by(rule):
    return {
        child[0].split("__")[0] for child in rule.condition.children if isinstance(child, tuple)
    }
