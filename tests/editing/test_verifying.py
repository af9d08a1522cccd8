"""The queue holds each path once, whoever uses it, and what is said of it holds for all of them."""

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from tests.admin.factories import more_like
from troubleshooter.content.checks import check
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.confirming import NotInQueue, confirm, correct
from troubleshooter.editing.new_version import add_version
from troubleshooter.editing.problems import problems_of
from troubleshooter.editing.surroundings import surroundings
from troubleshooter.editing.verifying import queue
from troubleshooter.models import Confidence, Platform, SettingsPath, Step, Variant, Visit

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def both(guide, twin, editor):
    """Two guides with the same paths, all confirmed this month, and then a new version."""
    Variant.objects.update(
        confidence=Confidence.CONFIRMED, checked=date(2026, 11, 1), source="seen"
    )
    assert queue(today=TODAY) == ()
    add_version(list(Platform.objects.all()), "9", editor=editor)
    return guide, twin


def test_each_path_stands_once_for_all_guides(both):
    entries = queue(today=TODAY)
    assert entries
    for entry in entries:
        assert entry.same.versions == "9"
        assert {variant.path.guide for variant in entry.variants} == set(both)
    assert len(entries) == len({entry.same for entry in entries})


def test_confirming_it_once_confirms_it_everywhere(both, editor):
    before = [content_from_rows(guide) for guide in both]
    entries = queue(today=TODAY)
    confirm([e.name for e in entries], source="Desk lamp 9", today=TODAY, editor=editor)
    assert queue(today=TODAY) == ()
    for guide, old in zip(both, before, strict=True):
        content = content_from_rows(guide)
        assert check(content) == ()
        assert len(content.paths[0].variants) < len(old.paths[0].variants)
    assert LogEntry.objects.filter(user=editor, change_message__startswith="Confirmed").exists()


def test_an_unchanged_path_is_one_range_again_with_the_new_day(both, editor):
    entry = queue(today=TODAY)[0]
    path = entry.variants[0].path
    ranges = Variant.objects.filter(path=path).count()
    confirm([entry.name], source="Desk lamp 9", today=TODAY, editor=editor)
    assert Variant.objects.filter(path=path).count() == ranges - 1
    merged = Variant.objects.get(path=path, checked=TODAY)
    assert (merged.to_version, merged.source) == (None, "seen; Desk lamp 9")


@pytest.mark.parametrize(
    "said", [{"confidence": Confidence.REPORTED}, {"segments": "Another label"}], ids=str
)
def test_what_is_less_sure_or_other_than_the_new_one_is_not_merged(both, editor, said):
    entry = queue(today=TODAY)[0]
    earlier = Variant.objects.filter(path__in={v.path for v in entry.variants})
    earlier.exclude(confidence=Confidence.UNVERIFIED).update(**said)
    count = Variant.objects.count()
    confirm([entry.name], source="Desk lamp 9", today=TODAY, editor=editor)
    assert Variant.objects.count() == count


def test_a_correction_changes_all_guides_that_say_the_same(both, editor):
    entry = queue(today=TODAY)[0]
    correct(
        entry.name,
        segments="Lamp\nNew name",
        confidence=Confidence.CONFIRMED,
        source="Desk lamp 9",
        today=TODAY,
        editor=editor,
    )
    changed = Variant.objects.filter(segments="Lamp\nNew name")
    assert {v.path.guide for v in changed} == set(both)
    assert {(v.confidence, v.checked) for v in changed} == {("confirmed", TODAY)}


def test_an_entry_that_changed_meanwhile_is_not_confirmed(both, editor):
    entry = queue(today=TODAY)[0]
    entry.variants[0].segments = "Changed by someone else"
    Variant.objects.filter(pk__in=[v.pk for v in entry.variants]).update(segments="Other")
    with pytest.raises(NotInQueue):
        confirm([entry.name], source="Desk lamp 9", today=TODAY, editor=editor)
    assert not Variant.objects.filter(checked=TODAY).exists()


def test_a_path_looked_at_long_ago_is_to_be_looked_at_again(guide):
    Variant.objects.update(confidence=Confidence.CONFIRMED, checked=TODAY)
    old = Variant.objects.first()
    Variant.objects.filter(pk=old.pk).update(checked=date(2025, 11, 24))
    (entry,) = queue(today=TODAY)
    assert (entry.variants, entry.again, entry.checked) == ((old,), True, date(2025, 11, 24))


def test_a_guide_sees_its_own_paths_only(both):
    (guide, twin) = both
    path = SettingsPath.objects.filter(guide=twin).first()
    Variant.objects.filter(path=path).update(segments="Only here")
    names = {e.name for e in queue(guide.pk, TODAY)}
    assert names < {e.name for e in queue(today=TODAY)}


# ---- who could not find it --------------------------------------------------------------------


def visit(report=False, version="2"):
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": version})
    client.post("/guides/lamp/steps/plug-in/", {"result": "no_help"})
    if report:
        client.post("/guides/lamp/paths/switch/not-found/")
    return Visit.objects.latest("pk")


def missed(path="switch"):
    Variant.objects.filter(path__key=path).update(confidence=Confidence.UNVERIFIED)
    entries = [e for e in queue() if e.variants[0].path.key == path]
    assert entries
    entries = [e for e in entries if "Desk" in e.same.platform and e.same.last == "2"]
    return [(e.missed.reports, e.missed.visits) for e in entries]


@pytest.fixture
def shown(guide):
    """A step shows the path of the switch."""
    step = Step.objects.get(guide=guide, key="plug-in")
    path = SettingsPath.objects.get(guide=guide, key="switch")
    step.paths.add(path)
    return path


def test_reports_are_counted_against_the_visits_that_met_the_path(shown):
    visit()
    visit(report=True)
    visit(report=True)
    (found,) = missed()
    assert found == (2, 3)


@pytest.mark.parametrize("field", ["preview", "simulated"])
def test_previews_and_made_up_visits_are_not_counted(shown, field):
    visit()
    Visit.objects.filter(pk=visit(report=True).pk).update(**{field: True})
    assert missed() == [(0, 1)]


def test_old_visits_are_not_counted(shown):
    visit()
    long_ago = timezone.now() - timedelta(days=91)
    Visit.objects.filter(pk=visit(report=True).pk).update(started_at=long_ago)
    assert missed() == [(0, 1)]


def test_a_visit_counts_for_its_own_guide_only(shown, twin):
    """Both guides have the path, and so one entry: what happened in one is counted once."""
    visit(report=True)
    Visit.objects.update(guide=twin)
    visit()
    assert missed() == [(1, 2)]


def test_the_queue_costs_the_same_at_any_length(shown, django_assert_num_queries):
    Variant.objects.update(confidence=Confidence.UNVERIFIED)
    with django_assert_num_queries(5):
        queue()
    more_like(Variant.objects.first(), 20)
    with django_assert_num_queries(5):
        queue()


def test_a_path_that_many_cannot_find_is_a_problem_of_its_guide(shown, guide):
    for number in range(10):
        visit(report=number < 3)
    found = problems_of(content_from_rows(guide), surroundings())
    (problem,) = (each for each in found if each.code == "path-often-missed")
    assert problem.place == "paths[switch].variants"
    assert "3 of 10" in problem.message
