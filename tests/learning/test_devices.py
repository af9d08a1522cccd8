"""What a lesson says of devices and versions that differ from the rest."""

import re

import pytest
from django.test import Client

from tests.learning.cast import LATER, visit
from troubleshooter.content import catalogue
from troubleshooter.learning.adopting import adopt
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Visit

pytestmark = pytest.mark.usefixtures("lamp")


def people(count, platform, results):
    rows = [visit(answers={"others": "no"}, results=results) for _ in range(count)]
    Visit.objects.filter(pk__in=[row.pk for row in rows]).update(platform=platform)


def groups():
    return teach(Guide.objects.get(), until=LATER).report["groups"]


def test_devices_with_causes_of_their_own_get_shares_of_their_own():
    people(60, "desk", {"plug-in": "fixed"})
    people(60, "floor", {"plug-in": "no_help", "new-bulb": "fixed"})
    found = groups()
    assert found["beyond_chance"] > 3
    desk, floor = found["shares"]["desk/2"], found["shares"]["floor/2"]
    assert desk["unplugged"] > 2 * floor["unplugged"]
    assert floor["bulb"] > 2 * desk["bulb"]


def test_devices_that_are_alike_do_not():
    for platform in ("desk", "floor"):
        people(30, platform, {"plug-in": "fixed"})
        people(30, platform, {"plug-in": "no_help", "new-bulb": "fixed"})
    found = groups()
    assert (found["shares"], found["strength"]) == ({}, None)


def taught():
    people(60, "desk", {"plug-in": "fixed"})
    people(60, "floor", {"plug-in": "no_help", "new-bulb": "fixed"})
    return keep(teach(Guide.objects.get(), until=LATER))


def test_adopting_all_takes_the_shares_of_devices_over():
    adopted = adopt(taught())
    numbers = catalogue.parameters(adopted.pk)
    desk, floor = (catalogue.parameters(adopted.pk, f"{kind}/2") for kind in ("desk", "floor"))
    assert desk.shares["unplugged"] > numbers.shares["unplugged"] > floor.shares["unplugged"]
    assert desk.effects == numbers.effects == floor.effects
    assert catalogue.parameters(adopted.pk, "desk/1") == numbers
    assert catalogue.group_of("desk", "") == ""


def test_adopting_some_does_not():
    learnt = taught()
    place = learnt.report["changes"][0]["place"]
    assert catalogue.parameters(adopt(learnt, chosen=[place]).pk).shares_by_group == {}


def test_a_share_that_is_adopted_later_is_met_on_every_device():
    learnt = taught()
    adopt(learnt)
    again = keep(teach(Guide.objects.get(), until=LATER))
    some = adopt(again, chosen=["shares.bulb"])
    assert catalogue.parameters(some.pk).shares_by_group == {}
    effects = adopt(learnt, chosen=["effects.plug-in.unplugged"])
    assert catalogue.parameters(effects.pk).shares == catalogue.parameters(some.pk).shares


def test_groups_that_foretell_no_better_stay_together():
    learnt = taught()
    learnt.report["groups"]["held_out_grouped"] = learnt.report["groups"]["held_out_pooled"]
    assert catalogue.parameters(adopt(learnt).pk).shares_by_group == {}


def test_a_visit_meets_the_numbers_of_its_device():
    """A desk lamp is most often unplugged, a floor lamp has a worn bulb."""
    adopt(taught())
    chance = {}
    for platform in ("desk", "floor"):
        client = Client()
        client.post("/guides/lamp/start/", {"platform": platform, "version": "2"})
        page = client.get("/guides/lamp/steps/new-bulb/").content.decode()
        many, among = re.search(r"it helps about (\d+) in (\d+) people", page).groups()
        chance[platform] = int(many) / int(among)
    assert chance["floor"] > 2 * chance["desk"]
