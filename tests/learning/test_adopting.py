"""What was learnt goes live in part or whole, never by accident, and never when it fits worse."""

import pytest

from tests.learning.cast import LATER, many, visit
from tests.learning.test_reading import new_revision
from tests.snapshots import Snapshot
from troubleshooter.content import catalogue
from troubleshooter.learning.adopting import adopt, adopt_within_band
from troubleshooter.learning.errors import (
    FitsWorse,
    NotAdoptable,
    NothingToLearn,
    OtherRevision,
    UnknownPlace,
)
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import Guide, Origin, Parameters, Visit

pytestmark = pytest.mark.usefixtures("lamp")


def guide():
    return Guide.objects.select_related("live_parameters", "live_revision").get(key="lamp")


def learn():
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})
    keep(teach(guide(), until=LATER))


LEARNT = Snapshot(learn)


@pytest.fixture
def learnt(lamp):
    """Most lamps were not plugged in after all: far from what the editors wrote."""
    LEARNT.put()
    return Parameters.objects.get(origin=Origin.LEARNT)


def test_a_lesson_is_kept_with_where_it_comes_from(learnt):
    learnt.refresh_from_db()
    editorial = Parameters.objects.get(origin=Origin.EDITORIAL)
    assert (learnt.origin, learnt.parent, learnt.visits) == (Origin.LEARNT, editorial, 25)
    assert (learnt.until, learnt.method, learnt.revision) == (LATER, "map-em", editorial.revision)
    assert learnt.report["held_out"]["better"]
    change = next(c for c in learnt.report["changes"] if c["place"] == "shares.unplugged")
    assert change["was"] == 0.5
    assert change["low"] < change["now"] < change["high"]
    assert change["now"] == learnt.content["shares"]["unplugged"] > 0.5
    assert 15 < change["count"] < 26


def test_nothing_is_live_until_it_is_adopted(learnt):
    assert guide().live_parameters.origin == Origin.EDITORIAL


def test_all_of_it_can_be_adopted(learnt, django_user_model):
    editor = django_user_model.objects.create(username="editor")
    adopted = adopt(learnt, author=editor)
    assert guide().live_parameters == adopted
    assert (adopted.origin, adopted.parent, adopted.author) == (Origin.ADOPTED, learnt, editor)
    live = catalogue.parameters(adopted.pk)
    assert live.shares == pytest.approx(learnt.content["shares"])
    assert live.effects["plug-in"] == pytest.approx(learnt.content["effects"]["plug-in"])


def test_some_of_it_can_be_adopted_and_the_rest_stays(learnt):
    before = catalogue.parameters(guide().live_parameters_id)
    adopted = adopt(learnt, chosen=["effects.plug-in.unplugged"])
    live = catalogue.parameters(adopted.pk)
    assert live.effects["plug-in"]["unplugged"] == learnt.content["effects"]["plug-in"]["unplugged"]
    assert live.effects["new-bulb"] == before.effects["new-bulb"]
    assert live.shares == before.shares
    assert adopted.report == {"adopted": ["effects.plug-in.unplugged"]}


def test_more_of_it_can_be_adopted_later(learnt):
    first = adopt(learnt, chosen=["effects.plug-in.unplugged"])
    second = adopt(learnt, chosen=["effects.new-bulb.bulb"])
    live = catalogue.parameters(second.pk)
    assert live.effects["plug-in"] == catalogue.parameters(first.pk).effects["plug-in"]
    assert live.effects["new-bulb"]["bulb"] == learnt.content["effects"]["new-bulb"]["bulb"]


def test_adopting_twice_makes_one_set(learnt):
    assert adopt(learnt) == adopt(learnt)
    assert Parameters.objects.filter(origin=Origin.ADOPTED).count() == 1


def test_a_visit_stays_on_the_numbers_that_it_started_with(learnt):
    early = visit()
    adopted = adopt(learnt)
    late = visit()
    assert Visit.objects.get(pk=early.pk).parameters.origin == Origin.EDITORIAL
    assert Visit.objects.get(pk=late.pk).parameters == adopted


def test_what_fits_worse_is_never_adopted(learnt):
    learnt.report["held_out"]["better"] = False
    learnt.save()
    with pytest.raises(FitsWorse):
        adopt(learnt)
    Guide.objects.update(adopt_band=9)
    with pytest.raises(NotAdoptable):
        adopt(learnt, chosen=["effects.plug-in.unplugged"])
    assert guide().live_parameters.origin == Origin.EDITORIAL


def test_a_set_that_was_not_learnt_is_never_adopted(learnt):
    with pytest.raises(NotAdoptable):
        adopt(Parameters.objects.get(origin=Origin.EDITORIAL))


def test_what_was_learnt_for_an_older_revision_is_not_adopted(learnt):
    new_revision(("title: Plug it in", "title: Push it in"))
    with pytest.raises(OtherRevision):
        adopt(learnt)


def test_a_place_that_does_not_exist_is_refused(learnt):
    with pytest.raises(UnknownPlace):
        adopt(learnt, chosen=["effects.plug-in.gone"])


def with_band(band):
    new_revision(("language: en\n", f"language: en\nadopt_band: {band}\n"))
    many(20, answers={"others": "no"}, results={"new-bulb": "no_help", "plug-in": "fixed"})
    many(5, answers={"others": "yes"}, results={"plug-in": "no_help", "new-bulb": "fixed"})
    return keep(teach(guide(), until=LATER))


def odds(p):
    return p / (1 - p)


def test_only_what_lies_within_the_band_goes_live_by_itself():
    learnt = with_band(1.5)
    adopted = adopt_within_band(learnt)
    assert guide().live_parameters == adopted
    near = set(adopted.report["adopted"])
    inside = set()
    for change in learnt.report["changes"]:
        if isinstance(change["now"], float):
            ratio = odds(change["now"]) / odds(change["was"]) if 0 < change["was"] < 1 else 1
            inside |= {change["place"]} if 1 / 1.5 <= ratio <= 1.5 else set()
            assert (change["place"] in near) == (change["place"] in inside), change
    assert inside
    assert "shares.unplugged" not in near


def test_without_a_band_nothing_goes_live_by_itself(learnt):
    assert adopt_within_band(learnt) is None
    assert guide().live_parameters.origin == Origin.EDITORIAL


def test_there_must_be_something_to_learn_from():
    visit()
    with pytest.raises(NothingToLearn):
        teach(guide(), until=LATER)


def test_a_guide_that_is_not_published_teaches_nothing():
    Guide.objects.update(live_revision=None, live_parameters=None)
    with pytest.raises(NothingToLearn):
        teach(guide(), until=LATER)
