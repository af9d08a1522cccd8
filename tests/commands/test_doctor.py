"""The doctor finds what is wrong, one planted ailment at a time, and nothing in a healthy portal."""

from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from troubleshooter.management import ailments
from troubleshooter.models import Delivery, Guide, PlannedPublication, Visit

AGO = timezone.now() - timedelta(days=2)


def found():
    said = StringIO()
    try:
        call_command("doctor", stdout=said)
    except CommandError:
        return [line for line in said.getvalue().splitlines() if line.startswith("- ")]
    return []


@pytest.fixture(autouse=True)
def healthy(visitor, settings, tmp_path, monkeypatch):
    """Tests relax how durable their own database is; that is looked at elsewhere."""
    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(ailments, "run_checks", lambda **kwargs: [])


def delivery(**columns):
    visit = Visit.objects.get()
    moments = {"made_at": AGO, "due_at": AGO}
    return Delivery.objects.create(
        visit=visit, channel="webhook", key=uuid4(), **{**moments, **columns}
    )


def plan(**columns):
    guide = Guide.objects.get()
    return PlannedPublication.objects.create(guide=guide, content={}, content_hash="", **columns)


AILMENTS = {
    "no guide is live": lambda: Guide.objects.update(withdrawn=True),
    "a plan failed": lambda: plan(state="failed", problem="It has no cause.", ended_at=AGO),
    "a plan is late": lambda: plan(state="planned", publish_at=AGO),
    "a hand-over waits": lambda: delivery(state="waiting", content={}),
    "a hand-over was given up": lambda: delivery(state="given_up"),
}


def test_nothing_is_wrong_with_a_healthy_portal():
    assert found() == []


@pytest.mark.parametrize("ailment", AILMENTS.values(), ids=AILMENTS.keys())
def test_an_ailment_is_found(ailment):
    ailment()
    assert len(found()) == 1


@pytest.mark.parametrize(("name", "value"), [("LEAST_FREE", 10**18), ("UNFOLDED", 0)])
def test_too_little_room_and_too_much_to_count_are_found(monkeypatch, name, value):
    monkeypatch.setattr(ailments, name, value)
    assert len(found()) == 1


def test_visits_that_should_be_gone_are_found(settings):
    settings.VISIT_DAYS = 61
    assert found() == []
    Visit.objects.update(started_at=timezone.now() - timedelta(days=70))
    assert len(found()) == 1


def test_a_folder_that_cannot_be_written_to_is_found(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert len(found()) == 1


def test_styles_that_were_not_collected_are_found(monkeypatch):
    def missing(name):
        raise ValueError(name)

    monkeypatch.setattr(ailments.staticfiles_storage, "url", missing)
    assert len(found()) == 1


def test_tables_that_are_behind_are_found(monkeypatch):
    monkeypatch.setattr(ailments.MigrationExecutor, "migration_plan", lambda *args: [1, 2])
    assert found() == ["- 2 changes of the tables were not made yet. Run: manage.py migrate"]


def test_a_database_that_does_not_answer_is_told_once(monkeypatch):
    def away():
        raise OperationalError("gone")
        yield

    monkeypatch.setattr(ailments, "ALL", (away, away))
    assert len(found()) == 1


def test_what_checks_find_is_told(monkeypatch):
    wrong = checks.Warning("Not safe.", hint="Do it.")
    monkeypatch.setattr(ailments, "run_checks", lambda **kwargs: [wrong])
    assert found() == ["- Not safe. Do it."]
