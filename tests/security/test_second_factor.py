"""Who has a second factor needs it for every page of staff; who has none can be made to set it up."""

import hashlib
import hmac
import io
import re
import struct
from base64 import b32decode
from datetime import timedelta
from html import unescape

import numpy as np
import pytest
import zxingcpp
from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.journeys.walking import HTMX
from troubleshooter import urls
from troubleshooter.accounts import factor, recovery
from troubleshooter.views import staff_gate, staff_session

pytestmark = pytest.mark.django_db
SECRET = "a lamp in the window"
PAGE, CODE = "/admin/second-factor/", "/admin/second-factor/code/"
WAYS_IN_AND_OUT = {"insights-sign-in", "insights-sign-out", "second-factor-code"}
GUARDED = [
    "/admin/",
    "/admin/troubleshooter/guide/",
    "/admin/password_change/",
    "/admin/nowhere/",
    "/preview/1/",
    "/preview/1/guides/lamp/",
    PAGE,
    *(
        re.sub(r"<\w+:(\w+)>", "csv", f"/{one.pattern}")
        for one in urls.urlpatterns
        if str(one.pattern).startswith("insights/") and one.name not in WAYS_IN_AND_OUT
    ),
]


def code_of(secret, at):
    """RFC 6238 with RFC 4226, in six lines: a second computation beside the library's."""
    key = b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_the_second_computation_is_that_of_the_standard():
    """RFC 6238, appendix B: its secret, its times, its eight digits cut to six."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert code_of(secret, 59) == "287082"
    assert code_of(secret, 1111111109) == "081804"
    assert code_of(secret, 20000000000) == "353130"


class Phone:
    """An app for codes, whose clock the test turns."""

    def __init__(self, monkeypatch):
        self.now = timezone.now().timestamp()
        self.secret = ""
        monkeypatch.setattr("django_otp.plugins.otp_totp.models.time.time", lambda: self.now)

    def next_code(self):
        self.now += 30
        return code_of(self.secret, self.now)


@pytest.fixture
def phone(monkeypatch):
    return Phone(monkeypatch)


@pytest.fixture
def ada():
    return get_user_model().objects.create_superuser("ada", password=SECRET)


def signed_in(page="/admin/login/"):
    client = Client()
    assert client.post(page, {"username": "ada", "password": SECRET}).status_code == 302
    return client


def secret_on(page):
    shown = re.search(r'<bdi class="typed code" dir="ltr">([A-Z2-7 ]+)</bdi>', page)
    return shown[1].replace(" ", "")


@pytest.fixture
def with_factor(ada, phone):
    """Ada's browser once the factor is on, and her recovery codes."""
    client = signed_in()
    phone.secret = secret_on(client.get(PAGE).content.decode())
    answer = client.post(PAGE, {"code": phone.next_code(), "password": SECRET})
    codes = re.findall(r'dir="ltr">([a-z0-9-]+)</bdi>', answer.content.decode())
    assert len(codes) == recovery.HOW_MANY
    return client, codes


def no_wait():
    """As if the wait after a wrong code were over."""
    before = timezone.now() - timedelta(days=1)
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.update(throttling_failure_timestamp=before)


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


# ---- recovery codes ------------------------------------------------------------------------------


def test_a_recovery_code_opens_once_however_it_is_typed(with_factor, ada):
    _, codes = with_factor
    typed = f" {codes[0].upper().replace('-', ' ')} "
    assert signed_in().post(CODE, {"code": typed}).status_code == 302
    assert recovery.codes_left(ada) == 9
    assert signed_in().post(CODE, {"code": codes[0]}).status_code == 200
    no_wait()
    assert signed_in().post(CODE, {"code": codes[9]}).status_code == 302


def test_no_recovery_code_can_be_read_from_the_database(with_factor, settings, ada):
    _, codes = with_factor
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert all(len(one) == 16 for one in kept)
    plain = {code.replace("-", "") for code in codes}
    assert not kept & (plain | set(codes))
    assert recovery.hash_of(ada, codes[0]) in kept
    settings.SECRET_KEY = "another key, as long as the one that it is in the place of, at least 50"
    assert recovery.hash_of(ada, codes[0]) not in kept


def test_codes_are_random_and_of_letters_that_are_not_mistaken():
    codes = {recovery._new_code() for _ in range(500)}
    assert len(codes) == 500
    assert set("".join(codes)) == set(recovery.LETTERS) | {"-"}
    assert not set(recovery.LETTERS) & set("01lo")


def test_new_codes_end_the_old_ones_and_need_a_code(with_factor, phone):
    client, codes = with_factor
    assert client.post(PAGE, {"do": "new-codes", "code": "000000"}).status_code == 200
    assert signed_in().post(CODE, {"code": codes[1]}).status_code == 302
    no_wait()
    answer = client.post(PAGE, {"do": "new-codes", "code": phone.next_code()}).content.decode()
    new = re.findall(r'dir="ltr">([a-z0-9-]+)</bdi>', answer)
    assert len(new) == 10
    assert signed_in().post(CODE, {"code": codes[2]}).status_code == 200
    no_wait()
    assert signed_in().post(CODE, {"code": new[0]}).status_code == 302


# ---- switching it off, losing it -----------------------------------------------------------------


def test_it_is_switched_off_with_a_code_only(with_factor, ada, phone):
    client, _ = with_factor
    client.post(PAGE, {"do": "switch-off", "code": "000000"})
    assert factor.has_factor(ada)
    no_wait()
    client.post(PAGE, {"do": "switch-off", "code": phone.next_code()})
    assert not factor.has_factor(ada)
    assert not StaticToken.objects.exists()
    assert signed_in().get("/admin/").status_code == 200


def test_a_lead_takes_away_what_is_lost_and_the_trail_says_so(with_factor, ada):
    said = io.StringIO()
    call_command("remove_second_factor", "ada", stdout=said)
    assert "ada" in said.getvalue()
    assert not factor.has_factor(ada)
    noted = [(one.changes.get("second factor"), one.actor) for one in LogEntry.objects.all()]
    assert noted[0] == (["on", "off"], None)
    assert (["off", "on"], ada) in noted


@pytest.mark.parametrize("name", ["nobody", "ada"])
def test_there_is_nothing_to_take_away(name, ada):
    with pytest.raises(CommandError, match=name):
        call_command("remove_second_factor", name)


def test_no_list_of_admin_shows_a_secret(with_factor):
    client, _ = with_factor
    assert not {TOTPDevice, StaticDevice, StaticToken} & set(admin.site._registry)
    assert client.get("/admin/otp_totp/totpdevice/").status_code == 404
    assert TOTPDevice.objects.get().key not in str(list(LogEntry.objects.values()))


# ---- required ------------------------------------------------------------------------------------


@pytest.mark.parametrize("where", [one for one in GUARDED if one != PAGE])
def test_where_it_is_required_it_is_set_up_first(where, ada, settings, lamp):
    settings.STAFF_SECOND_FACTOR = True
    answer = signed_in().get(where)
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, PAGE)


def test_a_lead_who_is_not_staff_sets_it_up_and_gets_where_they_wanted(lamp, settings, phone):
    settings.STAFF_SECOND_FACTOR = True
    lead = get_user_model().objects.create_user("ada", password=SECRET)
    lead.user_permissions.add(Permission.objects.get(codename="view_statistics"))
    client = signed_in("/insights/login/")
    page = client.get("/insights/flow/", follow=True).content.decode()
    phone.secret = secret_on(page)
    place = unescape(re.search(r'name="next" value="([^"]+)"', page)[1])
    sent = {"code": phone.next_code(), "password": SECRET, "next": place}
    assert f'href="{place}"' in client.post(PAGE, sent).content.decode()
    assert client.get(place).status_code == 200


def test_where_it_is_optional_nobody_is_asked(ada):
    assert signed_in().get("/admin/").status_code == 200


def test_visitors_are_never_asked(with_factor, visitor, settings):
    settings.STAFF_SECOND_FACTOR = True
    client = signed_in()
    client.cookies.update(visitor.cookies)
    assert client.get("/").status_code == 200
    assert client.get("/guides/lamp/answers/").status_code == 200


# ---- a session ends ------------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 1_900_000_000

        def time(self):
            return self.now

    made = Clock()
    monkeypatch.setattr(staff_session, "time", made)
    return made


def test_a_session_ends_when_nobody_was_seen_for_two_hours(ada, clock):
    client = signed_in()
    for _ in range(3):
        assert client.get("/admin/").status_code == 200
        clock.now += 119 * 60
    clock.now += 60
    assert client.get("/admin/").status_code == 302
    clock.now -= 119 * 60
    assert client.get("/admin/").status_code == 302


def test_a_session_ends_after_twelve_hours_whatever_is_done(ada, clock, settings):
    client, asked = signed_in(), 0
    while client.get("/insights/").status_code == 200 or asked == 0:
        clock.now += 30 * 60
        asked += 1
        assert asked < 100
    assert asked == 24
    answer = client.get("/insights/?guide=lamp")
    assert answer["Location"] == "/insights/login/?next=/insights/%3Fguide%3Dlamp"
    assert settings.SESSION_COOKIE_AGE == 12 * 60 * 60


def test_a_new_password_ends_all_other_sessions(ada):
    here, there = signed_in(), signed_in()
    new = "another lamp in the window"
    sent = {"old_password": SECRET, "new_password1": new, "new_password2": new}
    assert here.post("/admin/password_change/", sent).status_code == 302
    assert here.get("/admin/").status_code == 200
    assert there.get("/admin/").status_code == 302


@pytest.mark.parametrize("poor", ["elevenchars", "password1234", "928374650192"])
def test_a_poor_password_is_refused(poor, ada):
    sent = {"old_password": SECRET, "new_password1": poor, "new_password2": poor}
    assert signed_in().post("/admin/password_change/", sent).status_code == 200
    assert get_user_model().objects.get().check_password(SECRET)
