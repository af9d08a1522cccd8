"""Publishing freezes the draft as a revision; nothing changes a revision after that."""

import hashlib
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.content.sample_guides import every_row, lamp_content, lamp_draft, writes
from troubleshooter.content.catalogue import live_guide, parameters, published
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import GuideHasProblems, live_content, publish
from troubleshooter.content.writer import write_guide
from troubleshooter.models import Guide, Origin, Parameters, Revision, Step


@pytest.fixture
def guide(db):
    return import_guide(lamp_content()).guide


def change_title(title):
    draft = lamp_draft()
    draft["title"] = title
    return import_guide(draft.content()).guide


def test_first_publication_is_revision_1_and_live(guide):
    publication = publish(guide, note="At last.")
    assert publication.created
    assert (publication.revision.number, publication.revision.note) == (1, "At last.")
    live = live_guide("lamp")
    assert live.published.content == lamp_content()
    assert parameters(live.parameters_id) == editorial_parameters(lamp_content())
    assert guide.live_revision == publication.revision


def test_author_is_kept(guide):
    editor = get_user_model().objects.create_user("editor")
    assert publish(guide, author=editor).revision.author == editor


def test_publishing_twice_makes_one_revision_and_writes_nothing(guide):
    first = publish(guide)
    before = every_row()
    with CaptureQueriesContext(connection) as captured:
        second = publish(guide, note="again")
    assert writes(captured) == []
    assert every_row() == before
    assert not second.created
    assert second.revision == first.revision


def test_change_of_the_draft_makes_the_next_revision(guide):
    publish(guide)
    publication = publish(change_title("Dark"))
    assert publication.created
    assert publication.revision.number == 2
    assert live_guide("lamp").published.content.title == "Dark"


def test_return_to_an_earlier_content_is_a_revision_of_its_own(guide):
    first = publish(guide).revision
    publish(change_title("Dark"))
    third = publish(change_title(lamp_content().title)).revision
    assert third.number == 3
    assert third.content_hash == first.content_hash


def test_revisions_never_change(guide):
    publish(guide)
    revisions, sets = list(Revision.objects.values()), list(Parameters.objects.values())
    Step.objects.update(title="Do nothing", minutes=1000)
    Step.objects.filter(key="candle").delete()
    publish(guide)
    assert list(Revision.objects.order_by("number").values())[:1] == revisions
    assert list(Parameters.objects.order_by("pk").values())[:1] == sets
    published.cache_clear()
    assert published(revisions[0]["id"]).content == lamp_content()


def test_each_revision_has_one_editorial_set_of_parameters(guide):
    publish(guide)
    publish(change_title("Dark"))
    assert [p.origin for p in Parameters.objects.all()] == [Origin.EDITORIAL] * 2
    assert Parameters.objects.values("revision").distinct().count() == 2


def test_hash_is_that_of_the_canonical_content(guide):
    revision = publish(guide).revision
    revision.refresh_from_db()
    canonical = json.dumps(
        revision.content, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert revision.content_hash == hashlib.sha256(canonical.encode()).hexdigest()


def test_hash_does_not_depend_on_how_the_rows_came_about(guide):
    first = publish(guide).revision.content_hash
    draft = lamp_draft()
    draft["steps"].reverse()
    import_guide(draft.content())
    import_guide(lamp_content())
    assert not publish(guide).created
    assert first == Revision.objects.get().content_hash


def test_live_content_is_written_like_the_draft(guide):
    assert live_content(guide) is None
    publish(guide)
    revision = guide.live_revision
    revision.content["steps"][0]["fixes"] = {"wiring": 0.5, "bulb": 0.25, "unplugged": 0.125}
    assert list(live_content(guide).steps[0].fixes) == ["unplugged", "bulb", "wiring"]
    revision.refresh_from_db()
    assert write_guide(live_content(guide)) == write_guide(lamp_content())


def test_draft_with_problems_is_refused_with_all_of_them(guide):
    Step.objects.filter(key="rewire").update(at_risk="", title="")
    before = every_row()
    with pytest.raises(GuideHasProblems) as refusal:
        publish(guide)
    found = {(problem.code, problem.place) for problem in refusal.value.problems}
    assert found >= {
        ("risk-not-named", "steps[rewire].at_risk"),
        ("empty-text", "steps[rewire].title"),
    }
    assert every_row() == before


def test_refused_draft_leaves_the_live_revision_live(guide):
    publish(guide)
    Step.objects.all().delete()
    with pytest.raises(GuideHasProblems):
        publish(guide)
    assert live_guide("lamp").published.content == lamp_content()


@pytest.mark.django_db(transaction=True)
def test_concurrent_publications_number_without_gaps_and_agree_on_the_last():
    guide = import_guide(lamp_content()).guide

    def edit_and_publish(number):
        try:
            Step.objects.filter(key="candle").update(minutes=number)
            return publish(Guide.objects.get(pk=guide.pk)).created
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(edit_and_publish, range(1, 25)))
    numbers = list(Revision.objects.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, sum(created) + 1))
    assert Guide.objects.get().live_revision.number == numbers[-1]
    assert Guide.objects.get().live_parameters.revision.number == numbers[-1]


@pytest.mark.django_db(transaction=True)
def test_concurrent_publications_of_one_draft_make_one_revision():
    guide = import_guide(lamp_content()).guide

    def publish_it(_):
        try:
            return publish(Guide.objects.get(pk=guide.pk)).created
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(publish_it, range(16))) == 1
    assert Revision.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_concurrent_first_imports_make_one_guide():
    def import_it(_):
        try:
            return import_guide(lamp_content()).changed
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(import_it, range(8))) == 1
    assert Guide.objects.count() == 1
