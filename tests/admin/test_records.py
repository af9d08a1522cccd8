"""What was published and what happened can be looked at, and changed by nobody."""

import pytest

from troubleshooter.models import Event, Origin, Parameters, Revision, Visit

from .test_pages import RECORDS, address, name


@pytest.mark.parametrize("model", RECORDS, ids=name)
def test_a_record_cannot_be_added_changed_or_deleted(model, visitor, admin_client):
    row = model.objects.first()
    before = model.objects.filter(pk=row.pk).values().get()
    assert admin_client.get(address(model, "add")).status_code == 403
    assert admin_client.post(address(model, "add"), {}).status_code == 403
    assert admin_client.post(address(model, "change", row.pk), {"note": "x"}).status_code == 403
    assert admin_client.get(address(model, "delete", row.pk)).status_code == 403
    assert admin_client.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    fields = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    admin_client.post(address(model, "changelist"), fields)
    assert model.objects.filter(pk=row.pk).values().get() == before


def test_a_visit_shows_its_events_in_order(visitor, admin_client):
    visit = Visit.objects.get()
    page = admin_client.get(address(Visit, "change", visit.pk))
    (events,) = page.context["inline_admin_formsets"]
    assert [form.instance for form in events.formset.forms] == list(visit.events.all())
    assert not events.has_add_permission


@pytest.mark.parametrize("model", [Visit, Event], ids=name)
def test_the_hash_of_a_token_is_never_shown(model, visitor, admin_client):
    visit = Visit.objects.get()
    secret = bytes(visit.token_hash)
    row = visit if model is Visit else visit.events.first()
    for page in (address(model, "change", row.pk), address(model, "changelist")):
        body = admin_client.get(page).content.decode()
        assert secret.hex() not in body
        assert "token" not in body.replace("csrfmiddlewaretoken", "")
        assert str(secret) not in body


def test_what_a_visitor_wrote_is_text_and_never_markup(visitor, admin_client):
    Visit.objects.update(handoff={"since": "<b>Monday</b>"})
    body = admin_client.get(address(Visit, "change", Visit.objects.get().pk)).content.decode()
    assert "&lt;b&gt;Monday&lt;/b&gt;" in body


def test_a_revision_shows_the_whole_guide(lamp, admin_client):
    revision = Revision.objects.get()
    body = admin_client.get(address(Revision, "change", revision.pk)).content.decode()
    assert revision.content_hash in body
    assert "Put in a new cable" in body


def test_parameters_show_their_numbers(lamp, admin_client):
    row = Parameters.objects.get()
    body = admin_client.get(address(Parameters, "change", row.pk)).content.decode()
    assert "shares" in body


def test_a_learnt_set_says_where_it_comes_from(lamp, admin_client):
    first = Parameters.objects.get()
    learnt = Parameters.objects.create(
        revision=first.revision,
        origin=Origin.ADOPTED,
        content=first.content,
        parent=first,
        method="by-counting",
        visits=1234,
        report={"changes": [{"key": "<b>bulb</b>"}]},
    )
    body = admin_client.get(address(Parameters, "change", learnt.pk)).content.decode()
    assert address(Parameters, "change", first.pk) in body
    assert "by-counting" in body
    assert "1234" in body.replace(",", "")
    assert "&lt;b&gt;bulb&lt;/b&gt;" in body
