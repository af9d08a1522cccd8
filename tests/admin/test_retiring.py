"""Deleting what visits refer to takes it out and keeps it; the page says so before, and it can come
back. The rest is deleted."""

import pytest
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.db import connection
from django.urls import reverse

from tests.reading import tree_of
from troubleshooter.admin import leaving
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.retiring import Leaving
from troubleshooter.models import Cause, Fact, Option, Platform, Question, Step

from .forms import change, saved
from .test_overview import listed, seen, workbench
from .test_pages import address


@pytest.fixture
def answered(visitor):
    visitor.post("/guides/lamp/questions/others/", {"option": "yes"})
    return Question.objects.get(key="others")


def fate(page):
    tree = tree_of(page.content.decode())
    return next((e.get("data-fate") for e in tree.iter() if e.get("data-fate")), None)


def deleted(client, row):
    return client.post(address(type(row), "delete", row.pk), {"post": "yes"})


def test_the_page_says_beforehand_that_it_is_kept(answered, admin_client):
    page = admin_client.get(address(Question, "delete", answered.pk))
    assert fate(page) == "retired"
    assert "deleted-objects" not in page.content.decode()


def test_it_is_kept_then_and_gone_from_the_draft(guide, answered, admin_client):
    answer = deleted(admin_client, answered)
    assert answer["Location"] == f"{workbench(guide)}#questions"
    answered.refresh_from_db()
    assert answered.retired
    assert "others" not in {q.key for q in content_from_rows(guide).questions}
    shown = listed(seen(admin_client, guide), "questions")
    assert [row.pk for row in shown.retired] == [answered.pk]


def test_what_no_visit_refers_to_is_deleted_as_the_page_says(guide, answered, admin_client):
    other = Question.objects.get(key="flicker")
    assert fate(admin_client.get(address(Question, "delete", other.pk))) == "deleted"
    assert deleted(admin_client, other)["Location"] == f"{workbench(guide)}#questions"
    assert not Question.objects.filter(pk=other.pk).exists()


def test_a_visit_that_comes_between_looking_and_deleting_is_seen(
    answered, admin_client, monkeypatch
):
    before = Leaving(deleted=[answered])
    monkeypatch.setattr("troubleshooter.admin.leaving.foreseen", lambda guide, rows: before)
    deleted(admin_client, answered)
    answered.refresh_from_db()
    assert answered.retired


def test_a_preview_keeps_nothing(guide, answered, admin_client):
    guide.visits.update(preview=True)
    assert fate(admin_client.get(address(Question, "delete", answered.pk))) == "deleted"


def test_deleting_it_once_more_says_that_it_stays(answered, admin_client):
    deleted(admin_client, answered)
    page = admin_client.get(address(Question, "delete", answered.pk))
    assert fate(page) == "stays retired"
    deleted(admin_client, answered)
    assert Question.objects.get(pk=answered.pk).retired


def test_it_comes_back_with_one_click_at_the_end_of_the_list(guide, answered, admin_client):
    deleted(admin_client, answered)
    back = reverse("admin:troubleshooter_guide_return", args=[guide.pk, "questions", answered.pk])
    assert f'action="{back}"' in seen(admin_client, guide).content.decode()
    assert admin_client.get(back).status_code == 405
    assert admin_client.post(back)["Location"] == f"{workbench(guide)}#questions"
    assert content_from_rows(guide).questions[-1].key == "others"


def test_nothing_of_another_guide_comes_back_here(guide, twin, admin_client):
    cause = twin.causes.first()
    Cause.objects.filter(pk=cause.pk).update(retired=True)
    back = reverse("admin:troubleshooter_guide_return", args=[guide.pk, "causes", cause.pk])
    assert admin_client.post(back).status_code == 404
    fact = guide.facts.first()
    back = reverse("admin:troubleshooter_guide_return", args=[guide.pk, "facts", fact.pk])
    assert admin_client.post(back).status_code == 302


def test_what_was_done_is_written_down_as_what_it_was(answered, admin_client):
    other = Question.objects.get(key="flicker")
    deleted(admin_client, answered)
    deleted(admin_client, other)
    flags = dict(LogEntry.objects.values_list("object_id", "action_flag"))
    assert flags == {str(answered.pk): CHANGE, str(other.pk): DELETION}


# ---- many at once, and rows on another row's page ------------------------------------------------


def chosen(client, model, rows, **fields):
    sent = {"action": "delete_selected", "_selected_action": [row.pk for row in rows], **fields}
    return client.post(address(model, "changelist"), sent)


def test_many_at_once_are_told_apart(answered, admin_client):
    both = list(Question.objects.all())
    page = chosen(admin_client, Question, both)
    assert page.context["kept"] == [answered]
    assert chosen(admin_client, Question, both, post="yes").status_code == 302
    assert list(Question.objects.values_list("key", "retired")) == [("others", True)]


def test_many_of_two_guides_are_judged_by_the_visits_of_each(guide, twin, visitor, admin_client):
    chosen(admin_client, Cause, list(Cause.objects.all()), post="yes")
    assert set(Cause.objects.values_list("guide__key", "retired")) == {("lamp", True)}


def test_an_answer_that_was_given_is_kept_when_its_tick_says_delete(answered, admin_client):
    given = answered.options.get(key="yes")
    places = list(answered.options.values_list("key", flat=True))
    ticked = {f"options-{places.index(key)}-DELETE": "on" for key in ("yes", "no")}
    assert saved(change(admin_client, answered, **ticked))
    given.refresh_from_db()
    assert given.retired
    assert not Option.objects.filter(question=answered, key="no").exists()


def test_visits_are_read_before_the_transaction_that_takes_rows_out(
    answered, admin_client, monkeypatch
):
    """Reading them takes seconds where there are many, and nobody could write meanwhile."""
    depths = []
    monkeypatch.setattr(
        leaving, "look_ahead", lambda guides: depths.append((list(guides), depth()))
    )
    outside = depth()
    places = list(answered.options.values_list("key", flat=True))
    ticked = {f"options-{places.index('no')}-DELETE": "on"}
    assert saved(change(admin_client, answered, **ticked))
    deleted(admin_client, answered)
    chosen(admin_client, Question, Question.objects.filter(pk=answered.pk), post="yes")
    before = [guides for guides, at in depths if at == outside]
    assert before == [[answered.guide]] * 3


def depth():
    """How many transactions are open, one in the other."""
    return len(connection.savepoint_ids)


@pytest.mark.parametrize(("model", "key"), [(Fact, "sockets"), (Platform, "floor")])
def test_what_is_never_referred_to_is_deleted_as_ever(model, key, guide, visitor, admin_client):
    row = model.objects.get(key=key)
    page = admin_client.get(address(model, "delete", row.pk))
    assert fate(page) is None
    deleted(admin_client, row)
    assert not model.objects.filter(pk=row.pk).exists()


def test_without_the_right_to_delete_nothing_is_taken_out(answered, django_user_model, client):
    client.force_login(django_user_model.objects.create_user("reader", is_staff=True))
    assert deleted(client, answered).status_code == 403
    answered.refresh_from_db()
    assert not answered.retired


def test_new_rows_are_not_asked_whether_they_are_retired(guide, admin_client):
    page = admin_client.get(f"{address(Step, 'add')}?guide={guide.pk}")
    assert "retired" not in page.context["adminform"].form.fields
