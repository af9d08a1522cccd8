"""The audit trail as people read it: the list, an entry, and the History of a thing."""

from datetime import date

import pytest
from auditlog.models import LogEntry
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from troubleshooter.admin.history import told, trail_of
from troubleshooter.models import Cause, Step

from .factories import more_like, someone
from .forms import change, saved
from .test_pages import address
from .test_publishing import editor

TRAIL = "/admin/auditlog/logentry/"


def entries(**found):
    return list(LogEntry.objects.filter(**found).order_by("pk"))


def forget():
    LogEntry.objects.all().delete()


def only(**found):
    (entry,) = entries(**found)
    return entry


def test_the_history_of_a_thing_says_who_from_and_to(step, admin_client):
    ada = someone("ada")
    assert saved(change(ada, step, title="Push the plug in", **{"effects-0-probability": "0.2"}))
    response = admin_client.get(address(Step, "history", step.pk))
    body = response.content.decode()
    assert "ada" in body
    assert "<del>Plug it in</del>" in body or "<del>Plug</del>" in body
    assert len(response.context["trail"]) == 2
    other = address(Step, "history", Step.objects.get(key="rewire").pk)
    assert not admin_client.get(other).context["trail"]


def test_the_history_of_a_guide_holds_everything_in_it(step, guide, twin, admin_client):
    assert saved(change(admin_client, step, title="Push the plug in"))
    Cause.objects.filter(guide=twin).update(share=0.3)
    kinds = {e.content_type.model for e in trail_of(guide)}
    assert "step" in kinds
    assert "cause" not in kinds


def test_the_list_is_filtered_by_guide_person_kind_and_day(step, guide, twin, admin_client):
    forget()
    ada = someone("ada")
    assert saved(change(ada, step, title="Push the plug in"))
    Cause.objects.filter(guide=twin).update(share=0.3)
    every = LogEntry.objects.filter(content_type__app_label="troubleshooter")

    def found(**query):
        response = admin_client.get(TRAIL, query)
        assert response.status_code == 200
        return set(response.context["cl"].result_list)

    mine = every.get(content_type__model="step")
    assert found(guide=guide.pk) == {mine}
    assert found(guide=twin.pk) == set(every) - {mine}
    assert found(actor__id__exact=mine.actor_id) == {mine}
    assert found(kind="2") == set()
    assert mine in found(timestamp__year=mine.timestamp.year)
    assert found(timestamp__year=1999) == set()
    assert found(guide="nonsense") >= set(every)


def test_an_entry_shows_long_texts_with_what_differs_marked(step, admin_client):
    Step.objects.filter(pk=step.pk).update(instructions="1. One.\n2. Two.\n" * 50)
    Step.objects.filter(pk=step.pk).update(instructions="1. One.\n2. Three.\n" + "2. Two.\n" * 49)
    entry = trail_of(step).first()
    body = admin_client.get(f"{TRAIL}{entry.pk}/change/").content.decode()
    assert "<ins>Three</ins>" in body
    (one,) = told(entry)
    assert one.field == "Instructions"


def test_the_list_costs_the_same_however_long_it_is(guide, admin_client):
    def cost():
        with CaptureQueriesContext(connection) as captured:
            assert admin_client.get(TRAIL).status_code == 200
        return len(captured)

    Cause.objects.update(share=0.2)
    cost()
    before = cost()
    more_like(Cause.objects.first(), 20)
    assert cost() == before


def test_an_editor_sees_content_and_not_accounts(guide, django_user_model):
    Cause.objects.update(share=0.2)
    client = editor("change_guide", "view_guide")
    django_user_model.objects.create_user("kim")
    shown = {e.content_type.app_label for e in client.get(TRAIL).context["cl"].result_list}
    assert shown == {"troubleshooter"}
    client.logout()


@pytest.mark.parametrize("verb", ["add", "change", "delete"])
def test_nobody_changes_the_trail(guide, admin_client, verb):
    Cause.objects.update(share=0.2)
    entry = LogEntry.objects.first()
    args = [] if verb == "add" else [entry.pk]
    page = reverse(f"admin:auditlog_logentry_{verb}", args=args)
    assert admin_client.post(page, {"post": "yes"}).status_code == 403
    assert LogEntry.objects.filter(pk=entry.pk).exists()


def test_old_entries_are_thrown_away_by_the_command_that_the_documents_name(guide):
    Cause.objects.update(share=0.2)
    LogEntry.objects.update(timestamp="2020-01-01T00:00:00Z")
    Cause.objects.update(share=0.3)
    call_command("auditlogflush", before_date=date(2021, 1, 1), yes=True)
    assert entries()
    assert all(entry.timestamp.year > 2020 for entry in entries())
