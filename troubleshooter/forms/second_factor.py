"""What staff type when they sign in with a second factor, or look after it."""

from django import forms

from .own_password import OwnPasswordForm

# A recovery code with its dash, and room for spaces.
LONGEST_CODE = 40
CODE = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class CodeForm(forms.Form):
    """A code from the app, or a recovery code. Whether it is right the account knows."""

    code = forms.CharField(
        max_length=LONGEST_CODE,
        widget=forms.TextInput(attrs=CODE),
        error_messages={"required": "Type the code."},
    )


class SetUpForm(OwnPasswordForm, CodeForm):
    """The first code of a new factor, and the password."""

    field_order = ["code", "password"]
