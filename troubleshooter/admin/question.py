from django.contrib import admin

from troubleshooter.models import Likelihood, Option, Question, QuestionFact, QuestionPath

from .base import ContentAdmin, ContentInline


class OptionInline(ContentInline):
    """The answers. What each says about the causes is on the answer's own page (“Change”)."""

    model = Option
    verbose_name = "answer"
    verbose_name_plural = "answers (“Change” leads to how each speaks for or against a cause)"
    fields = ("order", "label", "key", "usual", "retired")
    needs_guide = False
    named_with = ("question",)
    show_change_link = True


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
    list_display = ("text", "order", "key", "guide", "minutes", "unsure", "gate", "retired")
    list_filter = ("guide", "retired", "gate")
    search_fields = ("text", "key", "help")
    key_from = "text"
    fieldsets = [
        (None, {"fields": ["guide", "order", "text", "key", "retired"]}),
        ("What visitors read", {"fields": ["help"]}),
        ("When it is asked", {"fields": ["gate", "minutes", "unsure"]}),
    ]
    inlines = [OptionInline, QuestionPathInline, QuestionFactInline]


@admin.register(Option)
class OptionAdmin(ContentAdmin):
    belongs_to = "question"
    list_display = ("label", "order", "key", "question", "guide", "usual", "retired")
    list_filter = ("question__guide", "retired")
    list_select_related = ("question__guide",)
    search_fields = ("label", "key", "question__text", "question__key")
    ordering = ("question__guide__order", "question__guide", "question__order", "question", "order")
    key_from = "label"
    fields = ["question", "order", "label", "key", "usual", "retired"]
    inlines = [LikelihoodInline]

    @admin.display(ordering="question__guide")
    def guide(self, option: Option) -> str:
        return str(option.question.guide)
