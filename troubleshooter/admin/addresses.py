"""Addresses as editors write them: what is plainly meant is completed, the rest is refused."""

import re

from django import forms
from django.core.exceptions import ValidationError

MAIL = re.compile(r"[^\s@:/?#]+@[^\s@:/?#]+\.[^\s@:/?#]+")
HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(?:[:/?#]\S*)?", re.IGNORECASE)
WHOLE = re.compile(r"https?://[^\s/?#]+\S*|mailto:[^\s@]+@\S+", re.IGNORECASE)
ASKED = "Write a web address, such as https://example.org/help"
OR_MAIL = ", or a mail address, such as help@example.org"


class AddressField(forms.CharField):
    """A web address or, with `mail`, a mail address. What is kept is whole, with its scheme."""

    def __init__(self, *, mail: bool = False, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.mail = mail

    def clean(self, value: object) -> str:
        text = super().clean(value)
        if self.mail and MAIL.fullmatch(text):
            return f"mailto:{text}"
        if HOST.fullmatch(text):
            return f"https://{text}"
        is_mail = text.casefold().startswith("mailto:")
        if text and (not WHOLE.fullmatch(text) or is_mail > self.mail):
            raise ValidationError(f"{ASKED}{OR_MAIL if self.mail else ''}.", code="address")
        return text
