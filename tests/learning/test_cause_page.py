"""The page behind the link in the hand-over: for support, without an account or JavaScript."""

import re
from datetime import timedelta
from unittest.mock import patch

import html5lib
import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.learning.cast import token_visit, visit
from troubleshooter.learning.diagnosis import link_token, named_cause
from troubleshooter.models import Event, EventKind, Visit
from troubleshooter.visits import services


@pytest.fixture
def link(visitor):
    """The link as it stands in a visitor's hand-over."""
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    fields = {"since": "since I moved to Musterstadt", "message": "my own words"}
    visitor.post("/guides/lamp/support/", {**fields, "hand_over": "1"})
    page = visitor.get("/guides/lamp/support/").content.decode()
    summary = re.search(r'<pre id="summary".*?</pre>', page, re.DOTALL)[0]
    return re.search(r"http://testserver(/support/cause/[^\s<]+)", summary)[1]


@pytest.fixture
def support():
    """Somebody else, who has never been here."""
    return Client(enforce_csrf_checks=True)


def causes(page):
    return re.findall(r'name="cause" value="([^"]+)"( aria-current)?', page)


def post(client, link, **fields):
    page = client.get(link).content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    return client.post(link, {**fields, "csrfmiddlewaretoken": token})


def test_the_hand_over_leads_to_the_causes_and_to_what_was_tried(link, support):
    response = support.get(link)
    page = response.content.decode()
    assert response.status_code == 200
    assert causes(page) == [("unplugged", ""), ("bulb", ""), ("wiring", "")]
    assert "Plug it in" in page


def test_what_support_says_is_recorded_and_shown_again(link, support):
    response = post(support, link, cause="bulb")
    assert (response.status_code, response["Location"]) == (302, link)
    assert named_cause(Visit.objects.get()) == "bulb"
    assert ("bulb", " aria-current") in causes(support.get(link).content.decode())


def test_nothing_is_recorded_by_looking(link, support):
    support.get(link)
    support.head(link)
    assert not Event.objects.filter(kind=EventKind.DIAGNOSED).exists()


@pytest.mark.parametrize("fields", [{}, {"cause": ""}, {"cause": "gone"}])
def test_without_one_of_the_causes_the_page_comes_back(link, support, fields):
    response = post(support, link, **fields)
    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert not Event.objects.filter(kind=EventKind.DIAGNOSED).exists()


def test_a_post_without_its_csrf_token_is_refused(link, support):
    assert support.post(link, {"cause": "bulb"}).status_code == 403


def test_htmx_gets_the_fragment(link, support):
    page = support.get(link, headers={"HX-Request": "true"}).content.decode()
    assert page.lstrip().startswith("<title>")
    assert causes(page)


def test_the_page_is_kept_by_nobody_and_found_by_nobody(link, support):
    response = support.get(link)
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"] == "noindex"
    assert 'name="robots" content="noindex"' in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_nothing_that_the_visitor_wrote_or_has_is_on_the_page(link, support):
    Visit.objects.update(platform="desk", version="1.10")
    page = support.get(link).content.decode()
    for secret in ("Musterstadt", "my own words", "1.10", "Desk lamp"):
        assert secret not in page
    assert bytes(Visit.objects.get().token_hash).hex() not in page


def test_the_link_opens_no_visit(link, support):
    assert support.get("/guides/lamp/answers/").status_code == 302
    support.get(link)
    assert "visit-lamp" not in support.cookies


def test_the_html_is_well_formed(link, support):
    for path in (link, link + "x/"):
        html5lib.HTMLParser(strict=True).parse(support.get(path.replace("/x/", "/")).content)


def gone(response):
    assert response.status_code == 404
    assert "no-store" in response["Cache-Control"]
    assert not causes(response.content.decode())
    return True


def test_an_altered_link_opens_nothing(link, support):
    token = link.removeprefix("/support/cause/").strip("/")
    for altered in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", token[1:], token + "x"):
        assert gone(support.get(reverse("cause", args=[altered])))


def test_a_token_that_was_signed_for_something_else_opens_nothing(lamp, support):
    row = visit()
    for other in (signing.dumps(row.pk), signing.dumps(row.pk, salt="other")):
        assert gone(support.get(reverse("cause", args=[other])))


def test_a_link_ends_after_sixty_days(lamp, support):
    row = visit()
    with patch("django.core.signing.time.time") as clock:
        clock.return_value = (timezone.now() - timedelta(days=60, minutes=1)).timestamp()
        old = link_token(row.pk)
        clock.return_value = (timezone.now() - timedelta(days=59, hours=23)).timestamp()
        fresh = link_token(row.pk)
    assert gone(support.get(reverse("cause", args=[old])))
    assert support.get(reverse("cause", args=[fresh])).status_code == 200


def test_a_link_ends_when_the_visitor_deletes_the_answers(lamp, support):
    token, row = token_visit()
    link = reverse("cause", args=[link_token(row.pk)])
    services.forget("lamp", token)
    assert gone(support.get(link))
    assert not Event.objects.filter(kind=EventKind.DIAGNOSED).exists()
