"""Nobody floods the portal, and a flood is in nobody's way who is on the way."""

import logging
import re
import sqlite3
from html import unescape

import pytest
from django.test import Client
from limits import parse
from redis.exceptions import ConnectionError as Away

from tests.journeys.walking import HTMX
from troubleshooter.models import Delivery, DevicePass, Event, Visit
from troubleshooter.views import counting, counts
from troubleshooter.views.counting import Counter, visitors

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.7", "198.51.100.9"
LAMP = "/guides/lamp/"


def start(client=None, address=HERE):
    sent = {"platform": "desk", "version": "2"}
    return (client or Client()).post(f"{LAMP}start/", sent, REMOTE_ADDR=address)


def someone(address=HERE):
    client = Client(REMOTE_ADDR=address)
    assert start(client, address).status_code == 302
    return client


def limit(settings, **kinds):
    settings.LIMITS = {**settings.LIMITS, **kinds}


def answer(client, option="yes"):
    return client.post(f"{LAMP}questions/others/", {"option": option})


# ---- starts --------------------------------------------------------------------------------------


def test_ten_thousand_starts_from_one_address_are_limited_and_others_are_served(
    lamp, settings, caplog
):
    """The flood is counted and not sent, but for its first hundred and its last: the views behind
    the limit are what takes the time."""
    limit(settings, starts="100/minute")
    on_the_way = someone()
    assert {start().status_code for _ in range(99)} == {302}
    for _ in range(9_800):
        assert not visitors().hit("starts", counted_as(HERE))
    with caplog.at_level(logging.INFO, "django.request"):
        refused = [start() for _ in range(100)]
    assert not caplog.records
    assert {one.status_code for one in refused} == {429}
    assert 0 < int(refused[-1]["Retry-After"]) <= 60
    assert Visit.objects.count() == 100
    assert start(address=THERE).status_code == 302
    assert answer(on_the_way).status_code == 302
    assert on_the_way.get(f"{LAMP}next/").status_code == 302


def counted_as(address):
    rows = visitors()._own._open().execute("SELECT key FROM counts").fetchall()
    (key,) = {key.split("/")[2] for (key,) in rows if "/starts/" in key}
    assert address not in key
    return key


def test_thirty_people_behind_one_address_go_through_a_whole_guide(lamp):
    def walk(person):
        yield start(person)
        yield person.get("/?q=no power")
        for key, option in (("others", "no"), ("others", "yes"), ("others", "unsure")):
            yield person.post(f"{LAMP}questions/{key}/", {"option": option})
        for key in ("plug-in", "fuse-out", "new-bulb", "candle"):
            for result in ("not_found", "waiting", "no_help"):
                yield person.post(f"{LAMP}steps/{key}/", {"result": result})
        yield person.post(f"{LAMP}another-device/")
        yield person.post(f"{LAMP}support/", {"hand_over": "1"})
        yield person.get(f"{LAMP}answers/")

    people = [walk(Client(REMOTE_ADDR=HERE)) for _ in range(30)]
    for at_once in zip(*people, strict=True):
        assert {one.status_code for one in at_once} <= {200, 302}
    assert Visit.objects.count() == 30


def test_each_day_of_starts_is_bounded_whatever_the_minutes_allow(settings, lamp):
    limit(settings, starts="10/minute;12/hour")
    got = [start().status_code for _ in range(10)]
    assert got == [302] * 10
    rows = visitors()._own._open()
    rows.execute("UPDATE counts SET ends = 0 WHERE key LIKE '%/10/1/minute'")
    assert [start().status_code for _ in range(4)].count(302) == 2


# ---- within a visit ------------------------------------------------------------------------------

WITHIN = {
    "answers": [
        ("questions/others/", {"option": "yes"}),
        ("steps/plug-in/", {"result": "no_help"}),
        ("message/", {"message": ""}),
        ("paths/switch/not-found/", {}),
        ("answers/", {}),
    ],
    "support": [("support/", {"since": "Monday", "hand_over": "1"})],
    "passes": [("another-device/", {})],
}


@pytest.mark.parametrize(
    ("kind", "where", "sent"), [(kind, *one) for kind, posts in WITHIN.items() for one in posts]
)
def test_each_kind_of_post_is_counted_by_its_visit(kind, where, sent, lamp, settings):
    limit(settings, **{kind: "3/minute"})
    one, other = someone(), someone()
    assert {one.post(LAMP + where, sent).status_code for _ in range(3)} <= {200, 302, 404}
    said = [table.objects.count() for table in (Event, DevicePass, Delivery)]
    assert one.post(LAMP + where, sent).status_code == 429
    assert [table.objects.count() for table in (Event, DevicePass, Delivery)] == said
    assert other.post(LAMP + where, sent).status_code != 429
    assert one.get(f"{LAMP}answers/").status_code == 200


def test_calendar_files_are_counted_by_the_visit(lamp, settings):
    limit(settings, calendars="2/minute")
    one = someone()
    one.post(f"{LAMP}steps/new-bulb/", {"result": "waiting"})
    got = [one.get(f"{LAMP}steps/new-bulb/reminder.ics").status_code for _ in range(3)]
    assert got == [200, 200, 429]


def test_cookies_of_no_visit_are_counted_by_the_address(lamp, settings):
    limit(settings, strangers="3/minute")
    honest = someone()

    def made_up(n):
        client = Client(REMOTE_ADDR=HERE)
        client.cookies["visit-lamp"] = f"made-up-{n}"
        return answer(client)

    assert [made_up(n).status_code for n in range(4)] == [302, 302, 302, 429]
    assert answer(honest).status_code == 302
    assert Event.objects.filter(kind="answered").count() == 1


# ---- elsewhere -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "ask"),
    [
        ("searches", lambda c: c.get("/?q=power")),
        ("searches", lambda c: c.get("/?q=power", headers={**HTMX, "hx-target": "found"})),
        ("links", lambda c: c.post("/go-on/", {"secret": "never-was"})),
        ("causes", lambda c: c.post("/support/cause/no-token/", {"cause": "fuse"})),
    ],
)
def test_who_has_no_visit_is_counted_by_the_address(kind, ask, lamp, settings):
    limit(settings, **{kind: "2/minute"})
    assert 429 not in [ask(Client(REMOTE_ADDR=HERE)).status_code for _ in range(2)]
    assert ask(Client(REMOTE_ADDR=HERE)).status_code == 429
    assert ask(Client(REMOTE_ADDR=THERE)).status_code != 429
    assert Client(REMOTE_ADDR=HERE).get("/").status_code == 200


def test_what_is_not_known_is_not_counted(lamp, settings):
    limit(settings, starts="1/minute")
    settings.PROXIES = 1
    assert {start().status_code for _ in range(3)} == {302}


# ---- what is said --------------------------------------------------------------------------------


def test_what_was_typed_is_on_the_page_and_goes_through_later(lamp, settings):
    limit(settings, support="1/minute")
    one = Client(enforce_csrf_checks=False)
    start(one)
    sent = {"since": 'Monday <b>"', "hand_over": "1"}
    one.post(f"{LAMP}support/", {"since": "Sunday"})
    refused = one.post(f"{LAMP}support/", sent)
    page = refused.content.decode()
    assert 'id="too-many"' in page
    assert "no-store" in refused["Cache-Control"]
    kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert kept.pop("csrfmiddlewaretoken")
    assert {name: unescape(value) for name, value in kept.items()} == sent
    assert "<b>" not in page
    assert f'action="{LAMP}support/"' in page
    visitors().reset()
    assert one.post(f"{LAMP}support/", sent).status_code == 302
    assert Visit.objects.get().handoff["since"] == sent["since"]


# ---- where it is counted -------------------------------------------------------------------------


class Cache(counts.Counts):
    """A shared cache that can be away, and says how often it was asked."""

    STORAGE_SCHEME = ["tests-cache"]

    def __init__(self):
        super().__init__("counts+memory:")
        self.away, self.asked = False, 0

    def incr(self, key, expiry, amount=1):
        self.asked += 1
        if self.away:
            raise Away("redis://:secret@cache")
        return super().incr(key, expiry, amount)


def own():
    return counts.Counts("counts+memory:")


def test_servers_with_one_cache_count_together(settings):
    limit(settings, starts="2/minute")
    cache = Cache()
    servers = [Counter(own=own(), shared=cache) for _ in range(3)]
    assert [one.hit("starts", "who") for one in servers] == [True, True, False]


def test_without_the_cache_each_server_counts_and_says_so_once(settings, caplog, monkeypatch):
    limit(settings, starts="2/minute")
    cache, now = Cache(), counting.time.monotonic()
    monkeypatch.setattr(counting.time, "monotonic", lambda: now)
    server = Counter(own=own(), shared=cache)
    cache.away = True
    with caplog.at_level(logging.WARNING):
        assert [server.hit("starts", "who") for _ in range(3)] == [True, True, False]
        monkeypatch.setattr(counting.time, "monotonic", lambda: now + counting.PAUSE)
        server.hit("starts", "who")
    assert cache.asked == 2
    assert len(caplog.records) == 1
    assert "secret" not in caplog.text
    cache.away = False
    monkeypatch.setattr(counting.time, "monotonic", lambda: now + 2 * counting.PAUSE)
    assert server.hit("starts", "who")
    assert cache.get(parse("2/minute").key_for("starts", "who")) == 1


def test_what_is_over_goes_with_the_next_count(monkeypatch):
    store, now = own(), counts.time.time()
    monkeypatch.setattr(counts.time, "time", lambda: now)
    for n in range(20):
        store.incr(f"key {n}", 60)
    monkeypatch.setattr(counts.time, "time", lambda: now + 61)
    store.incr("another", 60)
    assert store._open().execute("SELECT key FROM counts").fetchall() == [("another",)]


def test_the_memory_is_bounded(monkeypatch):
    monkeypatch.setattr(counts, "MOST_ROWS", 500)
    store = own()
    for n in range(3_000):
        store.incr(f"key {n}", 60)
    (rows,) = store._open().execute("SELECT count(*) FROM counts").fetchone()
    assert rows <= 500 + counts.SWEEP_EVERY
    assert sqlite3.sqlite_version_info >= (3, 35)  # RETURNING
