from django import forms
from django.contrib import admin
from django.http import HttpRequest

from troubleshooter.models import Likelihood, Option, Question, QuestionFact, QuestionPath

from .base import ContentAdmin, ContentInline, TableFormSet

FEWEST_ANSWERS = 2
ALL = 1 - 1e-6  # numbers that are rounded may fall short of 1 by this much
NOTHING_LEFT = (
    "The other answers leave nothing for this one. Say how often it is given, and lower the "
    "others. Or empty all of them: they then share equally."
)


class AnswersFormSet(TableFormSet):
    """Answers without a number share what the others leave, so that all together make 1."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        form.fields["usual"].required = False

    def clean(self) -> None:
        super().clean()
        asked = [form for form in self.forms if self._counts(form)]
        without = [form for form in asked if form.cleaned_data.get("usual") is None]
        given = sum(form.cleaned_data.get("usual") or 0 for form in asked)
        for form in without:
            if given >= ALL:
                form.add_error("usual", NOTHING_LEFT)
            form.instance.usual = max(0.0, 1 - given) / len(without)

    def _counts(self, form: forms.ModelForm) -> bool:
        there = form.instance.pk or form.has_changed()
        return bool(there) and form.is_valid() and not self._should_delete_form(form)


class OptionInline(ContentInline):
    """The answers. What each says about the causes is on the answer's own page (“Change”)."""

    model = Option
    formset = AnswersFormSet
    verbose_name = "answer"
    verbose_name_plural = "answers: two to six"
    fields = ("order", "label", "usual", "retired")
    needs_guide = False
    named_with = ("question",)
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[str, ...]:
        return self.fields if obj else ("label", "usual")

    def get_extra(self, request: HttpRequest, obj: Question | None = None, **kwargs: object) -> int:
        return self.extra if obj else FEWEST_ANSWERS


class QuestionPathInline(ContentInline):
    model = QuestionPath
    verbose_name = "settings path"
    verbose_name_plural = "settings paths shown with this question"
    fields = ("order", "path")
    named_with = ("path",)


class QuestionFactInline(ContentInline):
    model = QuestionFact
    verbose_name = "fact"
    verbose_name_plural = "facts linked from this question"
    fields = ("order", "fact")
    named_with = ("fact",)


class LikelihoodInline(ContentInline):
    model = Likelihood
    verbose_name = "cause"
    verbose_name_plural = "how often people give this answer when the cause holds"
    fields = ("cause", "probability")
    named_with = ("option__question", "cause")


@admin.register(Question)
class QuestionAdmin(ContentAdmin):
    list_display = ("text", "guide", "minutes", "unsure", "gate", "retired")
    list_filter = ("guide", "retired", "gate")
    search_fields = ("text", "key", "help")
    fieldsets = [
        (None, {"fields": ["guide", "text", "help"]}),
        ("When it is asked", {"fields": ["gate", "minutes", "unsure"]}),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [OptionInline, QuestionPathInline, QuestionFactInline]


@admin.register(Option)
class OptionAdmin(ContentAdmin):
    belongs_to = "question"
    list_display = ("label", "question", "guide", "usual", "retired")
    list_filter = ("question__guide", "retired")
    list_select_related = ("question__guide",)
    search_fields = ("label", "key", "question__text", "question__key")
    ordering = ("question__guide__order", "question__guide", "question__order", "question", "order")
    fieldsets = [
        (None, {"fields": ["question", "label", "usual"]}),
        ("Take it out", {"fields": ["retired"]}),
    ]
    inlines = [LikelihoodInline]

    @admin.display(ordering="question__guide")
    def guide(self, option: Option) -> str:
        return str(option.question.guide)
