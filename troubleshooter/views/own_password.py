"""Whether a typed password is theirs who are signed in. A guess counts as at the way in."""

from django.contrib.auth import authenticate
from django.http import HttpRequest

from troubleshooter.forms.own_password import OwnPasswordForm

WRONG_PASSWORD = "This is not your password."  # noqa: S105


def is_theirs(request: HttpRequest, form: OwnPasswordForm) -> bool:
    """Else that is said in the form, which must be valid."""
    name, password = request.user.get_username(), form.cleaned_data["password"]
    if authenticate(request, username=name, password=password) == request.user:
        return True
    form.add_error("password", WRONG_PASSWORD)
    return False
