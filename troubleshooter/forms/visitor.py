"""What a visitor may send. Each form checks the shape; the service checks it against the guide."""

from django import forms
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


class AnswerForm(forms.Form):
    option = forms.CharField(
        max_length=KEY_LENGTH,
        error_messages={"required": _("Choose one answer. “Not sure” is fine.")},
    )


class StepForm(forms.Form):
    confirm = forms.BooleanField(required=False)
    result = forms.CharField(required=False, max_length=KEY_LENGTH)

    def clean(self) -> dict[str, object]:
        said = super().clean()
        if not said.get("confirm") and not said.get("result"):
            self.add_error("result", _("Choose what happened."))
        return said
