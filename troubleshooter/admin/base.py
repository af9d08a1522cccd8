"""What the pages of admin share: texts, choices from one guide only, and read-only records."""

import json
from functools import partial

from django import forms
from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import models
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.text import capfirst

from troubleshooter.models.base import KeyField

from .chances import CHANCES, ChanceField
from .collisions import StopsCollisions
from .history import trail_context
from .labels import words_for
from .leading_back import LeadsBack
from .leaving import LooksAhead, RetiresWhatVisitsReferTo, RetiringFormSet
from .limits import RuledForm, RuledFormSet, limits_for
from .naming import KeyedForm, NamesItself, NamingFormSet
from .scope import known_guide, read_once, rows_of
from .slips import MendsSlips
from .texts import LinesField, ProseField, WideTextInput, textarea
from .uses_shown import ShowsUses

TEXTS = {models.TextField: {"form_class": ProseField, "widget": textarea(8)}}
LONG_LINES = {
    models.CharField: {"widget": WideTextInput()},
    KeyField: {"widget": AdminTextInputWidget()},
}
CHOOSE_GUIDE_FIRST = "Choose the guide and save. What hangs on the guide is asked after that."


class ForOneGuide:
    """Offers, wherever a row is chosen, the rows of the guide that the form is about."""

    line_fields: tuple[str, ...] = ()
    short_texts: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self,
        db_field: models.Field,
        request: HttpRequest,
        *,
        guide: int | None = None,
        **kwargs: object,
    ) -> forms.Field | None:
        if db_field.name in self.line_fields:
            kwargs |= {"form_class": LinesField, "widget": textarea(4)}
        elif db_field.name in self.short_texts:
            kwargs |= {"form_class": ProseField, "widget": textarea(2)}
        elif db_field.name in CHANCES:
            kwargs["form_class"] = ChanceField
        kwargs = words_for(db_field) | limits_for(db_field) | kwargs
        if guide is not None and isinstance(db_field, models.ForeignKey):
            kwargs["queryset"] = rows_of(db_field.related_model, guide)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(field, forms.ModelChoiceField):
            read_once(field)
            # A row made or deleted from here would stand outside the order of work.
            field.widget.can_add_related = field.widget.can_delete_related = False
            # To look at it and to change it are one page.
            field.widget.can_view_related = False
        return field


class NamesItsList:
    """Says what the list holds; Django says “Select … to change”."""

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        title = capfirst(str(self.opts.verbose_name_plural))
        return super().changelist_view(request, {"title": title, **(extra_context or {})})


class ContentAdmin(
    LooksAhead,
    NamesItsList,
    MendsSlips,
    StopsCollisions,
    LeadsBack,
    ShowsUses,
    RetiresWhatVisitsReferTo,
    NamesItself,
    ForOneGuide,
    admin.ModelAdmin,
):
    """The page of one piece of a guide. Which piece of which guide it is never changes."""

    belongs_to = "guide"
    form = KeyedForm
    formfield_overrides = {**TEXTS, **LONG_LINES}
    list_select_related = ("guide",)
    ordering = ("guide__order", "guide", "order", "pk")
    view_on_site = False
    object_history_template = "admin/troubleshooter/content_history.html"

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        row = self.get_object(request, unquote(object_id))
        context = {} if row is None else trail_context(row, known_guide(request, row))
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def get_form(
        self,
        request: HttpRequest,
        obj: models.Model | None = None,
        change: bool = False,
        **kwargs: object,
    ) -> type[forms.ModelForm]:
        guide = known_guide(request, obj)
        kwargs["formfield_callback"] = partial(
            self.formfield_for_dbfield, request=request, guide=guide
        )
        form = super().get_form(request, obj, change, **kwargs)
        owner = form.base_fields.get(self.belongs_to)
        if owner and obj is not None:
            # Not a read-only field: the form would then leave the owner out when it checks that
            # a key is used once only.
            owner.disabled = True
        if owner and guide is not None and (obj is not None or self.belongs_to == "guide"):
            # The way above the form says which guide it is.
            owner.widget = forms.HiddenInput()
        return form

    def get_inlines(
        self, request: HttpRequest, obj: models.Model | None
    ) -> list[type[admin.options.InlineModelAdmin]]:
        """Until the guide is known, nothing is asked that must belong to it."""
        known = known_guide(request, obj) is not None
        return [inline for inline in self.inlines if known or not inline.needs_guide]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        unknown = self.belongs_to and known_guide(request, None) is None
        held_back = unknown and any(inline.needs_guide for inline in self.inlines)
        words = {"subtitle": CHOOSE_GUIDE_FIRST} if held_back else {}
        return super().add_view(request, form_url, {**words, **(extra_context or {})})


class PartFormSet(RuledFormSet, NamingFormSet, RetiringFormSet):
    """Rows edited on another row's page."""


class TableFormSet(PartFormSet):
    """Rows of a table, where no label stands beside a field. Those who hear the page need one."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", field.label or pretty_name(name))


class ContentInline(ForOneGuide, admin.TabularInline):
    """Rows edited on the page of what they belong to."""

    form = RuledForm
    formset = TableFormSet
    template = "admin/troubleshooter/_rows.html"
    formfield_overrides = {**TEXTS, KeyField: {"widget": forms.TextInput(attrs={"size": 16})}}
    extra = 1  # one more can be written without JavaScript too
    needs_guide = True
    named_with: tuple[str, ...] = ()

    def get_formset(
        self, request: HttpRequest, obj: models.Model | None = None, **kwargs: object
    ) -> type[forms.BaseInlineFormSet]:
        guide = known_guide(request, obj)
        kwargs["formfield_callback"] = partial(
            self.formfield_for_dbfield, request=request, guide=guide
        )
        return super().get_formset(request, obj, **kwargs)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        rows = super().get_queryset(request)
        return rows.select_related(*self.named_with) if self.named_with else rows


class StackedContentInline(ContentInline):
    """For rows with more fields than fit beside each other."""

    formset = PartFormSet
    template = admin.StackedInline.template
    formfield_overrides = {**TEXTS, **LONG_LINES}


class Unchangeable:
    """What happened, or was published, can be looked at. Nobody can change it here."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False


class RecordAdmin(Unchangeable, NamesItsList, admin.ModelAdmin):
    view_on_site = False


def laid_out(content: object) -> str:
    return format_html(
        '<pre tabindex="0">{}</pre>', json.dumps(content, indent=2, ensure_ascii=False)
    )
