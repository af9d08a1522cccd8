"""The least that one answer can cost in Django: a view with CSRF, a cookie, two selects, one insert,
one update, and a template."""

import secrets

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .models import Said, Walk

OPTIONS = ("yes", "no", "sometimes", "once", "unsure")


def floor(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return _answered(request, request.COOKIES["walk"], request.POST["option"])
    token = secrets.token_urlsafe(32)
    Walk.objects.create(token=token)
    response = render(request, "rivals/floor.html", {"options": OPTIONS, "said": []})
    response.set_cookie("walk", token, httponly=True, samesite="Lax")
    return response


@transaction.atomic
def _answered(request: HttpRequest, token: str, option: str) -> HttpResponse:
    walk = Walk.objects.select_for_update().get(token=token)
    said = list(walk.said.order_by("sequence"))
    walk.last += 1
    said.append(Said.objects.create(walk=walk, sequence=walk.last, option=option))
    walk.save(update_fields=["last", "changed_at"])
    return render(request, "rivals/floor.html", {"options": OPTIONS, "said": said})


def signed_in(request: HttpRequest) -> HttpResponse:
    """The floor with a database session for its cookie, as most sites of Django have it."""
    if request.method != "POST":
        response = floor(request)
        request.session["walk"] = response.cookies["walk"].value
        return response
    return _answered(request, request.session["walk"], request.POST["option"])
