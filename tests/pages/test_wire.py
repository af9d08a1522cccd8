"""What comes over the wire: each first look at a page, all included, from the collected files and
through the real WSGI application. Bytes of headers and bodies, as a phone's browser would take them.
"""

import re
from dataclasses import dataclass
from io import BytesIO
from statistics import median

import brotli
import html5lib
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client, override_settings

from helpdesk.packing import MOST_OF_A_FRAGMENT, MOST_PADDING, packed_well
from tests.conftest import SHIPPED, publish_file

KB = 1_000
MOST = 30 * KB
KNOWN = {"hx-request": "true", "form-marks": "known"}
# What one step has to say is more (decision 19): nine things to do, five to know, six ways there.
WORDIEST, MOST_OF_IT = "/guides/icloud-backup/steps/leave-out-apps/", 1_800
NOT_FOR_VISITORS = ["admin", "auditlog", "django_htmx", "*insights*", "*workbench*"]
COLLECTED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


@dataclass(frozen=True, kw_only=True)
class Answer:
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def weight(self) -> int:
        return len(self.body) + sum(len(f"{name}: {value}\r\n") for name, value in self.headers)

    def header(self, name: str) -> str:
        return dict(self.headers).get(name, "")


class Phone:
    """A browser without scripts: it follows redirects, keeps cookies, and asks for what it needs."""

    def __init__(self, application):
        self.application, self.cookies = application, {}

    def ask(self, path, **more) -> Answer:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "HTTP_HOST": "localhost",
            "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
            "HTTP_COOKIE": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
            **more,
        }
        got = []
        closing = self.application(environ, lambda status, headers: got.append((status, headers)))
        body = b"".join(closing)
        closing.close()
        ((status, headers),) = got
        assert status.startswith(("200", "302")), (path, status)
        for name, value in headers:
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        return Answer(headers=headers, body=body)

    def look(self, path) -> list[Answer]:
        """The page and all that it takes at once, each once."""
        page = self.ask(path, HTTP_ACCEPT_ENCODING="")
        tree = html5lib.parse(page.body, namespaceHTMLElements=False)
        wanted = [
            one.get("href")
            for one in tree.iter("link")
            if one.get("rel") in ("stylesheet", "icon", "preload")
        ]
        wanted += [one.get("src") for one in tree.iter() if one.get("src")]
        files = dict.fromkeys(at for at in wanted if not at.startswith("data:"))
        return [self.ask(path), *(self.ask(file) for file in files)]


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": COLLECTED}}
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("files"), STORAGES=storages):
        call_command(
            "collectstatic", interactive=False, verbosity=0, ignore_patterns=NOT_FOR_VISITORS
        )
        yield get_wsgi_application()


@pytest.fixture
def phone(collected, db):
    """With the shipped guide. The application would close the connection that the test holds."""
    publish_file(SHIPPED / "icloud-backup.yaml")
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Phone(collected)
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def begun(phone):
    """Someone who was asked a question, and where, and the address of the first step."""
    page = phone.ask("/guides/icloud-backup/", HTTP_ACCEPT_ENCODING="").body.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    form = f"csrfmiddlewaretoken={token}&platform=iphone&version=18".encode()
    answer = phone.ask(
        "/guides/icloud-backup/start/",
        REQUEST_METHOD="POST",
        CONTENT_TYPE="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(len(form)),
        **{"wsgi.input": BytesIO(form)},
    )
    return answer.header("Location")


def test_what_is_collected_is_compressed_and_kept_for_ever(phone):
    for file in phone.look("/")[1:]:
        assert file.header("Content-Encoding") == "br"
        assert "immutable" in file.header("Cache-Control")
        assert "Accept-Encoding" in file.header("Vary")


def test_a_first_look_takes_three_requests_and_thirty_kilobytes(phone, begun):
    step = "/guides/icloud-backup/steps/restart/"
    for path in ("/", "/guides/icloud-backup/", begun, step):
        answers = phone.look(path)
        assert len(answers) <= 3, path
        assert sum(answer.weight for answer in answers) <= MOST, path


def test_going_on_takes_one_small_fragment(phone, begun):
    for path in (begun, "/guides/icloud-backup/steps/restart/"):
        sent = phone.ask(path, HTTP_HX_REQUEST="true", HTTP_FORM_MARKS="known").body
        assert b"<link" not in brotli.decompress(sent)
        assert len(sent) <= MOST_OF_A_FRAGMENT + MOST_PADDING + 2, path


def devices(guide):
    """The newest version of each platform, and a visitor who does not know."""
    known = [(one.key, one.versions[-1]) for one in guide.content.platforms]
    return [*known, ("", "")]


@pytest.mark.parametrize("name", ["icloud-backup", "printer"])
def test_each_step_and_question_is_a_small_fragment(phone, name):
    guide = publish_file(SHIPPED / f"{name}.yaml").published
    sizes = {}
    for platform, version in devices(guide):
        visitor = Client()
        visitor.post(f"/guides/{guide.key}/start/", {"platform": platform, "version": version})
        for kind, parts in (("questions", guide.content.questions), ("steps", guide.content.steps)):
            for part in parts:
                path = f"/guides/{guide.key}/{kind}/{part.key}/"
                page = visitor.get(path, headers=KNOWN, follow=True)
                sizes[path, platform] = len(packed_well(page.content, padding=0))
    more = {at: size for at, size in sizes.items() if size > MOST_OF_A_FRAGMENT}
    assert {path for path, _ in more} <= {WORDIEST}, more
    assert max(sizes.values()) <= MOST_OF_IT
    assert median(sizes.values()) <= 0.9 * MOST_OF_A_FRAGMENT


def test_without_compression_it_would_be_too_much(phone):
    """The limit means something: the same look, asked for as it is."""
    page, *files = phone.look("/")
    plain = phone.ask("/", HTTP_ACCEPT_ENCODING="")
    assert page.weight < plain.weight
    assert sum(len(brotli.decompress(file.body)) for file in files) > MOST
