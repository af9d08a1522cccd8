"""Words that find nothing are counted by day, without what may point at somebody."""

import pytest
from django.db import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.content import unmatched
from troubleshooter.content.unmatched import LONGEST_KEPT, count_unmatched, scrubbed
from troubleshooter.models import Event, Unmatched, Visit

COUNTED = {
    "  Blinking   RED light! ": "blinking red light",
    "Wi-Fi won't connect": "wi-fi won't connect",
    "Rot blinkend, ständig": "rot blinkend ständig",
    "मेरा फ़ोन": "मेरा फ़ोन",
    "error 0x80070005": "error",
    "iOS17 stuck": "stuck",
}
POINTING = {
    "call +49 (170) 123-45 67 now": "call now",
    "my number is ０１７０ 1234567": "my number is",
    "mail jane@example.org lost": "mail lost",
    "mail jane @ example.org lost": "mail lost",
    "ask jane.doe please": "ask please",
    "see www.example.org/x?y=z": "see",
    "account jane_doe locked": "account locked",
    f"key {'q' * 31}": "key",
    "12345 67890": "",
    "?! ---": "",
    "mail jane dot doe at example dot org lost": "mail jane dot lost",
    "reach me: jane (at) example (dot) org": "reach me",
    "token aXbYcZdQwErT refused": "token refused",
    "key xkqzplmwv refused": "key refused",
    "card 4111 1111 1111 1111 declined": "card declined",
    "IBAN DE89 3704 0044 0532 0130 00": "iban",
}


@pytest.mark.parametrize("query", [*COUNTED, *POINTING])
def test_what_may_point_at_somebody_is_taken_out(query):
    assert scrubbed(query) == {**COUNTED, **POINTING}[query]


@given(st.text(max_size=90))
def test_whatever_is_typed_what_is_kept_is_short_lower_letters(text):
    words = scrubbed(text)
    assert len(words) <= min(LONGEST_KEPT, Unmatched._meta.get_field("words").max_length)
    assert words == words.lower() == " ".join(words.split())
    assert not any(c.isdigit() or c in "@/_.:\0\n" for c in words)


@given(st.text(max_size=60))
def test_what_was_scrubbed_is_clean(text):
    assert scrubbed(scrubbed(text)) == scrubbed(text)


@pytest.mark.parametrize("times", [23, 24, 30, 60])
def test_what_is_long_is_cut_between_words(times):
    most = Unmatched._meta.get_field("words").max_length
    words = scrubbed("blinking words " * times)
    assert most - len("blinking ") < len(words) <= most
    assert set(words.split()) == {"blinking", "words"}


def searched(client, *queries):
    for query in queries:
        assert client.get("/", {"q": query}).status_code == 200
    return dict(Unmatched.objects.values_list("words", "times"))


@pytest.mark.django_db
def test_only_searches_that_find_nothing_are_counted(lamp, client):
    assert searched(client, "power lost", "", "  ", "zebra 9", "Zebra!", "zebra crossing") == {
        "zebra": 2,
        "zebra crossing": 1,
    }
    client.head("/", {"q": "zebra"})
    assert Unmatched.objects.get(words="zebra").times == 2
    assert not Visit.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_what_somebody_is_still_typing_is_not_counted(lamp, client):
    typing = {"HX-Request": "true", "HX-Target": "found"}
    for letters in ("ze", "zebra"):
        page = client.get("/", {"q": letters}, headers=typing).content.decode()
        assert "<main" not in page
        assert 'hx-swap-oob="innerHTML:#how-many"' in page
    assert not Unmatched.objects.exists()
    client.get("/", {"q": "zebra"}, headers={"HX-Request": "true"})
    assert Unmatched.objects.get().words == "zebra"


@pytest.mark.django_db
def test_a_day_is_never_filled_with_more_than_so_many(lamp, client, monkeypatch):
    monkeypatch.setattr(unmatched, "MOST_A_DAY", 2)
    assert searched(client, "zebra", "yak", "xerus", "yak") == {"zebra": 1, "yak": 2}


@pytest.mark.django_db
def test_days_are_counted_apart(lamp, client, monkeypatch):
    count_unmatched("zebra")
    Unmatched.objects.update(day="2026-01-01")
    count_unmatched("zebra")
    assert list(Unmatched.objects.values_list("times", flat=True)) == [1, 1]


@pytest.mark.django_db
def test_the_page_comes_though_nothing_can_be_counted(lamp, client, monkeypatch, caplog):
    def full(day, words):
        raise DatabaseError(f"disk full while writing {words}")

    monkeypatch.setattr(unmatched, "_count", full)
    assert "zebra" in client.get("/", {"q": "zebra"}).content.decode()
    assert "DatabaseError" in caplog.text
    assert "zebra" not in caplog.text
