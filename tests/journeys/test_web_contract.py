"""The addresses, fields and hooks that other people's tools hang on (docs/web-contract.md)."""

import re

import pytest
from django.test import Client

from troubleshooter.models import Event, Guide, Visit

from .walking import HTMX, fixed_at, look, walk

pytestmark = pytest.mark.django_db
VISIT_PAGES = ["next/", "questions/others/", "steps/plug-in/", "resolved/", "support/", "answers/"]


def test_every_page_bears_its_hooks(visitor, lamp):
    pages = {
        "/": ("", "", "home", ""),
        "/guides/lamp/": ("lamp", "1", "guide", ""),
        "/guides/lamp/questions/others/": ("lamp", "1", "question", "others"),
        "/guides/lamp/steps/plug-in/": ("lamp", "1", "step", "plug-in"),
        "/guides/lamp/support/": ("lamp", "1", "support", ""),
        "/guides/lamp/answers/": ("lamp", "1", "answers", ""),
    }
    for address, expected in pages.items():
        hooks = look(visitor.get(address)).hooks
        assert (hooks["guide"], hooks["revision"], hooks["page"], hooks["key"]) == expected
    walk(visitor, "lamp", fixed_at("plug-in"))
    assert look(visitor.get("/guides/lamp/resolved/")).hooks["page"] == "resolved"


def test_a_move_page_has_one_form(visitor):
    for address in ("questions/others", "steps/plug-in", "steps/new-bulb"):
        assert look(visitor.get(f"/guides/lamp/{address}/")).forms == 1


@pytest.mark.parametrize("address", ["start/", "paths/switch/not-found/"])
def test_what_only_takes_posts_refuses_get(visitor, address):
    assert visitor.get(f"/guides/lamp/{address}").status_code == 405


@pytest.mark.parametrize("address", VISIT_PAGES)
def test_without_a_visit_one_begins_at_the_guide(lamp, client, address):
    response = client.get(f"/guides/lamp/{address}")
    assert (response.status_code, response["Location"]) == (302, "/guides/lamp/")
    if address not in ("next/", "resolved/"):
        response = client.post(f"/guides/lamp/{address}", {"option": "yes", "result": "fixed"})
        assert (response.status_code, response["Location"]) == (302, "/guides/lamp/")


@pytest.mark.parametrize(
    "address",
    [
        "/guides/unknown/",
        "/guides/unknown/next/",
        "/guides/unknown/questions/others/",
        "/guides/lamp/questions/unknown/",
        "/guides/lamp/steps/unknown/",
        "/nowhere/",
    ],
)
def test_unknown_things_are_404(visitor, address):
    assert visitor.get(address).status_code == 404


def test_unknown_things_are_404_for_posts_too(visitor):
    assert visitor.post("/guides/unknown/start/").status_code == 404
    assert visitor.post("/guides/lamp/questions/unknown/", {"option": "yes"}).status_code == 404
    assert visitor.post("/guides/lamp/steps/unknown/", {"result": "fixed"}).status_code == 404
    assert visitor.post("/guides/lamp/paths/unknown/not-found/").status_code == 404


@pytest.mark.parametrize(
    ("address", "data"),
    [
        ("questions/others", {}),
        ("questions/others", {"option": "maybe"}),
        ("questions/others", {"option": "x" * 5000}),
        ("questions/others", {"option": "\0"}),
        ("steps/plug-in", {}),
        ("steps/plug-in", {"result": "wonderful"}),
        ("start", {"platform": "toaster"}),
        ("start", {"platform": "desk", "version": "99"}),
        ("start", {"message": "unknown"}),
        ("support", {"since": "x" * 5000}),
    ],
)
def test_invalid_input_shows_the_same_page_with_the_error(visitor, address, data):
    before = Event.objects.count()
    response = visitor.post(f"/guides/lamp/{address}/", data)
    assert response.status_code == 200
    assert "error" in response.content.decode()
    assert Event.objects.count() == before
    if "since" in data:
        assert data["since"] in response.content.decode()


def test_a_post_answers_a_redirect_for_htmx_too(visitor):
    response = visitor.post("/guides/lamp/questions/others/", {"option": "yes"}, headers=HTMX)
    assert response.status_code == 302


def test_htmx_gets_the_fragment_and_history_the_whole_page(visitor):
    address = "/guides/lamp/steps/plug-in/"
    fragment = visitor.get(address, headers=HTMX)
    assert "<html" not in fragment.content.decode()
    assert look(fragment).hooks == look(visitor.get(address)).hooks
    assert re.match(r"\s*<title>Plug it in", fragment.content.decode())
    again = visitor.get(address, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in again.content.decode()


def test_pages_vary_by_htmx_and_visits_are_not_stored(visitor):
    for address in ("questions/others", "steps/plug-in", "support", "answers"):
        response = visitor.get(f"/guides/lamp/{address}/")
        assert "HX-Request" in response["Vary"]
        assert "no-store" in response["Cache-Control"]
    assert "no-store" in visitor.get("/guides/lamp/next/")["Cache-Control"]
    assert "HX-Request" in visitor.get("/")["Vary"]


def test_the_cookie_is_a_long_random_secret_that_the_database_does_not_know(visitor):
    cookie = visitor.cookies["visit-lamp"]
    assert len(cookie.value) * 6 >= 192
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/guides/lamp/"
    assert cookie["max-age"] == 30 * 24 * 60 * 60
    row = Visit.objects.values().get()
    assert cookie.value not in str(row)
    pieces = {cookie.value[at : at + 6].encode() for at in range(len(cookie.value) - 5)}
    assert not any(piece in bytes(row["token_hash"]) for piece in pieces)
    pages = [visitor.get(f"/guides/lamp/{page}", follow=True) for page in VISIT_PAGES]
    assert all(cookie.value not in page.content.decode() for page in pages)


def test_the_csp_allows_nothing_inline_and_nobody_else(visitor):
    for address in ("/", "/guides/lamp/", "/nowhere/", "/guides/lamp/steps/plug-in/", "/healthz"):
        policy = visitor.get(address)["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy


def test_posts_need_the_csrf_token(lamp):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/guides/lamp/start/", {}).status_code == 403
    page = strict.get("/guides/lamp/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    response = strict.post("/guides/lamp/start/", {"csrfmiddlewaretoken": token})
    assert response.status_code == 302


def test_a_path_that_is_not_there_is_recorded_once_and_leads_back(visitor):
    address = "/guides/lamp/paths/switch/not-found/"
    response = visitor.post(address, {"from": "step/plug-in"})
    assert response["Location"] == "/guides/lamp/steps/plug-in/"
    visitor.post(address, {"from": "step/plug-in"})
    event = Event.objects.get(kind="path_not_found")
    assert (event.node, event.key) == ("path", "switch")
    assert visitor.post(address, {"from": "https://evil.example"})["Location"].startswith(
        "/guides/"
    )


def test_a_withdrawn_guide_says_so_with_the_contact(visitor, client):
    Guide.objects.update(withdrawn=True)
    for who, address in ((client, ""), (visitor, "steps/plug-in/"), (visitor, "next/")):
        page = who.get(f"/guides/lamp/{address}").content.decode()
        assert "https://example.org/contact" in page
        assert 'name="result"' not in page
    assert client.post("/guides/lamp/start/", {}).status_code == 200
    assert Visit.objects.count() == 1
    assert visitor.post("/guides/lamp/answers/", {"forget": "1"}).status_code == 302


def test_a_known_outage_comes_before_any_step_and_marks_the_visits(lamp, client):
    Guide.objects.update(outage=True, outage_text="Back at **noon**.")
    page = client.get("/guides/lamp/").content.decode()
    assert "Back at <strong>noon</strong>." in page
    assert "https://example.org/power" in page
    client.post("/guides/lamp/start/", {})
    Guide.objects.update(outage=False)
    assert Visit.objects.get().outage is True


def test_continue_and_start_over(visitor):
    page = visitor.get("/guides/lamp/").content.decode()
    assert 'href="/guides/lamp/next/"' in page
    visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
    visitor.post("/guides/lamp/start/", {})
    assert visitor.get("/guides/lamp/next/")["Location"] == "/guides/lamp/questions/others/"
    assert Visit.objects.count() == 2


def test_two_guides_keep_their_places_side_by_side(visitor):
    from tests.conftest import SHIPPED, publish_file

    other = publish_file(SHIPPED / "printer.yaml").published.key
    visitor.post(f"/guides/{other}/start/", {})
    assert visitor.get("/guides/lamp/next/")["Location"].startswith("/guides/lamp/questions")
    assert visitor.get(f"/guides/{other}/next/")["Location"].startswith(f"/guides/{other}/")


def test_resolved_before_anything_worked_goes_on(visitor):
    assert visitor.get("/guides/lamp/resolved/")["Location"] == "/guides/lamp/questions/others/"


def test_health_addresses(client, db):
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200
