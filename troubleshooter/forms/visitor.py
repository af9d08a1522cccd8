"""What a visitor may send. Each form checks the shape; the service checks it against the guide."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from troubleshooter.content.schema import GuideContent
from troubleshooter.models.base import KEY_LENGTH


class StartForm(forms.Form):
    platform = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Choose one of the devices listed here.")},
    )
    version = forms.CharField(required=False, max_length=KEY_LENGTH)
    message = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Choose one of the messages listed here.")},
    )

    def __init__(self, content: GuideContent, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.content = content
        self.fields["platform"].choices = [(p.key, p.name) for p in content.platforms]
        self.fields["message"].choices = [(m.key, m.text) for m in content.messages]

    def clean(self) -> dict[str, str]:
        chosen = super().clean()
        platform, version = chosen.get("platform", ""), chosen.get("version", "")
        if version and not any(
            version in known.versions
            for known in self.content.platforms
            if platform in ("", known.key)
        ):
            self.add_error(
                "version", _("This device has no such version. Choose another, or Not sure.")
            )
        return chosen


class PickForm(forms.Form):
    """The key of a message; empty: none, it is taken back."""

    message = forms.CharField(required=False, max_length=KEY_LENGTH)


class SentForm:
    """What was sent, checked by fields of Django's forms, for pages that draw their own form. A
    whole form of Django's copies its fields for each request, which takes most of its time."""

    fields: ClassVar[Mapping[str, forms.Field]]

    def __init__(self, sent: Mapping[str, str]) -> None:
        self.cleaned_data: dict[str, Any] = {}
        self.errors: dict[str, list[str]] = {}
        for name, field in self.fields.items():
            try:
                self.cleaned_data[name] = field.clean(sent.get(name))
            except ValidationError as error:
                self.errors[name] = error.messages

    def is_valid(self) -> bool:
        return not self.errors

    def add_error(self, name: str, words: str) -> None:
        self.errors.setdefault(name, []).append(words)


class AnswerForm(SentForm):
    fields: ClassVar[Mapping[str, forms.Field]] = {
        "option": forms.CharField(
            max_length=KEY_LENGTH,
            error_messages={"required": _("Choose one answer. “Not sure” is fine.")},
        )
    }


class StepForm(SentForm):
    fields: ClassVar[Mapping[str, forms.Field]] = {
        "confirm": forms.BooleanField(required=False),
        "result": forms.CharField(required=False, max_length=KEY_LENGTH),
    }

    def __init__(self, sent: Mapping[str, str]) -> None:
        super().__init__(sent)
        if self.is_valid() and not any(self.cleaned_data.values()):
            self.add_error("result", gettext("Choose what happened."))
