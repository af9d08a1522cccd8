"""Before a thing is changed or deleted, its pages say where it is used."""

import pytest

from tests.reading import tree_of
from troubleshooter.editing.where_used import where_used
from troubleshooter.models import Cause, Fact, HandoffItem, SettingsPath, Step

from .test_pages import address


def block(page):
    tree = tree_of(page.content.decode())
    return next((e for e in tree.iter() if e.get("id") == "where-used"), None)


@pytest.mark.parametrize("page", ["change", "delete"])
@pytest.mark.parametrize(
    ("model", "key"),
    [(SettingsPath, "switch"), (Cause, "bulb"), (Fact, "sockets"), (Step, "plug-in")],
)
def test_all_that_uses_it_is_linked(model, key, page, guide, twin, admin_client):
    row = model.objects.get(guide=guide, key=key)
    shown = block(admin_client.get(address(model, page, row.pk)))
    links = {e.get("href") for e in shown.iter("a")}
    assert links == {address(use.model, "change", use.pk) for use in where_used(row)}
    assert all(admin_client.get(link).status_code == 200 for link in links)


def test_what_nothing_uses_says_so(guide, admin_client):
    fact = Fact.objects.create(guide=guide, key="new", title="New", text="New.")
    shown = block(admin_client.get(address(Fact, "change", fact.pk)))
    assert shown is not None
    assert not list(shown.iter("a"))


def test_what_cannot_be_used_elsewhere_is_silent(guide, admin_client):
    item = HandoffItem.objects.filter(guide=guide).first()
    assert block(admin_client.get(address(HandoffItem, "change", item.pk))) is None


def test_a_new_thing_has_no_such_block(guide, admin_client):
    assert block(admin_client.get(f"{address(Step, 'add')}?guide={guide.pk}")) is None


def test_before_deleting_the_list_is_open(guide, admin_client):
    bulb = Cause.objects.get(guide=guide, key="bulb")
    for page, unfolded in (("delete", True), ("change", False)):
        details = next(block(admin_client.get(address(Cause, page, bulb.pk))).iter("details"))
        assert (details.get("open") is not None) == unfolded
