"""Which language a page speaks, and how a visitor chooses another."""

import pytest
from django.test import Client

PLACE = "/guides/lamp/questions/flicker/"


def language_of(answer):
    html = answer.content.decode()
    return html.split('<html lang="')[1].split('"')[0]


def choose(client, code, **sent):
    return client.post("/language/", {"language": code, "next": PLACE, **sent})


def test_a_choice_leads_back_and_holds(visitor):
    answer = choose(visitor, "de")
    assert (answer.status_code, answer["Location"]) == (302, PLACE)
    kept = answer.cookies["language"]
    assert (kept.value, kept["httponly"], kept["samesite"]) == ("de", True, "Lax")
    assert language_of(visitor.get(PLACE)) == "de"
    assert language_of(visitor.get("/")) == "de"


def test_the_visit_goes_the_same_way(visitor):
    before = visitor.get("/guides/lamp/next/")["Location"]
    choose(visitor, "ar")
    assert visitor.get("/guides/lamp/next/")["Location"] == before


def test_each_page_leads_to_the_choice_with_its_own_address(visitor):
    assert (
        "/language/?next=%2Fguides%2Flamp%2Fquestions%2Fflicker%2F"
        in visitor.get(PLACE).content.decode()
    )


def test_the_secret_of_a_link_is_not_carried_along(db, client):
    html = client.get("/go-on/abcdefghijklmnopqrstuv/").content.decode()
    assert "/language/?" in html
    assert "abcdefghijklmnopqrstuv" not in html.split("/language/?")[1].split('"')[0]


@pytest.mark.parametrize("next", ["https://evil.example/", "//evil.example/", "", "javascript:1"])
def test_another_site_is_not_followed(db, client, next):
    assert choose(client, "de", next=next)["Location"] == "/"


@pytest.mark.parametrize("code", ["", "xx", "de-AT"])
def test_a_language_that_there_is_not_is_refused(db, client, code):
    answer = choose(client, code)
    assert answer.status_code == 200
    assert "language" not in answer.cookies
    assert f'value="{PLACE}"' in answer.content.decode()


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("de-AT,de;q=0.9", "de"), ("ar", "ar"), ("fr,en;q=0.5", "en"), ("fr", "en"), ("", "en")],
)
def test_without_a_choice_the_browser_is_asked(db, asked, spoken):
    answer = Client(headers={"accept-language": asked}).get("/")
    assert language_of(answer) == spoken
    assert answer["Content-Language"] == spoken
    assert "Accept-Language" in answer["Vary"]


def test_arabic_runs_from_right_to_left(db):
    for code, leftward in (("ar", True), ("de", False)):
        html = Client(headers={"accept-language": code}).get("/").content.decode()
        assert ('<html lang="ar" dir="rtl">' in html) is leftward


@pytest.mark.parametrize("path", ["/admin/login/", "/insights/login/"])
def test_pages_for_staff_are_in_english_and_lead_to_no_other(db, path):
    client = Client(headers={"accept-language": "de"})
    choose(client, "de")
    answer = client.get(path)
    assert "/language/" not in answer.content.decode()
    assert answer["Content-Language"] == "en"


def test_a_guides_own_words_are_marked(lamp):
    html = Client(headers={"accept-language": "ar"}).get("/guides/lamp/").content.decode()
    title = lamp.published.content.title
    assert f'<h1 tabindex="-1"><span lang="en" dir="ltr">{title}</span></h1>' in html
    assert (
        "lang="
        not in Client().get("/guides/lamp/").content.decode().split("<main")[1].split("</main>")[0]
    )
