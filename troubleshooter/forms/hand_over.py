"""What a visitor may write for support."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from troubleshooter.content.schema import HandoffItemContent

from .card_numbers import holds_card_number

LONGEST_HANDOFF_TEXT = 2000


class HandoffForm(forms.Form):
    """One field for each thing that support will ask."""

    def __init__(
        self, items: tuple[HandoffItemContent, ...], *args: object, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[item.key] = forms.CharField(
                label=item.label,
                required=False,
                max_length=LONGEST_HANDOFF_TEXT,
                validators=[refuse_card_number],
                error_messages={
                    "max_length": _(
                        "Keep this under %(most)s letters, please. Nothing you wrote was lost."
                    )
                    % {"most": LONGEST_HANDOFF_TEXT}
                },
                widget=forms.Textarea(
                    attrs={"rows": 1 if item.kind == "version" else 2, "dir": "auto"}
                ),
            )


def refuse_card_number(text: str) -> None:
    """Support never needs one, and we do not want to keep one."""
    if holds_card_number(text):
        words = gettext_lazy(
            "This looks like a card number. Please take it out: support never needs it. "
            "All else you wrote is still here."
        )
        raise ValidationError(words, code="card_number")
