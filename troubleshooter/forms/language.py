"""The language that a visitor wants pages in."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        error_messages={
            "required": _("Choose one of the languages listed here."),
            "invalid_choice": _("Choose one of the languages listed here."),
        },
    )
