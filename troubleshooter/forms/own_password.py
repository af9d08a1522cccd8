"""The password of whoever is signed in: a browser that somebody left open is not enough."""

from django import forms


class OwnPasswordForm(forms.Form):
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Type your password."},
    )
