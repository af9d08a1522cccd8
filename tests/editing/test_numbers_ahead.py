"""The numbers that a draft would have are those that publishing gives it."""

import pytest

from troubleshooter.content import catalogue
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.numbers_ahead import numbers_ahead
from troubleshooter.models import Cause, Guide, Parameters, Step, StepEffect


@pytest.fixture
def guide(lamp):
    return Guide.objects.get(key="lamp")


def adopt(guide):
    """Learnt numbers, live: a share, an effect, and shares of one device."""
    live = guide.live_parameters
    content = {
        **live.content,
        "shares": {**live.content["shares"], "bulb": 0.35},
        "effects": {**live.content["effects"], "plug-in": {"unplugged": 0.7}},
        "shares_by_group": {"desk/2": {"bulb": 0.6}},
    }
    guide.live_parameters = Parameters.objects.create(
        revision=live.revision, origin="adopted", content=content, parent=live
    )
    guide.save()


def ahead_and_published(guide):
    ahead = numbers_ahead(guide, content_from_rows(guide))
    publish(guide)
    return ahead, catalogue.parameters(Guide.objects.get(pk=guide.pk).live_parameters_id)


@pytest.mark.parametrize("learnt", [False, True])
@pytest.mark.parametrize("change", ["nothing", "words", "share", "effect", "edition"])
def test_they_are_what_publishing_carries(guide, learnt, change):
    if learnt:
        adopt(guide)
    steps = Step.objects.filter(guide=guide, key="plug-in")
    match change:
        case "words":
            steps.update(title="Push the plug in")
        case "share":
            Cause.objects.filter(guide=guide, key="wiring").update(share=0.15)
        case "effect":
            StepEffect.objects.filter(step__in=steps).update(probability=0.8)
        case "edition":
            steps.update(edition=2)
    ahead, published = ahead_and_published(guide)
    assert ahead == published
    if learnt and change == "words":
        assert ahead.shares["bulb"] == 0.35


def test_a_guide_that_was_never_published_has_its_own(guide):
    Guide.objects.filter(pk=guide.pk).update(live_revision=None, live_parameters=None)
    fresh = Guide.objects.get(pk=guide.pk)
    assert numbers_ahead(fresh, content_from_rows(fresh)).shares["bulb"] == 0.3
