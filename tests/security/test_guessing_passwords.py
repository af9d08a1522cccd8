"""Whoever guesses a password of staff is held up, on both log-in pages; nobody else is."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client
from limits.storage import storage_from_string

from troubleshooter.views import counts
from troubleshooter.views.counting import passwords

pytestmark = pytest.mark.django_db
PAGES = ("/admin/login/", "/insights/login/")
SECRET = "a lamp in the window"
HERE, THERE = "192.0.2.7", "198.51.100.9"


@pytest.fixture
def ada():
    return get_user_model().objects.create_user("ada", password=SECRET, is_staff=True)


@pytest.fixture
def bob():
    return get_user_model().objects.create_user("bob", password=SECRET, is_staff=True)


def attempt(where, name, password, address=HERE, **headers):
    sent = {"username": name, "password": password}
    return Client().post(where, sent, REMOTE_ADDR=address, **headers)


def guess(times, name="ada", address=HERE, where=PAGES[0]):
    return [attempt(where, name, f"guess {n}", address).status_code for n in range(times)]


@pytest.mark.parametrize("where", PAGES)
def test_the_fifth_wrong_password_holds_up_and_says_for_how_long(where, ada):
    assert guess(4, where=where) == [200] * 4
    refused = attempt(where, "ada", "guess 5")
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 15 * 60
    assert 'id="locked-out"' in refused.content.decode()
    assert "no-store" in refused["Cache-Control"]
    right = attempt(where, "ada", SECRET)
    assert right.status_code == 429
    assert "sessionid" not in right.cookies


def test_both_pages_count_together(ada):
    assert guess(4, where=PAGES[0]) == [200] * 4
    assert attempt(PAGES[1], "ada", "guess 5").status_code == 429
    assert attempt(PAGES[0], "ada", SECRET).status_code == 429


def test_somebody_else_behind_the_same_address_signs_in(ada, bob):
    guess(5)
    assert attempt(PAGES[0], "bob", SECRET).status_code == 302


def test_the_owner_signs_in_from_elsewhere_while_a_stranger_guesses(ada):
    guess(20)
    assert attempt(PAGES[0], "ada", SECRET, THERE).status_code == 302


def test_it_ends_and_trying_on_makes_it_no_longer(ada, monkeypatch):
    now = counts.time.time()
    monkeypatch.setattr(counts.time, "time", lambda: now)
    guess(30)
    monkeypatch.setattr(counts.time, "time", lambda: now + 15 * 60)
    assert attempt(PAGES[0], "ada", SECRET).status_code == 302


def test_who_mistypes_and_then_gets_in_begins_anew(ada):
    assert guess(4) == [200] * 4
    assert attempt(PAGES[0], "ada", SECRET).status_code == 302
    assert guess(4) == [200] * 4


def test_one_address_cannot_try_one_password_on_all_accounts(bob):
    assert [guess(1, f"person{n}")[0] for n in range(49)] == [200] * 49
    assert guess(1, "person50") == [429]
    assert attempt(PAGES[0], "bob", SECRET).status_code == 429
    assert attempt(PAGES[0], "bob", SECRET, THERE).status_code == 302


def test_many_addresses_cannot_try_one_account_for_ever(ada):
    tried = [guess(1, address=f"198.51.{n // 200}.{n % 200}")[0] for n in range(101)]
    assert tried == [200] * 99 + [429] * 2


def test_an_address_that_is_only_said_is_not_believed(ada, settings):
    for n in range(5):
        attempt(PAGES[0], "ada", "wrong", headers={"X-Forwarded-For": f"203.0.113.{n}"})
    assert attempt(PAGES[0], "ada", SECRET).status_code == 429
    settings.PROXIES = 1
    behind = {"headers": {"X-Forwarded-For": THERE}}
    assert attempt(PAGES[0], "ada", SECRET, **behind).status_code == 302


def test_no_address_no_name_and_no_browser_is_kept_or_logged(ada, caplog):
    for n in range(6):
        attempt(PAGES[0], "ada", f"guess {n}", headers={"User-Agent": "Marked/7"})
    kept = str(passwords()._own._open().execute("SELECT * FROM counts").fetchall())
    assert kept != "[]"
    for told in (kept, caplog.text):
        assert not {"ada", HERE, "Marked"} & set(told.replace('"', " ").split())
        assert HERE not in told
    assert not mail.outbox


def test_the_tables_of_axes_are_not_made(settings):
    assert settings.MIGRATION_MODULES["axes"] is None


# ---- counted for all processes of a server -------------------------------------------------------


def add(place, times):
    store = storage_from_string(f"counts+file://{place}")
    for _ in range(times):
        store.incr("one", 60)


def test_all_who_opened_the_file_count_together_and_none_is_lost(tmp_path):
    place = tmp_path / "counts.sqlite3"
    with ThreadPoolExecutor(4) as them:
        for done in [them.submit(add, place, 50) for _ in range(4)]:
            done.result()
    assert storage_from_string(f"counts+file://{place}").get("one") == 200


def test_a_child_process_opens_a_connection_of_its_own(tmp_path, monkeypatch):
    store = storage_from_string(f"counts+file://{tmp_path / 'counts.sqlite3'}")
    store.incr("one", 60)
    before = store._connection
    monkeypatch.setattr(counts.os, "getpid", lambda: -1)
    assert store.incr("one", 60) == 2
    assert store._connection is not before
    before.close()


def test_what_is_over_is_forgotten_and_there_is_never_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(counts, "SWEEP_EVERY", 10)
    monkeypatch.setattr(counts, "MOST_ROWS", 25)
    place = tmp_path / "counts.sqlite3"
    store = storage_from_string(f"counts+file://{place}")
    now = counts.time.time()
    monkeypatch.setattr(counts.time, "time", lambda: now)
    for n in range(100):
        store.incr(f"key {n}", 60 + n)
    with closing(sqlite3.connect(place)) as read:
        rows = read.execute("SELECT count(*), max(ends) FROM counts").fetchone()
    assert rows[0] <= 25 + 10
    assert rows[1] == now + 159
    monkeypatch.setattr(counts.time, "time", lambda: now + 1_000)
    assert store.get("key 99") == 0
    assert store.incr("key 99", 60) == 1
