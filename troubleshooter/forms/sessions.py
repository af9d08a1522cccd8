"""What staff send to end sessions of theirs."""

from django import forms


class EndForm(forms.Form):
    """Which sessions, by their names, and the password: a browser that somebody left open is not
    enough."""

    session = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose at least one.",
            "invalid_choice": "One of these has ended already. Look at the list again.",
        }
    )
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Type your password."},
    )

    def __init__(self, names: list[str], data: object = None) -> None:
        super().__init__(data)
        self.fields["session"].choices = [(name, name) for name in names]
