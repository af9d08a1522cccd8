"""What an editor says of paths that were to verify."""

from django import forms
from django.core.exceptions import ValidationError

from troubleshooter.content.rules import NoScript
from troubleshooter.models import Confidence

from ..texts import LinesField, textarea

SAID = {
    Confidence.CONFIRMED: "I saw it on a device, or on the maker’s own page",
    Confidence.REPORTED: "Others say so",
    Confidence.UNVERIFIED: "I am not sure yet. Visitors read that a name may differ",
}


def no_script(value: str) -> None:
    if fault := NoScript().fault(value):
        raise ValidationError(fault.message)


class ConfirmForm(forms.Form):
    """The ticked entries are as they are written. One source for all of them."""

    entries = forms.MultipleChoiceField(
        error_messages={
            "required": "Tick the paths that you saw.",
            "invalid_choice": "A path was changed meanwhile. Tick what you saw again.",
        }
    )
    source = forms.CharField(
        label="Where you saw it",
        max_length=300,
        validators=[no_script],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text="The device and its exact version, or the address of the maker’s page.",
        error_messages={"required": "Say where you saw it."},
    )

    def __init__(self, names: list[str], *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entries"].choices = [(name, name) for name in names]


class CorrectForm(forms.Form):
    """One entry, as the device writes it now."""

    segments = LinesField(
        label="What to tap",
        widget=textarea(5),
        help_text="One label on each line, exactly as the device writes it.",
        error_messages={"required": "Write what to tap, one label on each line."},
    )
    confidence = forms.ChoiceField(
        label="How sure it is",
        choices=[(each.value, words) for each, words in SAID.items()],
        help_text="The day is today’s.",
    )
    source = forms.CharField(
        label="Where it was seen or read",
        max_length=300,
        required=False,
        validators=[no_script],
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
