"""Every kind of answer, as production sends it, tells browsers what to refuse: A+ for each."""

import json
import logging
import os
import subprocess
import sys
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError
from django.test import Client

from helpdesk import headers
from tests.content.picture_files import png
from tests.journeys.walking import HTMX
from troubleshooter.content import catalogue
from troubleshooter.content.picture_store import store_picture

from .observatory import policy, score

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
LAMP = "/guides/lamp/"
STATIC = ("troubleshooter/portal.css", "admin/js/theme.js")
OF_PRODUCTION = (
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS", "SECURE_HSTS_INCLUDE_SUBDOMAINS"),
    *("SECURE_HSTS_PRELOAD", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "VISIT_COOKIE_SECURE"),
    *("LANGUAGE_COOKIE_SECURE", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "DEBUG"),
)
OF_A_VISIT_OR_OF_STAFF = ("visit", "staff", "429", "503")


@pytest.fixture(scope="module")
def production(tmp_path_factory):
    """The settings as HTTPS=1 makes them, read by a process of their own."""
    asked = f"import json; from helpdesk import settings as s; print(json.dumps({{n: getattr(s, n, None) for n in {OF_PRODUCTION!r}}}))"
    env = {**os.environ, "HTTPS": "1", "DATA_DIR": str(tmp_path_factory.mktemp("data"))}
    told = subprocess.run(
        [sys.executable, "-c", asked], env=env, cwd=ROOT, capture_output=True, check=True
    )
    return json.loads(told.stdout)


@pytest.fixture
def https(settings, production, tmp_path):
    """And two static files, as if they had been collected."""
    settings.STATIC_ROOT = tmp_path / "static"
    for name in STATIC:
        path = settings.STATIC_ROOT / name
        path.parent.mkdir(parents=True)
        path.write_text("/* nothing */")
    for name, value in production.items():
        setattr(settings, name, value)


class OverHttps(Client):
    def get(self, *args, **kwargs):
        return super().get(*args, **{**kwargs, "secure": True})

    def post(self, *args, **kwargs):
        return super().post(*args, **{**kwargs, "secure": True})


def client_of(**options):
    return OverHttps(raise_request_exception=False, **options)


def begun():
    client = client_of()
    assert client.post(f"{LAMP}start/", {"platform": "desk", "version": "2"}).status_code == 302
    return client


def staff():
    client = client_of()
    client.force_login(get_user_model().objects.create_superuser("chief"))
    return client


@pytest.fixture(scope="module")
def kept():
    """The answers are asked for once: they stay as they are."""
    return {}


@pytest.fixture
def answers(kept, request):
    """Name of the kind -> the answer."""
    return kept or request.getfixturevalue("asked")


@pytest.fixture
def asked(kept, lamp, https, settings, monkeypatch):
    settings.EMBED_ORIGINS = ["https://www.example.org"]
    logging.disable(logging.CRITICAL)
    kept.update(_answers(settings, monkeypatch))
    logging.disable(logging.NOTSET)
    for answer in kept.values():
        close_files(answer)
    return kept


def _answers(settings, monkeypatch):
    new, one, chief = client_of(), begun(), staff()
    yield "page: home", new.get("/")
    yield "page: search", new.get("/?q=power")
    yield "page: guide", new.get(LAMP)
    yield "page: language", new.get("/language/")
    yield "page: offline", new.get("/offline/")
    yield "embed: page", new.get("/embed/lamp/")
    yield "redirect: language", new.post("/language/", {"language": "de"})
    yield "redirect: start", client_of().post(f"{LAMP}start/", {})
    yield "redirect: favicon", new.get("/favicon.ico")
    yield "fragment: home", new.get("/", headers=HTMX)
    yield "fragment: visit", one.get(f"{LAMP}questions/others/", headers=HTMX)
    yield "redirect: visit", one.post(f"{LAMP}questions/others/", {"option": "yes"})
    for page in ("questions/others/", "steps/plug-in/", "answers/", "support/", "another-device/"):
        yield f"page: visit {page}", one.get(LAMP + page)
    one.post(f"{LAMP}steps/new-bulb/", {"result": "waiting"})
    yield "download: visit ics", one.get(f"{LAMP}steps/new-bulb/reminder.ics")
    yield "download: visit txt", one.get(f"{LAMP}support/hand-over.txt")
    yield "download: visit json", one.get(f"{LAMP}support/hand-over.json")
    yield "download: visit all", one.get(f"{LAMP}answers/my-answers.json")
    yield "download: schema", new.get("/schemas/hand-over-1.json")
    yield "page: visit go on", new.get("/go-on/secret/")
    yield "machines: healthz", new.get("/healthz")
    yield "machines: readyz", new.get("/readyz")
    yield "machines: robots", new.get("/robots.txt")
    yield "machines: sitemap", new.get("/sitemap.xml")
    yield "machines: manifest", new.get("/manifest.webmanifest")
    yield "machines: worker", new.get("/worker.js")
    yield "picture", new.get(f"/pictures/{_picture()}")
    yield "static: css", new.get("/static/troubleshooter/portal.css")
    yield "static: script of admin", new.get("/static/admin/js/theme.js")
    yield "static: 404", new.get("/static/nowhere.css")
    yield "page: staff login", new.get("/admin/login/")
    yield "page: staff login of the statistics", new.get("/insights/login/")
    yield "redirect: staff asked to sign in", new.get("/admin/")
    yield "redirect: staff asked to sign in for statistics", new.get("/insights/")
    yield "redirect: staff asked to sign in for a preview", new.get("/preview/1/")
    yield "page: staff admin", chief.get("/admin/")
    yield "page: staff list", chief.get("/admin/troubleshooter/step/")
    yield "page: staff factor", chief.get("/admin/second-factor/")
    yield "page: staff admin 404", chief.get("/admin/nowhere/")
    yield "page: staff statistics", chief.get("/insights/?guide=lamp")
    yield "page: staff statistics fragment", chief.get("/insights/?guide=lamp", headers=HTMX)
    for form in ("csv", "json"):
        yield f"download: staff {form}", chief.get(f"/insights/export/events.{form}?guide=lamp")
    yield from _faults(one, settings, monkeypatch)


def _faults(one, settings, monkeypatch):
    yield "fault: 400", client_of().get("/", headers={"host": "evil.example"})
    yield "fault: 403", client_of(enforce_csrf_checks=True).post(f"{LAMP}start/", {})
    yield "fault: 403 staff", _nobody().get("/insights/")
    yield "fault: 404", one.get("/nowhere/")
    yield "fault: 405", one.get(f"{LAMP}start/")
    settings.LIMITS = {**settings.LIMITS, "answers": "0/day"}
    yield "fault: 429", one.post(f"{LAMP}questions/others/", {"option": "no"})
    for n in range(5):
        locked = client_of().post("/admin/login/", {"username": "ada", "password": f"guess {n}"})
    yield "fault: 429 staff", locked
    for status, error in ((500, RuntimeError("planted")), (503, OperationalError("planted"))):

        def broken(*args, error=error):
            raise error

        monkeypatch.setattr(catalogue, "live_guides", broken)
        yield f"fault: {status}", client_of().get("/")


def _nobody():
    client = client_of()
    client.force_login(get_user_model().objects.create_user("nobody"))
    return client


def _picture():
    return store_picture(png(60, 40)).name


def close_files(answer):
    for close in answer._resource_closers:
        close()


def body_of(answer):
    return "" if answer.streaming else answer.content.decode(errors="replace")


def test_the_answers_are_of_every_kind(answers):
    assert {int(one.status_code) for one in answers.values()} == {
        *(200, 302, 400, 403, 404, 405, 429, 500, 503)
    }
    asked_for = {name: one.status_code for name, one in answers.items()}
    for name, status in asked_for.items():
        kind, _, what = name.partition(": ")
        if kind in ("page", "download", "machines", "embed", "picture", "fragment", "static"):
            assert status == (404 if "404" in what else 200), name
        if kind == "fault":
            assert str(status) in what, name
    assert len(answers) > 50


def test_each_is_worth_an_a_plus_with_all_that_can_be_had(answers):
    for name, answer in answers.items():
        judged = score(answer.headers, answer.cookies, body_of(answer))
        cookies = 5 if answer.cookies else 0
        assert judged.points == 130 + cookies, (name, judged, dict(answer.headers))


def test_each_policy_names_what_is_allowed_and_allows_nothing_else(answers):
    for name, answer in answers.items():
        csp = policy(answer["Content-Security-Policy"])
        framed = {"https://www.example.org"} if name.startswith("embed") else {"'none'"}
        assert csp["frame-ancestors"] == framed, name
        assert csp["base-uri"] == {"'none'"}
        allowed = {
            value for key, values in csp.items() if key != "frame-ancestors" for value in values
        }
        assert allowed <= {"'none'", "'self'", "data:"}, name
        assert ("X-Frame-Options" in answer) == (not name.startswith("embed")), name


def test_each_says_what_else_browsers_are_to_refuse(answers):
    for name, answer in answers.items():
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert answer["Permissions-Policy"] == headers.ALWAYS["Permissions-Policy"], name
        assert "camera=()" in answer["Permissions-Policy"]
        assert "Server" not in answer
        assert "X-Powered-By" not in answer
        assert "Access-Control-Allow-Origin" not in answer, name
        assert answer["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_nobody_keeps_what_is_of_a_visit_or_of_staff(answers):
    kept = [
        name for name, answer in answers.items() if "no-store" in answer.get("Cache-Control", "")
    ]
    wanted = [n for n in answers if any(word in n for word in OF_A_VISIT_OR_OF_STAFF)]
    assert set(wanted) <= set(kept), set(wanted) - set(kept)
    assert len(wanted) > 20


def test_each_cookie_is_for_https_and_this_host_alone(answers):
    seen = {}
    for answer in answers.values():
        seen |= answer.cookies
    assert {"__Host-csrftoken", "visit-lamp", "language"} <= set(seen)
    for name, cookie in seen.items():
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] == "Lax", name
        assert not cookie["domain"], name
        if name.startswith("__Host-"):
            assert cookie["path"] == "/"


def test_a_sign_in_sets_its_cookie_for_this_host_alone(https):
    get_user_model().objects.create_superuser("ada", password="a lamp in the window")
    sent = {"username": "ada", "password": "a lamp in the window"}
    cookie = client_of().post("/admin/login/", sent).cookies["__Host-sessionid"]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"]) == ("/", "")


def test_plain_http_is_sent_to_https_on_the_same_host_first(lamp, https):
    for where in ("/", LAMP, "/admin/login/", "/insights/"):
        answer = Client().get(where)
        assert (answer.status_code, answer["Location"]) == (301, f"https://testserver{where}")


# ---- the judge itself ----------------------------------------------------------------------------

GOOD = {
    "Content-Security-Policy": "default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    "Strict-Transport-Security": "max-age=63072000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WORSE = {
    # header, value -> points
    ("Content-Security-Policy", ""): 55 + 0,
    ("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'"): 125,
    ("Content-Security-Policy", "script-src 'unsafe-inline'; frame-ancestors 'none'"): 80,
    ("Strict-Transport-Security", ""): 80,
    ("Strict-Transport-Security", "max-age=60"): 90 + 30,
    ("X-Content-Type-Options", ""): 95 + 30,
    ("Referrer-Policy", "unsafe-url"): 95 + 25,
    ("Cross-Origin-Resource-Policy", ""): 120,
}


def test_the_judge_gives_what_its_rules_give():
    assert score(GOOD, {}).points == 130
    for (name, value), points in WORSE.items():
        assert score({**GOOD, name: value}, {}).points == points, (name, value)
    plain = SimpleCookie("sessionid=1; Path=/")
    assert score(GOOD, plain).points == 70
    assert score(GOOD, {}, '<script src="https://cdn.example/x.js"></script>').points == 125


@pytest.mark.parametrize("gone", ["helpdesk.headers.AlwaysRefused", "helpdesk.headers.OnePolicy"])
def test_a_header_that_is_missing_is_found(gone, lamp, https, settings):
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if one != gone]
    answer = client_of().get("/")
    assert score(answer.headers, answer.cookies).points < 130


def test_a_policy_that_comes_after_static_files_is_found(https, settings):
    late = "helpdesk.headers.OnePolicy"
    settings.MIDDLEWARE = [*(one for one in settings.MIDDLEWARE if one != late), late]
    answer = client_of().get("/static/troubleshooter/portal.css")
    close_files(answer)
    assert answer.status_code == 200
    assert score(answer.headers, answer.cookies).points < 100
