"""The page that tells staff where they are signed in, and ends it there."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from troubleshooter.accounts.sessions import end_sessions, name_of, sessions_of
from troubleshooter.forms.sessions import EndForm

from .own_password import is_theirs


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """All sessions of the account; those that are chosen are ended."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("admin:login"))
    known, own = sessions_of(request.user), name_of(request.session.session_key)
    form = EndForm([one.name for one in known], request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and is_theirs(request, form):
        ended = end_sessions(request.user, form.cleaned_data["session"])
        if own in form.cleaned_data["session"]:
            logout(request)  # else this request would write into a session that is no more
        messages.success(request, f"{ended} session{'s' if ended != 1 else ''} ended.")
        return redirect("sessions")
    chosen = form.data.getlist("session") if form.is_bound else []
    context = {"form": form, "known": known, "own": own, "chosen": chosen}
    return render(request, "staff/sessions.html", context)
