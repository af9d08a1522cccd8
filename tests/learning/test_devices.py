"""What a lesson says of devices and versions that differ from the rest."""

import pytest

from tests.learning.cast import LATER, visit
from troubleshooter.learning.lessons import teach
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
