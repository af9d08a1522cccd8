"""A visit goes on on another device: by the link or by the code, once, within minutes."""

import io
import logging
import re
import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from troubleshooter.models import DevicePass, Event, Guide, Visit
from troubleshooter.views import counts
from troubleshooter.views.counting import visitors
from troubleshooter.visits import passes
from troubleshooter.visits.codes import LENGTH
from troubleshooter.visits.errors import PassEnded, VisitGone
from troubleshooter.visits.queries import find_visit

from .test_concurrency import together
from .walking import look

SAID_SO_FAR = re.compile('value="([a-z_]+)" aria-current')

ANSWER = ("/guides/lamp/questions/others/", {"option": "yes"})
pytestmark = pytest.mark.django_db


def issued(client):
    return passes.issue("lamp", client.cookies["visit-lamp"].value)


def redeemed(**sent):
    other = Client()
    return other, other.post("/go-on/", sent)


def ended(response):
    return (
        response.status_code == 200
        and "visit-lamp" not in response.client.cookies
        and look(response).hooks["page"] == "go_on"
        and 'aria-invalid="true"' in response.content.decode()
    )


@pytest.mark.parametrize("by", ["code", "secret"])
def test_the_other_device_is_where_the_first_one_is(visitor, by):
    visitor.post(*ANSWER)
    given = issued(visitor)
    other, response = redeemed(**{by: getattr(given, by)})
    assert response.status_code == 302
    assert response["Location"] == visitor.get("/guides/lamp/next/")["Location"]
    cookie = other.cookies["visit-lamp"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == (
        "/guides/lamp/",
        True,
        "Lax",
    )
    assert cookie.value != visitor.cookies["visit-lamp"].value
    assert look(other.get(ANSWER[0])).checked == look(visitor.get(ANSWER[0])).checked != set()


def test_both_devices_go_on_with_one_visit(visitor):
    other, _ = redeemed(code=issued(visitor).code)
    visitor.post(*ANSWER)
    other.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    places = {one.get("/guides/lamp/next/")["Location"] for one in (visitor, other)}
    assert len(places) == 1
    assert Visit.objects.count() == 1
    kinds = list(Event.objects.order_by("sequence").values_list("sequence", "kind"))
    assert kinds == [(1, "started"), (2, "answered"), (3, "result")]


def test_a_visit_moves_on_from_the_second_device_to_a_third(visitor):
    second, _ = redeemed(code=issued(visitor).code)
    third, _ = redeemed(secret=issued(second).secret)
    third.post(*ANSWER)
    for one in (visitor, second, third):
        assert one.get("/guides/lamp/answers/").context["said"]


def test_the_page_shows_what_redeems_and_keeps_nothing_of_it(visitor):
    page = visitor.post("/guides/lamp/another-device/")
    text = page.content.decode()
    code = page.context["code"]
    assert re.fullmatch(r"[2-9CFGHJMPQRVWX]{4}(-[2-9CFGHJMPQRVWX]{4}){2}", code)
    assert f'dir="ltr">{code}<' in text
    assert 'role="img"' in text
    assert "<svg" in text
    assert "style=" not in text
    kept = str(DevicePass.objects.values().get())
    assert code not in kept
    assert code.replace("-", "") not in kept
    assert "no-store" in page["Cache-Control"]
    other, response = redeemed(code=code)
    assert response.status_code == 302
    assert "visit-lamp" in other.cookies


def test_looking_makes_and_redeems_nothing(visitor):
    assert visitor.get("/guides/lamp/another-device/").status_code == 200
    assert not DevicePass.objects.exists()
    given, previewer = issued(visitor), Client()
    for _ in range(3):
        page = previewer.get(f"/go-on/{given.secret}/")
    assert not previewer.cookies.get("visit-lamp")
    assert DevicePass.objects.get().redeemed_at is None
    assert page["Referrer-Policy"] == "strict-origin"
    assert page["X-Robots-Tag"] == "noindex"
    assert "no-store" in page["Cache-Control"]
    assert look(page).forms == 1
    assert 'action="/go-on/"' in page.content.decode()
    assert redeemed(secret=given.secret)[1].status_code == 302


def test_a_link_looks_the_same_whatever_its_secret(visitor):
    pages = [
        re.sub(r"csrfmiddlewaretoken[^>]*", "", page).replace(secret, "")
        for secret in (issued(visitor).secret, "never-was")
        for page in [Client().get(f"/go-on/{secret}/").content.decode()]
    ]
    assert pages[0] == pages[1]


def words(response):
    (said,) = re.findall(r'role="alert">([^<]*)<', response.content.decode())
    return said


def test_whatever_does_not_work_is_answered_in_the_same_words(visitor):
    """Never was, used, too old, forgotten, withdrawn: nobody can tell them apart."""
    said = {"code": set(), "secret": set()}
    for by in said:
        used = issued(visitor)
        redeemed(code=used.code)
        old, withdrawn = issued(visitor), issued(visitor)
        DevicePass.objects.filter(pk=DevicePass.objects.order_by("-pk")[1].pk).update(
            expires_at=timezone.now() - timedelta(seconds=1)
        )
        never = "X" * LENGTH if by == "code" else "never-was"
        values = [never, getattr(used, by), getattr(old, by)]
        responses = [redeemed(**{by: one})[1] for one in values]
        Guide.objects.update(withdrawn=True)
        responses.append(redeemed(**{by: getattr(withdrawn, by)})[1])
        Guide.objects.update(withdrawn=False)
        forgotten = issued(visitor)
        keeper = Client()
        keeper.post("/guides/lamp/start/")
        gone = issued(keeper)
        keeper.post("/guides/lamp/answers/", {"forget": "1"})
        responses.append(redeemed(**{by: getattr(gone, by)})[1])
        assert all(ended(response) for response in responses)
        said[by] = {words(response) for response in responses}
        assert redeemed(**{by: getattr(forgotten, by)})[1].status_code == 302
    assert [len(one) for one in said.values()] == [1, 1]


def test_a_pass_ends_after_a_quarter_of_an_hour(visitor, monkeypatch):
    given, now = issued(visitor), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=15, seconds=1))
    with pytest.raises(PassEnded):
        passes.redeem_code(given.code)
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=14, seconds=50))
    assert passes.redeem_code(given.code).guide == "lamp"


def test_the_oldest_of_many_passes_end_and_old_ones_are_deleted(visitor):
    stranger = Client()
    stranger.post("/guides/lamp/start/")
    issued(stranger)
    DevicePass.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    given = [issued(visitor) for _ in range(passes.MOST_OPEN + 2)]
    assert DevicePass.objects.count() == passes.MOST_OPEN
    for one in given[:2]:
        with pytest.raises(PassEnded):
            passes.redeem_secret(one.secret)
    for one in given[2:]:
        passes.redeem_secret(one.secret)
    issued(visitor)
    assert DevicePass.objects.filter(token_hash=None).count() == 1
    assert DevicePass.objects.count() == passes.MOST_OPEN + 1


def test_forgetting_on_one_device_closes_the_visit_on_all(visitor):
    other, _ = redeemed(code=issued(visitor).code)
    unused = issued(visitor)
    other.post("/guides/lamp/answers/", {"forget": "1"})
    assert not DevicePass.objects.exists()
    for one in (visitor, other):
        assert one.get("/guides/lamp/answers/")["Location"] == "/guides/lamp/"
    assert ended(redeemed(code=unused.code)[1])


def test_a_preview_has_no_pass(visitor):
    Visit.objects.update(preview=True)
    with pytest.raises(VisitGone):
        issued(visitor)


def test_without_a_visit_one_begins_at_the_guide(lamp, client):
    for response in (
        client.get("/guides/lamp/another-device/"),
        client.post("/guides/lamp/another-device/"),
    ):
        assert (response.status_code, response["Location"]) == (302, "/guides/lamp/")


def test_the_first_way_in_costs_no_more_than_before(visitor, django_assert_num_queries):
    token = visitor.cookies["visit-lamp"].value
    other, _ = redeemed(code=issued(visitor).code)
    with django_assert_num_queries(2):
        find_visit("lamp", token)
    with django_assert_num_queries(3):
        find_visit("lamp", other.cookies["visit-lamp"].value)


def test_a_pass_is_for_its_own_guide(visitor):
    other, _ = redeemed(code=issued(visitor).code)
    assert find_visit("kettle", other.cookies["visit-lamp"].value) is None


# ---- typing ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({}, ""),
        ({"code": "abc"}, 'value="abc"'),
        ({"code": '"><script>'}, 'value="&quot;&gt;&lt;script&gt;"'),
        ({"code": "\0"}, ""),
        ({"code": "x" * 5000}, ""),
        ({"secret": "x" * 5000}, ""),
        ({"secret": "never-was"}, ""),
        ({"code": "XXXX-XXXX-XXXX"}, 'value="XXXX-XXXX-XXXX"'),
    ],
)
def test_what_is_no_code_is_said_and_kept(lamp, sent, kept):
    _, response = redeemed(**sent)
    assert ended(response)
    assert kept in response.content.decode()


# ---- guessing --------------------------------------------------------------------------------


def guess(client, address="192.0.2.1", code="XXXX-XXXX-XXXX"):
    return client.post("/go-on/", {"code": code}, REMOTE_ADDR=address)


def test_a_source_that_guesses_has_to_wait(visitor, monkeypatch, settings):
    settings.LIMITS = {**settings.LIMITS, "codes": "5/15minutes"}
    client, given, now = Client(), issued(visitor), time.time()
    monkeypatch.setattr(counts.time, "time", lambda: now)
    assert [guess(client).status_code for _ in range(5)] == [200] * 5
    refused = guess(client, code=given.code)
    assert refused.status_code == 429
    assert int(refused["Retry-After"]) == 15 * 60
    assert 'aria-invalid="true"' in refused.content.decode()
    assert guess(Client(), "192.0.2.2", "XXXXXXXXXXX2").status_code == 200
    assert guess(client, "192.0.2.2", given.code).status_code == 302
    kept = visitors()._own._open().execute("SELECT key FROM counts").fetchall()
    assert kept
    assert "192.0.2." not in str(kept)
    later = now + 15 * 60
    monkeypatch.setattr(counts.time, "time", lambda: later)
    assert guess(client).status_code == 200


def test_a_school_behind_one_address_may_mistype_three_times_each(visitor):
    client = Client()
    assert {guess(client).status_code for _ in range(90)} == {200}
    assert guess(client, code=issued(visitor).code).status_code == 302


def test_typing_too_little_is_no_guess(lamp):
    redeemed(code="abc")
    redeemed(secret="never-was")
    kept = visitors()._own._open().execute("SELECT key FROM counts").fetchall()
    assert "/codes/" not in str(kept)


# ---- at once ---------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_many_who_redeem_one_pass_at_once_one_wins(visitor):
    given = issued(visitor)
    ways = [{"code": given.code}, {"secret": given.secret}] * 5
    codes = together(lambda sent: redeemed(**sent)[1].status_code, ways)
    assert sorted(codes) == [200] * 9 + [302]
    assert DevicePass.objects.get().token_hash is not None


@pytest.mark.django_db(transaction=True)
def test_two_devices_that_answer_at_once_leave_one_order(visitor):
    other, _ = redeemed(code=issued(visitor).code)
    devices = [visitor, other]
    results = ["no_help", "could_not", "not_found", "waiting"] * 3

    def say(numbered):
        number, result = numbered
        twin = Client()
        twin.cookies = devices[number % 2].cookies.copy()
        return twin.post("/guides/lamp/steps/plug-in/", {"result": result}).status_code

    assert set(together(say, list(enumerate(results)))) == {302}
    sequences = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))
    pages = [one.get("/guides/lamp/steps/plug-in/").content.decode() for one in devices]
    # A step that waits has no answer yet.
    assert len({tuple(SAID_SO_FAR.findall(page)) for page in pages}) == 1


def test_who_is_overtaken_between_looking_and_taking_loses(visitor, monkeypatch):
    given, really = issued(visitor), passes.new_token

    def overtaken():
        monkeypatch.setattr(passes, "new_token", really)
        passes.redeem_code(given.code)
        return really()

    monkeypatch.setattr(passes, "new_token", overtaken)
    with pytest.raises(PassEnded):
        passes.redeem_secret(given.secret)


def test_the_database_itself_lets_no_two_passes_share_a_way_in(visitor):
    issued(visitor)
    first = DevicePass.objects.get()
    for field in ("secret_hash", "code_hash"):
        fresh = {"secret_hash": b"a" * 32, "code_hash": b"b" * 32, field: getattr(first, field)}
        with pytest.raises(IntegrityError), transaction.atomic():
            DevicePass.objects.create(visit_id=first.visit_id, expires_at=timezone.now(), **fresh)
    with pytest.raises(IntegrityError), transaction.atomic():
        DevicePass.objects.update(redeemed_at=timezone.now())


# ---- logs ------------------------------------------------------------------------------------


@pytest.fixture
def log():
    """What the handler of the settings writes."""
    (handler,) = [one for one in logging.getLogger().handlers if one.name == "console"]
    written = io.StringIO()
    before = handler.setStream(written)
    yield written
    handler.setStream(before)


def test_no_log_of_ours_holds_the_secret(visitor, log):
    """Whatever was wrong with a request, its path is written without what the link holds."""
    secret = issued(visitor).secret
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/go-on/{secret}/").status_code == 403
    assert strict.post("/go-on/", {"secret": secret}).status_code == 403
    assert Client().post(f"/go-on/{secret}/").status_code == 405
    assert Client().get(f"/go-on/{secret}/", headers={"host": "evil.example"}).status_code == 400
    assert Client().get(f"/support/cause/{secret}/").status_code == 404
    lines = log.getvalue()
    assert lines.count("/go-on/…") == 2
    assert "/support/cause/" in lines
    assert secret not in lines
