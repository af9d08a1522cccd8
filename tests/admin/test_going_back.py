"""An editor goes back to numbers that visitors met before."""

import pytest

from tests.learning.cast import visit
from tests.learning.test_reading import new_revision
from troubleshooter.learning.adopting import adopt, go_back_to
from troubleshooter.learning.errors import NotAdoptable, OtherRevision
from troubleshooter.models import Origin, Parameters, Visit

from .learnt_numbers import live, marked, page, post, said, with_id


def test_one_click_goes_back_to_earlier_numbers(learnt, admin_client, admin_user):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    adopted = adopt(learnt)
    adopted.refresh_from_db()
    early = visit()
    assert with_id(page(admin_client, own), "go-back")
    response = post(admin_client, "go_back", own)
    now = live()
    assert (now.content, now.origin, now.author) == (own.content, Origin.EDITORIAL, admin_user)
    assert (now.parent, now.report["back_to"]) == (own, own.pk)
    assert said(response)[0][0] == "success"
    assert Visit.objects.get(pk=early.pk).parameters == adopted
    assert visit().parameters == now
    assert not with_id(page(admin_client, own), "go-back")
    assert with_id(page(admin_client, adopted), "go-back")
    post(admin_client, "go_back", adopted)
    assert (live().content, live().origin) == (adopted.content, Origin.ADOPTED)


def test_going_back_twice_makes_one_set(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    adopt(learnt)
    post(admin_client, "go_back", own)
    first, sets = live(), Parameters.objects.count()
    assert said(post(admin_client, "go_back", own))[-1][0] == "info"
    assert (live(), Parameters.objects.count()) == (first, sets)


def test_one_cannot_go_back_to_another_revision(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    new_revision(("title: Plug it in", "title: Push it in"))
    before = live()
    assert [one.get("data-refusal") for one in marked(page(admin_client, own), "data-refusal")] == [
        "OtherRevision"
    ]
    assert said(post(admin_client, "go_back", own))[-1][0] == "error"
    with pytest.raises(OtherRevision):
        go_back_to(own)
    assert live() == before


def test_what_was_learnt_goes_live_by_adopting_only(learnt, admin_client):
    """Going back looks at no held-out visit."""
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    with pytest.raises(NotAdoptable):
        go_back_to(learnt)
    post(admin_client, "go_back", learnt)
    assert live().origin == Origin.EDITORIAL


def test_what_was_gone_back_to_is_published_as_the_editors_own(learnt):
    adopt(learnt)
    go_back_to(Parameters.objects.get(origin=Origin.EDITORIAL))
    new_revision(("title: Plug it in", "title: Push it in"))
    assert (live().origin, live().parent) == (Origin.EDITORIAL, None)
