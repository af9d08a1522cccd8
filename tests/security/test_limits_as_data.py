"""Limits are data: an operator can change each, and what stands in the documents is true."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from limits import parse_many

from helpdesk.limiting import LIMITS, env_cache, env_limits
from tests.test_docs import section, table, text_of


def test_the_documents_have_each_limit_as_it_is():
    rows = table(section(text_of("docs/operations.md"), "Limits"))
    assert {kind: cells[0].strip("`") for kind, cells in rows.items()} == LIMITS


def test_each_limit_can_be_read():
    assert all(parse_many(text) for text in LIMITS.values())


def test_nothing_set_changes_nothing(monkeypatch):
    monkeypatch.delenv("RATE_LIMITS", raising=False)
    assert env_limits("RATE_LIMITS") == LIMITS


def test_an_operator_changes_one_kind_or_several(monkeypatch):
    monkeypatch.setenv("RATE_LIMITS", "starts=9/minute;90/hour, codes = 3/day")
    changed = {"starts": "9/minute;90/hour", "codes": "3/day"}
    assert env_limits("RATE_LIMITS") == {**LIMITS, **changed}


@pytest.mark.parametrize("odd", ["start=9/minute", "starts", "starts=", "starts=many", "=9/hour"])
def test_what_is_odd_is_refused_by_name(odd, monkeypatch):
    monkeypatch.setenv("RATE_LIMITS", odd)
    with pytest.raises(ImproperlyConfigured, match="RATE_LIMITS"):
        env_limits("RATE_LIMITS")


@pytest.mark.parametrize("good", ["", "redis://cache:6379/0", "rediss://:secret@cache.example/1"])
def test_a_shared_cache_is_a_redis(good, monkeypatch):
    monkeypatch.setenv("CACHE_URL", good)
    assert env_cache("CACHE_URL") == good


@pytest.mark.parametrize("odd", ["redis://", "memcached://:secret@cache", "cache.example:6379"])
def test_another_cache_is_refused_and_its_password_is_not_told(odd, monkeypatch):
    monkeypatch.setenv("CACHE_URL", odd)
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL") as refused:
        env_cache("CACHE_URL")
    assert "secret" not in str(refused.value)
