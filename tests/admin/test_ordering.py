"""Rows are moved on the workbench by buttons that need no script, and by a list sent whole."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from troubleshooter.admin.workbench.parts import PARTS
from troubleshooter.models import Cause

from .test_overview import listed, seen, tree, workbench


def pks(guide, part="causes"):
    return [row.pk for row in getattr(guide, part).all()]


def sent(client, guide, part="causes", **fields):
    where = reverse("admin:troubleshooter_guide_order", args=[guide.pk, part])
    fields = {"seen": ",".join(map(str, pks(guide, part))), **fields}
    return client.post(where, fields)


def test_a_button_moves_its_row_one_place(guide, admin_client):
    first, second, third = pks(guide)
    assert sent(admin_client, guide, down=first).status_code == 302
    assert pks(guide) == [second, first, third]
    sent(admin_client, guide, up=third)
    assert pks(guide) == [second, third, first]


def test_at_the_ends_nothing_moves_and_nothing_breaks(guide, admin_client):
    before = pks(guide)
    sent(admin_client, guide, up=before[0])
    sent(admin_client, guide, down=before[-1])
    assert pks(guide) == before
    assert not LogEntry.objects.exists()


def test_a_whole_new_order_is_taken(guide, admin_client):
    wanted = pks(guide)[::-1]
    sent(admin_client, guide, order=",".join(map(str, wanted)), dragged=wanted[0])
    assert pks(guide) == wanted


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_every_list_can_be_put_in_order(part, guide, admin_client):
    wanted = pks(guide, part.name)[::-1]
    sent(admin_client, guide, part.name, order=",".join(map(str, wanted)))
    assert pks(guide, part.name) == wanted


def test_the_page_then_shows_the_new_order_and_says_the_new_place(guide, admin_client):
    first = pks(guide)[0]
    answer = sent(admin_client, guide, down=first)
    assert answer["Location"].startswith(workbench(guide))
    assert answer["Location"].endswith("#causes")
    page = admin_client.get(answer["Location"])
    assert [row.pk for row in listed(page, "causes").rows] == pks(guide)
    assert page.context["said"].part == "causes"
    assert "2 of 3" in page.context["said"].words
    assert not page.context["said"].failed


def test_a_list_that_changed_meanwhile_is_not_touched_and_that_is_said(guide, admin_client):
    before = ",".join(map(str, pks(guide)))
    guide.causes.create(key="new", name="New", share=0.1, order=9)
    now = pks(guide)
    answer = sent(admin_client, guide, seen=before, down=now[0])
    assert pks(guide) == now
    said = admin_client.get(answer["Location"]).context["said"]
    assert said.failed


@pytest.mark.parametrize(
    "fields",
    [
        {"order": "1,2,3,4,5,6,7,8,9"},
        {"order": "x,y"},
        {"order": "9" * 30},
        {"order": ""},
        {"seen": "", "order": ""},
        {"seen": "²,-1", "up": "²"},
    ],
)
def test_nonsense_changes_nothing(fields, guide, admin_client):
    before = pks(guide)
    assert sent(admin_client, guide, **fields).status_code == 302
    assert pks(guide) == before


def test_rows_of_another_guide_stay(guide, twin, admin_client):
    wanted = pks(twin)[::-1]
    text = ",".join(map(str, wanted))
    sent(admin_client, guide, seen=text, order=text)
    assert pks(twin) == wanted[::-1]


def test_there_is_no_list_of_another_name(guide, admin_client):
    where = reverse("admin:troubleshooter_guide_order", args=[guide.pk, "visits"])
    assert admin_client.post(where).status_code == 404


def test_it_needs_the_right_to_change_and_without_it_there_are_no_buttons(
    guide, django_user_model, client
):
    user = django_user_model.objects.create_user("reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_guide"))
    client.force_login(user)
    before = pks(guide)
    assert sent(client, guide, down=before[0]).status_code == 403
    assert pks(guide) == before
    names = [e.get("name") for e in tree(seen(client, guide)).iter("button")]
    assert not {"up", "down"} & set(names)


def test_reading_the_address_is_refused(guide, admin_client):
    where = reverse("admin:troubleshooter_guide_order", args=[guide.pk, "causes"])
    assert admin_client.get(where).status_code == 405


def test_a_form_of_the_page_works_as_it_stands(guide, admin_client):
    """What a browser without scripts sends: the hidden fields, and the button that was pressed."""
    form = next(
        f for f in tree(seen(admin_client, guide)).iter("form") if "causes" in f.get("action")
    )
    fields = {
        e.get("name"): e.get("value") for e in form.iter("input") if e.get("type") == "hidden"
    }
    button = next(b for b in form.iter("button") if b.get("name") == "down")
    before = pks(guide)
    admin_client.post(form.get("action"), fields | {"down": button.get("value")})
    assert pks(guide) == [before[1], before[0], *before[2:]]


def test_a_new_row_comes_last(guide, admin_client):
    Cause.objects.filter(guide=guide).update(order=7)
    add = listed(seen(admin_client, guide), "causes").add
    assert admin_client.post(add, {"guide": guide.pk, "name": "Fuse", "share": "0.1"} | NO_ROWS)
    assert guide.causes.last().name == "Fuse"


NO_ROWS = {"causefact_set-TOTAL_FORMS": "0", "causefact_set-INITIAL_FORMS": "0"}
