"""Where a guide wants someone else's approval, learnt numbers wait for it as publications do."""

import pytest

from tests.learning.cast import LATER
from tests.learning.test_adopting import guide, learnt, with_band  # noqa: F401  a fixture
from troubleshooter.content.deciding import NotPossible
from troubleshooter.editing.plans import cancel
from troubleshooter.learning.adopting import adopt, adopt_within_band, go_back_to
from troubleshooter.learning.asking import (
    Wish,
    adopt_near_or_ask,
    adopt_or_ask,
    approve_numbers,
    go_back_or_ask,
    wish_of,
)
from troubleshooter.learning.errors import FitsWorse, NeedsApproval, UnknownPlace
from troubleshooter.learning.lessons import keep, teach
from troubleshooter.models import (
    Guide,
    Origin,
    Parameters,
    PlannedPublication,
    PublicationState,
    Revision,
)

pytestmark = pytest.mark.usefixtures("lamp")
PLACE = "effects.plug-in.unplugged"


@pytest.fixture
def ada(django_user_model):
    return django_user_model.objects.create_user("ada")


@pytest.fixture
def bob(django_user_model):
    return django_user_model.objects.create_user("bob")


def careful():
    Guide.objects.update(needs_approval=True)


def live():
    return guide().live_parameters


def test_without_approval_asked_for_nothing_waits(learnt, ada):  # noqa: F811
    assert adopt_or_ask(learnt, author=ada) == live()
    assert not PlannedPublication.objects.exists()


def test_nobody_adopts_or_goes_back_alone(learnt, ada):  # noqa: F811
    own, adopted = live(), adopt(learnt)
    careful()
    for by in (None, ada):
        with pytest.raises(NeedsApproval):
            go_back_to(own, ada, approved_by=by)
    Guide.objects.update(live_parameters=own)
    for by in (None, ada):
        with pytest.raises(NeedsApproval):
            adopt(learnt, chosen=[PLACE], author=ada, approved_by=by)
    assert live() == own != adopted


def test_what_was_asked_for_goes_live_once_someone_else_agrees(learnt, ada, bob):  # noqa: F811
    careful()
    asked = adopt_or_ask(learnt, chosen=[PLACE], author=ada, note="Clear enough")
    assert wish_of(asked) == Wish(parameters=learnt.pk, places=(PLACE,))
    assert asked.state == PublicationState.WAITING
    assert live().origin == Origin.EDITORIAL
    with pytest.raises(NotPossible):
        approve_numbers(asked, by=ada)
    done = approve_numbers(asked, by=bob)
    assert (done.state, done.approved_by) == (PublicationState.PUBLISHED, bob)
    assert (live().author, live().note, live().parent) == (ada, "Clear enough", learnt)
    assert live().report == {"adopted": [PLACE]}
    assert Revision.objects.count() == 1
    with pytest.raises(NotPossible):
        approve_numbers(asked, by=bob)


def test_all_of_it_is_asked_for_too(learnt, ada, bob):  # noqa: F811
    careful()
    asked = adopt_or_ask(learnt, author=ada)
    assert wish_of(asked).places is None
    approve_numbers(asked, by=bob)
    changes = {change["place"] for change in learnt.report["changes"]}
    assert set(live().report["adopted"]) == changes


def test_going_back_asks_as_well(learnt, ada, bob):  # noqa: F811
    own, adopted = live(), adopt(learnt)
    careful()
    asked = go_back_or_ask(own, author=ada)
    assert live() == adopted
    approve_numbers(asked, by=bob)
    assert (live().content, live().report["back_to"]) == (own.content, own.pk)


def test_what_cannot_go_live_is_not_asked_for(learnt, ada):  # noqa: F811
    careful()
    with pytest.raises(UnknownPlace):
        adopt_or_ask(learnt, chosen=["effects.plug-in.gone"], author=ada)
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    with pytest.raises(FitsWorse):
        adopt_or_ask(learnt, author=ada)
    assert not PlannedPublication.objects.exists()


def test_what_cannot_go_live_any_more_says_why(learnt, ada, bob):  # noqa: F811
    careful()
    asked = adopt_or_ask(learnt, author=ada)
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    before = live()
    done = approve_numbers(asked, by=bob)
    assert done.state == PublicationState.FAILED
    assert done.problem
    assert live() == before


def test_what_is_live_already_asks_nobody(learnt, ada):  # noqa: F811
    adopted = adopt(learnt)
    careful()
    assert adopt_or_ask(learnt, author=ada) == adopted
    assert not PlannedPublication.objects.exists()


def test_the_same_twice_is_one_request(learnt, ada):  # noqa: F811
    careful()
    first, second = (adopt_or_ask(learnt, author=ada) for _ in range(2))
    assert first == second
    assert adopt_or_ask(learnt, chosen=[PLACE], author=ada) != first


def test_what_the_band_allows_waits_as_well(ada):
    near = with_band(1.5)
    careful()
    before = live()
    with pytest.raises(NeedsApproval):
        adopt_within_band(near)
    asked = adopt_near_or_ask(near)
    assert live() == before
    approve_numbers(asked, by=ada)
    assert tuple(live().report["adopted"]) == wish_of(asked).places != ()


def test_what_is_learnt_anew_takes_the_place_of_what_waits(ada):
    near = with_band(1.5)
    careful()
    own = adopt_or_ask(near, author=ada)
    first = adopt_near_or_ask(near)
    second = adopt_near_or_ask(keep(teach(guide(), until=LATER)))
    waiting = PlannedPublication.objects.filter(state=PublicationState.WAITING)
    assert set(waiting) == {own, second}
    first.refresh_from_db()
    assert first.state == PublicationState.CANCELLED


def test_a_request_can_be_declined(learnt, ada, bob):  # noqa: F811
    careful()
    asked = adopt_or_ask(learnt, author=ada)
    cancel(asked, by=bob, words="Wait for more visits")
    with pytest.raises(NotPossible):
        approve_numbers(asked, by=bob)
    assert live().origin == Origin.EDITORIAL
    assert Parameters.objects.count() == 2
