"""Months of all devices together are kept beside those of each device, and are their sum."""

from importlib import import_module

from django.apps import apps

from tests.statistics.test_cost import some_visits
from tests.statistics.test_exact import equals, everything
from tests.statistics.world import World
from troubleshooter.models import Slice, TimeCount
from troubleshooter.statistics import sources
from troubleshooter.statistics.folding import fold
from troubleshooter.statistics.rebuilding import differences, rebuild

MIGRATION = import_module("troubleshooter.migrations.0009_months_of_all_devices")


def counted(lamp):
    world = World(lamp)
    some_visits(world, 4)
    world.begin(platform="floor", version="2")
    world.later(5 * 24 * 3600)
    fold(now=world.now)
    return world


def of_all_devices():
    return TimeCount.objects.filter(slice__platform="*")


def test_they_are_kept_by_month_alone(lamp):
    counted(lamp)
    assert set(of_all_devices().values_list("grain", flat=True)) == {"month"}


def test_one_that_is_wrong_is_told_and_put_right(lamp):
    world = counted(lamp)
    wrong = of_all_devices().first()
    of_all_devices().filter(pk=wrong.pk).update(visits=wrong.visits + 3)
    found = list(differences())
    assert [(one.kind.platform, one.grain, one.missing) for one in found] == [("*", "month", -3)]
    for _ in rebuild():
        pass
    assert list(differences()) == []
    equals(world, world.now, everything(world))


def test_a_database_from_before_gets_them(lamp):
    world = counted(lamp)
    MIGRATION.take_off(apps, None)
    assert not Slice.objects.filter(platform="*").exists()
    assert len(list(differences())) > 0
    MIGRATION.add(apps, None)
    assert list(differences()) == []
    sources.forget()
    equals(world, world.now, everything(world))
