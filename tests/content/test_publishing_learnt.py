"""Publishing keeps what was learnt, and says what it kept and what gave way."""

import pytest
from django.contrib.auth import get_user_model

from tests.content.sample_guides import lamp_content, lamp_draft
from troubleshooter.content.catalogue import live_guide, parameters
from troubleshooter.content.engine_values import (
    editorial_parameters,
    parameters_as_json,
    parameters_from_json,
)
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.models import Guide, Origin, Parameters, Revision

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    guide = import_guide(lamp_content()).guide
    publish(guide)
    return guide


def taught(guide, origin=Origin.ADOPTED, **changes):
    """A set that was learnt goes live: `bulb=0.31` is that share."""
    content = parameters_as_json(editorial_parameters(lamp_content()))
    content["shares"] |= changes
    learnt = Parameters.objects.create(
        revision=guide.live_revision, origin=origin, content=content, method="counting", visits=70
    )
    Guide.objects.filter(pk=guide.pk).update(live_parameters=learnt)
    guide.refresh_from_db()
    return learnt


def publish_draft(draft, **kwargs):
    return publish(import_guide(draft.content()).guide, **kwargs)


def retitled():
    draft = lamp_draft()
    draft["title"] = "Dark"
    return draft


def live_numbers():
    return parameters(live_guide("lamp").parameters_id)


@pytest.mark.parametrize("origin", [Origin.ADOPTED, Origin.LEARNT])
def test_what_was_learnt_is_live_with_the_next_revision(guide, origin):
    learnt = taught(guide, origin, bulb=0.31)
    editor = get_user_model().objects.create_user("editor")
    revision = publish_draft(retitled(), author=editor).revision
    live = Guide.objects.get().live_parameters
    assert live_numbers() == parameters_from_json(learnt.content)
    assert (live.revision, live.parent, live.origin) == (revision, learnt, Origin.ADOPTED)
    assert (live.method, live.visits, live.author) == ("counting", 70, editor)
    assert live.report == {"kept": ["shares.bulb"], "given_up": []}


def test_a_number_that_the_editor_changed_gives_way(guide):
    taught(guide, bulb=0.31, wiring=0.19)
    draft = lamp_draft()
    draft.entry("causes", "wiring")["share"] = 0.15
    publish_draft(draft)
    assert live_numbers().shares["wiring"] == 0.15
    assert live_numbers().shares["bulb"] == 0.31
    report = Guide.objects.get().live_parameters.report
    assert report == {"kept": ["shares.bulb"], "given_up": ["shares.wiring"]}


def test_what_was_learnt_lives_through_many_publications(guide):
    learnt = taught(guide, bulb=0.31)
    for title in ("Dark", "Darker", "Darkest"):
        draft = retitled()
        draft["title"] = title
        publish_draft(draft)
    assert live_numbers() == parameters_from_json(learnt.content)


def test_the_editors_own_set_is_live_where_nothing_learnt_is_left(guide):
    taught(guide, bulb=0.31)
    draft = lamp_draft()
    draft.entry("causes", "bulb")["share"] = 0.2
    publish_draft(draft)
    assert Guide.objects.get().live_parameters.origin == Origin.EDITORIAL
    assert live_numbers() == editorial_parameters(draft.content())


def test_each_revision_has_the_editors_set_too(guide):
    taught(guide, bulb=0.31)
    revision = publish_draft(retitled()).revision
    written = revision.parameters.get(origin=Origin.EDITORIAL)
    assert parameters_from_json(written.content) == editorial_parameters(lamp_content())


def test_a_learnt_set_that_is_not_live_plays_no_part(guide):
    taught(guide, bulb=0.31)
    Guide.objects.update(live_parameters=Parameters.objects.get(origin=Origin.EDITORIAL))
    publish_draft(retitled())
    assert live_numbers() == editorial_parameters(lamp_content())


def test_publishing_the_same_draft_leaves_the_learnt_set_alone(guide):
    learnt = taught(guide, bulb=0.31)
    assert not publish(guide).created
    assert Guide.objects.get().live_parameters == learnt


def test_a_key_that_the_format_gained_is_no_change_of_a_guide(guide):
    """A revision that was kept before the key existed lacks it."""
    content = Revision.objects.get().content
    del content["trip_minutes"], content["steps"][0]["edition"]
    Revision.objects.update(content=content, content_hash="as it was then")
    guide.refresh_from_db()
    assert not publish(guide).created
