"""Support leads see the statistics, others do not; nobody needs admin for it."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.journeys.walking import HTMX
from troubleshooter import urls

SECRET = "a long enough secret"
PAGES = [
    f"/{p.pattern}"
    for p in urls.urlpatterns
    if str(p.pattern).startswith("insights/")
    and "<" not in str(p.pattern)
    and p.name not in ("insights-sign-in", "insights-sign-out")
]


def someone(**rights):
    return get_user_model().objects.create_user("someone", password=SECRET, **rights)


def test_there_are_pages_to_look_at():
    assert "/insights/" in PAGES


@pytest.mark.parametrize("where", PAGES)
def test_a_stranger_is_asked_to_sign_in_and_comes_back(where, lamp, client):
    answer = client.get(f"{where}?guide=lamp")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/insights/login/")
    whole = client.get(f"{where}?guide=lamp", headers=HTMX)
    assert whole["HX-Redirect"].startswith("/insights/login/?next=/insights/")


@pytest.mark.parametrize("where", PAGES)
@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_an_account_without_the_right_is_refused(where, rights, lamp, client):
    client.force_login(someone(**rights))
    answer = client.get(where)
    assert answer.status_code == 403
    assert b'id="insights"' not in answer.content
    assert b"/insights/logout/" in answer.content


@pytest.mark.parametrize("where", PAGES)
def test_a_lead_gets_the_page_and_nobody_keeps_it(where, lamp, lead):
    answer = lead.get(where)
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert lead.post(where).status_code == 405


def test_a_lead_who_is_not_staff_signs_in_and_out(lead, lamp):
    lead.logout()
    came = lead.post(
        "/insights/login/",
        {"username": "lea", "password": SECRET, "next": "/insights/?guide=lamp"},
        follow=True,
    )
    assert came.redirect_chain == [("/insights/?guide=lamp", 302)]
    assert came.status_code == 200
    assert lead.get("/insights/logout/").status_code == 405
    assert lead.post("/insights/logout/")["Location"] == "/insights/login/"
    assert lead.get("/insights/").status_code == 302


def test_a_wrong_password_and_a_foreign_way_back_are_refused(lead, lamp):
    lead.logout()
    wrong = lead.post("/insights/login/", {"username": "lea", "password": "no"})
    assert wrong.status_code == 200
    assert b'role="alert"' in wrong.content
    right = {"username": "lea", "password": SECRET, "next": "https://example.org/"}
    assert lead.post("/insights/login/", right)["Location"] == "/insights/"


def test_signing_in_needs_the_token_against_forged_posts(lead):
    strict = Client(enforce_csrf_checks=True)
    assert (
        strict.post("/insights/login/", {"username": "lea", "password": SECRET}).status_code == 403
    )


def test_without_a_guide_the_page_says_what_is_to_be_done(lead):
    answer = lead.get("/insights/")
    assert answer.status_code == 200
    assert b'id="no-guide"' in answer.content
