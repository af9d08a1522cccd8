"""Where events are deleted, their day is marked: it has to be counted again."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction

from tests.conftest import GUIDES, publish_file
from troubleshooter.editing.preview import delete_previews, make_preview, previewed_guide
from troubleshooter.models import Event, Guide, Revision, Slice, StaleDay, Visit, VisitCount
from troubleshooter.visits import services

pytestmark = pytest.mark.django_db
# Late in the evening in UTC: the next day in Berlin.
LATE = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)


def stale():
    return list(StaleDay.objects.values_list("guide__key", "day"))


def begun(live, at=LATE):
    started = services.start(live, platform="desk", version="2", message="")
    Visit.objects.filter(pk=started.visit.visit.pk).update(started_at=at)
    return started.token


@pytest.mark.parametrize(
    ("zone", "day"), [("UTC", date(2026, 3, 1)), ("Europe/Berlin", date(2026, 3, 2))]
)
def test_forgetting_marks_the_day_on_which_the_visit_began(lamp, settings, zone, day):
    settings.TIME_ZONE = zone
    token = begun(lamp)
    assert stale() == []
    services.forget("lamp", token)
    assert stale() == [("lamp", day)]


def test_twice_on_a_day_marks_it_once(lamp):
    for token in (begun(lamp), begun(lamp)):
        services.forget("lamp", token)
    assert stale() == [("lamp", date(2026, 3, 1))]


def test_the_mark_comes_and_goes_with_the_deletion(lamp):
    token = begun(lamp)
    with transaction.atomic():
        services.forget("lamp", token)
        assert len(stale()) == 1
        transaction.set_rollback(True)
    assert stale() == []
    assert Visit.objects.get().outcome == "open"


def test_previews_that_are_deleted_mark_their_days_and_take_their_counts_along(lamp):
    guide, other = Guide.objects.get(key="lamp"), publish_file(GUIDES / "kettle-test.yaml")
    revision = make_preview(guide, author=None)
    begun(previewed_guide(revision.pk).live)
    begun(lamp, at=datetime(2026, 3, 9, tzinfo=UTC))
    for one, exclusion in ((revision.pk, "preview"), (lamp.published.revision_id, "")):
        kept = Slice.objects.create(guide=guide, revision_id=one, exclusion=exclusion)
        VisitCount.objects.create(slice=kept, grain="day", start="2026-03-01", visits=1)
    delete_previews([guide, Guide.objects.get(pk=other.guide_id)])
    assert stale() == [("lamp", date(2026, 3, 1))]
    assert not Revision.objects.filter(number=None).exists()
    assert VisitCount.objects.get().slice.revision_id == lamp.published.revision_id
    assert Event.objects.values_list("visit__preview", flat=True).get() is False
