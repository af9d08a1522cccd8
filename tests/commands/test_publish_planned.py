"""Cron publishes what is due, says so, and its exit code tells whether all went well."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from troubleshooter.editing.plans import send_on
from troubleshooter.models import Guide, PlannedPublication, PublicationState, Revision, Step


@pytest.fixture
def due(lamp):
    guide = Guide.objects.get(key="lamp")
    Step.objects.filter(guide=guide, key="plug-in").update(title="Push the plug in")
    past = timezone.now() - timedelta(minutes=1)
    return send_on(guide, author=None, note="Clearer", publish_at=past)


def test_nothing_due_is_no_fault(lamp, capsys):
    call_command("publish_planned")
    assert capsys.readouterr().err == ""
    assert Revision.objects.count() == 1


def test_what_is_due_is_published_and_told(due, capsys):
    call_command("publish_planned")
    assert capsys.readouterr().out == "lamp: published as revision 2\n"
    due.refresh_from_db()
    assert (due.state, due.revision.number) == (PublicationState.PUBLISHED, 2)


def test_a_second_run_publishes_nothing_more(due):
    call_command("publish_planned")
    call_command("publish_planned")
    assert Revision.objects.count() == 2


def test_what_fails_is_told_and_ends_with_1(due, capsys):
    due.content["causes"][0]["share"] = 5
    due.save()
    with pytest.raises(CommandError) as refusal:
        call_command("publish_planned")
    assert refusal.value.returncode == 1
    failed = PlannedPublication.objects.get()
    assert failed.state == PublicationState.FAILED
    assert failed.problem in capsys.readouterr().err
    assert Revision.objects.count() == 1
