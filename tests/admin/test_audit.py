"""Everything that anyone changed is in the audit trail: who, when, what, from, to."""

import re

from auditlog.models import LogEntry
from auditlog.registry import auditlog
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import GUIDES
from troubleshooter import models
from troubleshooter.content.importing import import_guide
from troubleshooter.content.reader import read_guide
from troubleshooter.models import (
    Cause,
    Likelihood,
    Option,
    PlannedPublication,
    Step,
    StepEffect,
    Variant,
)
from troubleshooter.models.trail import Tracked

from .factories import more_like
from .forms import change, saved
from .test_publishing import LIST

TRAIL = "/admin/auditlog/logentry/"


def entries(**found):
    return list(LogEntry.objects.filter(**found).order_by("pk"))


def forget():
    LogEntry.objects.all().delete()


def only(**found):
    (entry,) = entries(**found)
    return entry


# ---- what is written down ------------------------------------------------------------------------


def test_every_table_of_content_is_tracked_and_no_table_of_visitors():
    tables = {getattr(models, n) for n in models.__all__ if hasattr(getattr(models, n), "_meta")}
    untouched = {
        models.Visit,
        models.Event,
        models.Revision,
        models.Parameters,
        models.LinkCheck,
        models.Alert,
        models.Unmatched,
        models.Delivery,
        models.DevicePass,
    }
    untouched |= {table for table in tables if table.__module__ == models.counts.__name__}
    assert {m for m in auditlog.get_models() if m in tables} == tables - untouched
    assert {m for m in tables if issubclass(m, Tracked)} == tables - untouched


def test_an_edit_says_who_what_from_and_to(step, guide, admin_client, admin_user):
    forget()
    before = step.title
    assert saved(change(admin_client, step, title="Push the plug in"))
    entry = only()
    assert entry.actor == admin_user
    assert entry.changes == {"title": [before, "Push the plug in"]}
    assert entry.additional_data == {"guide": guide.pk, "of": f"step.{step.pk}"}
    assert entry.remote_addr is None


def test_a_row_on_the_page_is_told_with_the_page_that_it_stands_on(step, guide, admin_client):
    forget()
    assert saved(change(admin_client, step, **{"effects-0-probability": "0.2"}))
    entry = only()
    assert entry.additional_data == {"guide": guide.pk, "of": f"step.{step.pk}"}
    assert entry.changes["probability"][1] == "0.2"


def test_what_is_deleted_is_told(guide, admin_client):
    forget()
    step = Step.objects.get(key="plug-in")
    named = str(step)
    step.delete()
    assert named in {e.object_repr for e in entries(action=2)}


def test_a_save_that_changes_nothing_leaves_nothing(step, admin_client):
    forget()
    assert saved(change(admin_client, step))
    assert not entries()


def test_the_next_request_of_the_same_thread_is_nobodys(step, admin_client):
    assert saved(change(admin_client, step, title="Push the plug in"))
    forget()
    Cause.objects.update(share=0.2)
    step.title = "Put the plug in"
    step.save()
    assert {entry.actor for entry in entries()} == {None}


# ---- written many at once ------------------------------------------------------------------------


def test_rows_that_are_updated_together_are_told_one_by_one(guide):
    forget()
    before = {str(c.pk): str(c.share) for c in Cause.objects.all()}
    Cause.objects.update(share=0.123)
    assert {e.object_pk: e.changes for e in entries()} == {
        pk: {"share": [share, "0.123"]} for pk, share in before.items()
    }
    forget()
    Cause.objects.update(share=0.123)
    assert not entries()
    Step.objects.update(order=F("order") + 1)
    assert {tuple(e.changes) for e in entries()} == {("order",)}


def test_rows_that_are_written_in_bulk_are_told(guide):
    forget()
    steps = list(Step.objects.all())
    for step in steps:
        step.minutes += 1
    Step.objects.bulk_update(steps, ["minutes"])
    assert len(entries()) == len(steps)
    forget()
    cause = Cause.objects.create(guide=guide, key="third", name="A third", share=0.1)
    forget()
    StepEffect.objects.bulk_create(
        StepEffect(step=step, cause=cause, probability=0.1) for step in steps
    )
    assert {e.object_repr for e in entries(action=0)} == {f"{step}: {cause}" for step in steps}
    assert {e.additional_data["of"] for e in entries()} == {f"step.{step.pk}" for step in steps}


def test_links_are_told_by_name(guide):
    variant = Variant.objects.filter(to_version__isnull=False).first() or Variant.objects.first()
    version = variant.platform.versions.last()
    Variant.objects.filter(pk=variant.pk).update(to_version=None)
    forget()
    Variant.objects.filter(pk=variant.pk).update(to_version=version)
    assert only().changes == {"to_version": ["None", str(version)]}


def test_an_import_says_what_it_changed_and_a_first_one_is_one_entry(guide):
    forget()
    text = (GUIDES / "lamp.yaml").read_text().replace("Plug it in", "Push the plug in")
    content, problems = read_guide(text.encode())
    assert not problems
    import_guide(content)
    assert {"title": ["Plug it in", "Push the plug in"]} in [e.changes for e in entries()]
    forget()
    content, _ = read_guide(text.replace("key: lamp\n", "key: other\n").encode())
    made = import_guide(content).guide
    assert [(e.object_pk, e.action) for e in entries()] == [(str(made.pk), 0)]


def test_what_is_taken_out_is_told(guide):
    forget()
    text = (GUIDES / "lamp.yaml").read_text()
    before, rest = text.split("\naftercare:\n")
    kept = re.search(r"^[a-z]+:\n", rest, re.MULTILINE)
    content, problems = read_guide(
        (before + "\n" + (rest[kept.start() :] if kept else "")).encode()
    )
    assert not problems
    gone = guide.aftercare.count()
    assert gone
    import_guide(content)
    assert len(entries(action=2, content_type__model="aftercare")) == gone


def test_telling_costs_the_same_however_many_rows_are_written(guide):
    option = Option.objects.first()

    def cost(rows):
        with CaptureQueriesContext(connection) as captured:
            Likelihood.objects.bulk_create(
                Likelihood(option=option, cause=cause, probability=0.1) for cause in rows
            )
            Likelihood.objects.filter(cause__in=[c.pk for c in rows]).update(probability=0.2)
        return len(captured)

    cause = Cause.objects.first()
    cost(more_like(cause, 2))  # Django looks up the content types once in each process.
    few = cost(more_like(cause, 2))
    assert cost(more_like(cause, 20)) == few


# ---- who else, and who not -----------------------------------------------------------------------


def test_publishing_is_told(guide, admin_client, admin_user):
    guide.causes.update(share=0.4)
    forget()
    admin_client.post(LIST, {"action": "publish", "_selected_action": [guide.pk], "note": ""})
    entry = only(content_type__model="guide")
    assert entry.changes["live_revision"][1].endswith("revision 2")
    assert entry.actor == admin_user


def test_planning_and_taking_back_are_told(guide, admin_client, admin_user):
    Cause.objects.update(share=0.4)
    forget()
    page = f"/admin/troubleshooter/guide/{guide.pk}/publish/"
    sent = {"verb": "later", "note": "Clearer words", "publish_at": "2999-01-01T10:00"}
    admin_client.post(page, sent)
    planned = PlannedPublication.objects.get()
    entry = only()
    assert (entry.actor, entry.action, entry.object_repr) == (admin_user, 0, "Clearer words")
    assert entry.changes["state"][1] == "planned"
    assert entry.changes["publish_at"][1] == "2999-01-01 10:00:00"
    assert "content" not in entry.changes
    assert entry.additional_data["guide"] == guide.pk
    forget()
    admin_client.post(f"{page}{planned.pk}/cancel/", {"words": "Too late"})
    entry = only()
    assert (entry.actor, entry.action) == (admin_user, 1)
    assert entry.changes["state"] == ["planned", "cancelled"]
    assert entry.changes["problem"][1] == "Too late"


def test_asking_refusing_and_approving_are_told_with_who_did_it(guide, admin_client, bob):
    page = f"/admin/troubleshooter/guide/{guide.pk}/publish/"

    def ask(note):
        Cause.objects.update(share=F("share") + 0.01)
        forget()
        admin_client.post(page, {"verb": "ask", "note": note, "publish_at": ""})
        assert [(e.actor.username, e.changes["state"][1]) for e in entries()] == [
            ("admin", "waiting")
        ]
        forget()
        return PlannedPublication.objects.get(note=note).pk

    bob.post(f"{page}{ask('First')}/cancel/", {"words": "Not yet"})
    entry = only()
    assert (entry.actor.username, entry.changes["state"]) == ("bob", ["waiting", "cancelled"])
    assert "Not yet" in entry.changes["problem"][1]
    bob.post(f"{page}{ask('Second')}/approve/")
    of_plan = entries(content_type__model="plannedpublication")
    assert {e.actor.username for e in of_plan} == {"bob"}
    assert [e.changes["state"] for e in of_plan] == [
        ["waiting", "planned"],
        ["planned", "published"],
    ]
    assert of_plan[0].changes["approved_by"] == ["None", "bob"]


def test_when_to_look_again_is_no_change_of_a_guide(guide):
    forget()
    type(guide).objects.update(publish_next_at="2999-01-01T00:00:00Z")
    assert not entries()
    type(guide).objects.update(publish_next_at=None, contact="us")
    assert only().changes == {"contact": [guide.contact, "us"]}


def test_who_gets_which_rights_is_told_and_no_password(admin_client, django_user_model):
    forget()
    person = django_user_model.objects.create_user("kim", password="a lamp in the window 42")
    person.groups.add(Group.objects.get(name="Publishers"))
    said = " ".join(str(e.changes) for e in entries())
    assert "Publishers" in said
    assert person.password not in said
    forget()
    Client().force_login(person)
    assert not entries()


def test_nothing_of_visitors_is_ever_in_the_trail(lamp):
    forget()
    visitor = Client()
    visitor.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    visitor.post("/guides/lamp/questions/others/", {"option": "no"})
    visitor.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    visitor.post("/guides/lamp/support/", {"hand_over": "1", "since": "a secret"})
    visitor.post("/guides/lamp/answers/", {"forget": "1"})
    assert not entries()


def test_a_visitors_page_asks_for_no_account(lamp, admin_client):
    """Not even where someone of the staff looks at it."""
    with CaptureQueriesContext(connection) as captured:
        admin_client.get("/guides/lamp/")
    asked = [q["sql"] for q in captured if "auth_" in q["sql"] or "session" in q["sql"]]
    assert asked == []
