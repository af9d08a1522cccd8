"""What staff send to end sessions of theirs."""

from django import forms

from .own_password import OwnPasswordForm


class EndForm(OwnPasswordForm):
    """Which sessions, by their names, and the password."""

    session = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose at least one.",
            "invalid_choice": "One of these has ended already. Look at the list again.",
        }
    )
    field_order = ["session", "password"]

    def __init__(self, names: list[str], data: object = None) -> None:
        super().__init__(data)
        self.fields["session"].choices = [(name, name) for name in names]
