from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from troubleshooter.models import Pinned, Step, StepEffect, StepFact, StepPath, StepRequirement

from .base import ContentAdmin, ContentInline
from .limits import RuledForm
from .pictures import StepPictureInline


class StepEffectInline(ContentInline):
    model = StepEffect
    verbose_name = "cause"
    verbose_name_plural = "causes that it clears, and how often, done properly"
    fields = ("cause", "probability")
    named_with = ("step", "cause")


class RequirementForm(RuledForm):
    """Says what the database's rule says: an inline leaves its parent out when it checks rules."""

    class Meta:
        model = StepRequirement
        fields = ["order", "required"]

    def clean_required(self) -> Step:
        required = self.cleaned_data["required"]
        if required.pk == self.instance.step_id:
            raise ValidationError("A step cannot require itself.")
        return required


class StepRequirementInline(ContentInline):
    model = StepRequirement
    form = RequirementForm
    fk_name = "step"
    verbose_name = "step"
    verbose_name_plural = "steps that must come before it; visitors may decline them"
    fields = ("order", "required")
    named_with = ("required",)


class StepPathInline(ContentInline):
    model = StepPath
    verbose_name = "settings path"
    verbose_name_plural = "settings paths shown with this step"
    fields = ("order", "path")
    named_with = ("path",)


class StepFactInline(ContentInline):
    model = StepFact
    verbose_name = "fact"
    verbose_name_plural = "facts linked from this step"
    fields = ("order", "fact")
    named_with = ("fact",)


# What the levels mean, to choose from.
LEVELS = (
    ("", "choose"),
    (1, "1: only looks"),
    (2, "2: a small change"),
    (3, "3: settings are lost"),
    (4, "4: heavy; visitors confirm first"),
    (5, "5: days of tidying; visitors confirm first"),
)


PLACES = ((Pinned.NONE, "where it helps most: the portal decides"), (Pinned.FIRST, "always first"))


@admin.register(Step)
class StepAdmin(ContentAdmin):
    list_display = (
        "title",
        "guide",
        "kind",
        "minutes",
        "disruption",
        "irreversible",
        "pinned",
        "retired",
    )
    list_filter = ("guide", "retired", "kind", "disruption", "irreversible", "pinned")
    search_fields = ("title", "key", "instructions", "how_to_know", "at_risk")
    line_fields = ("before", "sources")
    short_texts = ("at_risk",)
    fieldsets = [
        (None, {"fields": ["guide", "title", "kind"]}),
        ("What it says", {"fields": ["instructions", "before", "how_to_know"]}),
        ("What it costs", {"fields": ["minutes", "wait_minutes", "disruption", "other_device"]}),
        ("What is at risk", {"fields": ["irreversible", "at_risk", "interrupts"]}),
        ("When it is offered", {"fields": ["skip", "pinned"]}),
        ("How it is tested", {"classes": ["collapse"], "fields": ["check_minutes", "test"]}),
        (
            "Where it was read, and when to read it again",
            {"classes": ["collapse"], "fields": ["sources", "edition", "review_by"]},
        ),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [
        StepEffectInline,
        StepRequirementInline,
        StepPathInline,
        StepPictureInline,
        StepFactInline,
    ]

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: object
    ) -> forms.Field | None:
        if db_field.name == "pinned":
            kwargs["choices"] = PLACES
        if db_field.name != "disruption":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        help_text = "What it does to a person’s day. The more, the later it is offered."
        return forms.TypedChoiceField(coerce=int, choices=LEVELS, help_text=help_text)
