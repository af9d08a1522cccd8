"""What the other device sends to go on with a visit: the code, or the secret of the link."""

from django import forms
from django.utils.translation import gettext_lazy as _

from troubleshooter.visits.codes import LENGTH, code_in

LONGEST = 100


class GoOnForm(forms.Form):
    """Either field will do. Of a link nothing is typed, so the secret goes first."""

    secret = forms.CharField(required=False, max_length=LONGEST)
    code = forms.CharField(
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _("A code is much shorter than that.")},
    )

    def clean(self) -> dict[str, str]:
        """Leaves the code as it was issued."""
        sent = super().clean()
        if sent.get("secret") or "code" in self.errors:
            return sent
        code = code_in(sent.get("code", ""))
        if code is None:
            words = _("A code has %(length)d letters and digits. Look at the other device again.")
            self.add_error("code", words % {"length": LENGTH})
        return {**sent, "code": code or ""}
