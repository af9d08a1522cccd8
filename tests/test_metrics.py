"""Prometheus is told what was asked for, how long it took and what waits; nobody else is."""

import os
import re
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError
from django.test import Client
from django.utils import timezone
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from helpdesk.metrics import env_metrics
from tests.test_docs import section, table, text_of
from troubleshooter import urls
from troubleshooter.models import Delivery, Event, FoldMark, Visit
from troubleshooter.statistics.folding import fold
from troubleshooter.views import backlog

ROOT = Path(__file__).resolve().parents[1]
TOKEN = "a-token-of-sixteen-and-more"
ASK = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(settings):
    settings.METRICS_TOKEN = TOKEN


def samples(text):
    """(name, labels) -> value of all that is told."""
    return {
        (one.name, tuple(sorted(one.labels.items()))): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


def told(client=None):
    return samples((client or Client()).get("/metrics", headers=ASK).content.decode())


def gauge(name):
    return told()[(f"helpdesk_{name}", ())]


def answers(page, method, status):
    labels = {"page": page, "method": method, "status": str(status)}
    return REGISTRY.get_sample_value("helpdesk_answers_total", labels) or 0


@pytest.mark.django_db
def test_who_has_no_token_finds_nothing(watched, settings):
    for sent in ("", "Bearer", "Bearer x", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}ü"):
        assert Client().get("/metrics", headers={"authorization": sent}).status_code == 404
    assert Client().get("/metrics", headers=ASK).status_code == 200
    settings.METRICS_TOKEN = ""
    for sent in ("", "Bearer ", "Bearer"):
        assert Client().get("/metrics", headers={"authorization": sent}).status_code == 404


def test_an_odd_token_is_refused_and_not_repeated(monkeypatch):
    for odd in ("short", "ü" * 20):
        monkeypatch.setenv("METRICS_TOKEN", odd)
        with pytest.raises(ImproperlyConfigured, match="METRICS_TOKEN") as refused:
            env_metrics("METRICS_TOKEN")
        assert odd not in str(refused.value)


def test_without_a_token_nothing_is_counted(client):
    before = answers("alive", "GET", 200)
    client.get("/healthz")
    assert answers("alive", "GET", 200) == before


def test_each_answer_is_counted_by_its_page_and_timed(watched, lamp):
    client, of_guide = Client(), (("method", "GET"), ("page", "guide"))
    timed = ("helpdesk_answer_seconds_count", of_guide)
    before, timed_before = (answers("start", "POST", 302), answers("guide", "GET", 200)), told()
    client.get("/guides/lamp/")
    client.get("/guides/lamp/")
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    after = answers("start", "POST", 302), answers("guide", "GET", 200)
    assert (after[0] - before[0], after[1] - before[1]) == (1, 2)
    found = told()
    assert found[timed] - timed_before.get(timed, 0) == 2
    assert found[("helpdesk_answer_seconds_sum", of_guide)] > 0


def test_no_label_is_an_address_or_anything_that_can_be_made_up(watched, lamp):
    client = Client()
    for address in ("/guides/secret-guide/", "/go-on/secret-pass/", "/secret/", "/?q=secret"):
        client.get(address)
    client.generic("SECRET", "/")
    text = client.get("/metrics", headers=ASK).content.decode()
    assert "secret" not in text.lower()
    names = {path.name for path in urls.urlpatterns} | {"admin", "none"}
    assert set(re.findall(r'page="([^"]*)"', text)) <= names
    assert 'method="other"' in text


@pytest.mark.django_db
def test_trouble_and_limits_are_counted(watched, settings, monkeypatch):
    settings.LIMITS = {**settings.LIMITS, "searches": "1/minute"}
    before = answers("home", "GET", 429), answers("home", "GET", 503)
    client = Client(raise_request_exception=False)
    for _ in range(3):
        client.get("/?q=lamp")

    def away(*args, **kwargs):
        raise OperationalError

    monkeypatch.setattr("troubleshooter.content.catalogue.live_guides", away)
    client.get("/")
    after = answers("home", "GET", 429), answers("home", "GET", 503)
    assert (after[0] - before[0], after[1] - before[1]) == (2, 1)


def test_what_waits_is_told(watched, visitor):
    now = timezone.now()
    assert gauge("events_unfolded") == Event.objects.count() == 1
    assert gauge("last_event") == Event.objects.get().pk
    Event.objects.update(at=now - timedelta(seconds=500))
    assert 500 <= gauge("fold_lag_seconds") < 520
    fold()
    assert FoldMark.objects.exists()
    assert (gauge("events_unfolded"), gauge("fold_lag_seconds")) == (0, 0)
    late = now - timedelta(seconds=90)
    Delivery.objects.create(
        visit=Visit.objects.get(),
        channel="mail",
        key="0" * 32,
        content={},
        made_at=late,
        due_at=now,
    )
    assert gauge("hand_overs_waiting") == 1
    assert 90 <= gauge("hand_over_lag_seconds") < 110
    assert gauge("database_up") == 1


@pytest.mark.django_db
def test_a_database_that_is_away_is_a_figure(watched, monkeypatch):
    def away():
        raise OperationalError

    monkeypatch.setattr(backlog, "current_mark", away)
    found = told()
    assert found[("helpdesk_database_up", ())] == 0
    assert ("helpdesk_events_unfolded", ()) not in found


@pytest.mark.django_db
def test_a_visitor_pays_no_statement(watched, lamp, django_assert_num_queries):
    client = Client()
    client.get("/offline/")
    with django_assert_num_queries(0):
        client.get("/offline/")


@pytest.mark.django_db
def test_the_documents_have_each_figure(watched, client):
    client.get("/offline/")
    text = client.get("/metrics", headers=ASK).content.decode()
    ours = {one.name for one in text_string_to_metric_families(text)}
    ours = {one for one in ours if one.startswith("helpdesk_") and not one.endswith("_created")}
    rows = table(section(text_of("docs/operations.md"), "Metrics"))
    told_of = {name.removesuffix("_total") for name in rows if name.startswith("helpdesk_")}
    assert told_of == ours


def test_all_processes_of_a_server_are_told_together(tmp_path):
    """A server with two workers, asked by many at once; whoever answers tells of both."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stale = tmp_path / "metrics" / "counter_1.db"
    stale.parent.mkdir()
    (tmp_path / "static").mkdir()
    stale.write_bytes(b"of an earlier server")
    command = ["-m", "gunicorn", "-c", "python:helpdesk.serving", "--bind", f"127.0.0.1:{port}"]
    environ = {"DATA_DIR": str(tmp_path), "METRICS_TOKEN": TOKEN, "LOG_FORMAT": "json"}
    environ = {**os.environ, **environ, "DATABASE_URL": ""}
    with (tmp_path / "log").open("w") as log:
        server = subprocess.Popen([sys.executable, *command], env=environ, cwd=ROOT, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", headers=ASK, timeout=30) as asking:
            _until_it_answers(asking)
            before = samples(asking.get("/metrics").text)
            asked = _until_both_have_answered(asking, tmp_path / "metrics")
            after = samples(asking.get("/metrics").text)
    finally:
        server.terminate()
        server.wait()
    healthy = ("helpdesk_answers_total", (("method", "GET"), ("page", "alive"), ("status", "200")))
    assert after[healthy] - before[healthy] == asked
    assert not stale.exists()
    lines = (tmp_path / "log").read_text().splitlines()
    assert all(line.startswith('{"time": ') for line in lines)


def _until_both_have_answered(asking, counters):
    """How many times they were asked. Which of them answers is the kernel's choice."""
    close = {"connection": "close"}
    for asked in range(60, 6_000, 60):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: asking.get("/healthz", headers=close), range(60)))
        if len(list(counters.glob("counter_*.db"))) == 2:
            return asked
    raise AssertionError("one of the two never answered")


def _until_it_answers(asking):
    for _ in range(300):
        try:
            return asking.get("/healthz").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.05)
    pytest.fail("the server does not answer")
