"""Who has a second factor needs it for every page of staff."""

import re
from html import unescape

import numpy as np
import pytest
import zxingcpp
from django.contrib.auth import get_user_model
from django.test import Client
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.journeys.walking import HTMX
from troubleshooter.accounts import factor
from troubleshooter.views import staff_gate

from .second_factor import CODE, GUARDED, PAGE, SECRET, code_of, no_wait, secret_on, signed_in

pytestmark = pytest.mark.django_db


def test_the_second_computation_is_that_of_the_standard():
    """RFC 6238, appendix B: its secret, its times, its eight digits cut to six."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code_of(secret, 59) == "287082"
    assert code_of(secret, 1111111109) == "081804"
    assert code_of(secret, 20000000000) == "353130"


# ---- setting it up -------------------------------------------------------------------------------


def test_the_square_tells_an_app_what_the_text_tells(ada):
    page = signed_in().get(PAGE).content.decode()
    svg = re.search(r"<svg.*?</svg>", page, re.DOTALL)[0]
    assert "style=" not in svg
    read = picture_of(svg)
    assert read.startswith("otpauth://totp/")
    assert f"secret={secret_on(page)}" in read
    assert "ada" in read


def picture_of(svg):
    """What a camera reads: the drawing's own lines, as black and white squares."""
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    grid = np.full((size, size), 255, dtype=np.uint8)
    x, y = 0.0, 0.0
    for letter, numbers in re.findall(r"([Mmh])([-\d. ]+)", svg.split('stroke="#000"')[1]):
        values = [float(one) for one in re.findall(r"-?[\d.]+", numbers)]
        if letter == "M":
            x, y = values
        elif letter == "m":
            x, y = x + values[0], y + values[1]
        else:
            grid[int(y), int(x) : int(x + values[0])] = 0
            x += values[0]
    return zxingcpp.read_barcode(grid.repeat(8, axis=0).repeat(8, axis=1)).text


def test_it_is_on_once_a_code_fits_and_the_browser_is_let_in(with_factor, ada):
    client, _ = with_factor
    assert factor.has_factor(ada)
    assert client.get("/admin/").status_code == 200
    assert client.get(PAGE).status_code == 200


@pytest.mark.parametrize("wrong", [{"code": "000000"}, {"password": "not it"}, {"code": ""}, {}])
def test_without_the_code_and_the_password_it_stays_off(wrong, ada, phone):
    client = signed_in()
    phone.secret = secret_on(client.get(PAGE).content.decode())
    sent = {"code": phone.next_code(), "password": SECRET, **wrong} if wrong else {}
    answer = client.post(PAGE, sent)
    assert answer.status_code == 200
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not factor.has_factor(ada)
    assert secret_on(answer.content.decode()) == phone.secret


def test_somebody_at_an_open_browser_who_guesses_the_password_is_held_up(ada, phone):
    client = signed_in()
    phone.secret = secret_on(client.get(PAGE).content.decode())
    sent = {"code": phone.next_code(), "password": "guess"}
    got = [client.post(PAGE, sent).status_code for _ in range(5)]
    assert got == [200] * 4 + [429]


# ---- signing in with it --------------------------------------------------------------------------


@pytest.mark.parametrize("where", GUARDED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_password_alone_opens_no_page_of_staff(where, method, with_factor, lamp):
    answer = getattr(signed_in(), method)(where)
    assert answer.status_code == 302
    assert answer["Location"].partition("?")[0] == CODE
    assert "no-store" in answer["Cache-Control"]


def test_there_are_pages_of_each_kind_to_ask_for():
    assert len(GUARDED) >= 15
    assert {one.split("/")[1] for one in GUARDED} == {one.strip("/") for one in prefixes()}


def prefixes():
    return staff_gate.guarded()


def test_htmx_lets_the_browser_go_there(with_factor, lamp):
    answer = signed_in("/insights/login/").get("/insights/flow/", headers=HTMX)
    assert answer["HX-Redirect"] == f"{CODE}?next=/insights/flow/"


def test_a_code_opens_the_page_that_was_asked_for_under_a_new_session(with_factor, phone):
    client = signed_in()
    before = client.cookies["sessionid"].value
    page = client.get("/admin/troubleshooter/guide/?q=x", follow=True).content.decode()
    place = unescape(re.search(r'name="next" value="([^"]+)"', page)[1])
    answer = client.post(CODE, {"code": phone.next_code(), "next": place})
    assert answer["Location"] == "/admin/troubleshooter/guide/?q=x"
    assert client.cookies["sessionid"].value != before
    assert client.get("/admin/").status_code == 200
    old = Client()
    old.cookies["sessionid"] = before
    assert old.get("/admin/").status_code == 302


@pytest.mark.parametrize("place", ["https://evil.example/", "//evil.example", "javascript:1", ""])
def test_it_leads_to_no_other_site(place, with_factor, phone):
    answer = signed_in().post(CODE, {"code": phone.next_code(), "next": place})
    assert answer["Location"] == "/admin/"


def test_a_code_counts_once(with_factor, phone):
    used = phone.next_code()
    assert signed_in().post(CODE, {"code": used}).status_code == 302
    second = signed_in()
    assert second.post(CODE, {"code": used}).status_code == 200
    assert second.get("/admin/")["Location"].startswith(CODE)


def test_wrong_codes_have_to_wait_longer_and_longer(with_factor, phone):
    client = signed_in()
    assert client.post(CODE, {"code": "000000"}).status_code == 200
    refused = client.post(CODE, {"code": phone.next_code()})
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) >= 1
    TOTPDevice.objects.update(throttling_failure_count=10)
    assert int(client.post(CODE, {"code": "000000"})["Retry-After"]) >= 500
    no_wait()
    assert client.post(CODE, {"code": phone.next_code()}).status_code == 302


def test_another_persons_code_is_none(with_factor, phone):
    get_user_model().objects.create_superuser("bob", password=SECRET)
    bob = Client()
    bob.post("/admin/login/", {"username": "bob", "password": SECRET})
    assert bob.get("/admin/").status_code == 200
    other = factor.begin(get_user_model().objects.get(username="bob")).secret.replace(" ", "")
    assert signed_in().post(CODE, {"code": code_of(other, phone.now)}).status_code == 200
