"""An editor takes over all or some of what visits have taught, and nothing that must not be."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from tests.learning.test_reading import new_revision
from troubleshooter.content import catalogue
from troubleshooter.learning.adopting import adopt
from troubleshooter.models import Origin, Parameters

from .learnt_numbers import PLACE, boxes, live, marked, page, post, said, with_id


def test_what_is_ticked_goes_live(learnt, admin_client, admin_user):
    found = boxes(page(admin_client, learnt))
    ticked = [place for place, on in found.items() if on]
    before = catalogue.parameters(live().pk)
    response = post(admin_client, "adopt", learnt, take="ticked", place=ticked, note="Seen")
    now = live()
    assert (now.origin, now.parent, now.author, now.note) == ("adopted", learnt, admin_user, "Seen")
    assert now.report == {"adopted": ticked}
    numbers = catalogue.parameters(now.pk)
    untouched = [place for place in ("skip.plug-in", "usual.flicker") if place not in ticked]
    assert untouched
    assert numbers.skip["rewire"] == before.skip["rewire"]
    ((level, words),) = said(response)
    assert level == "success"
    assert str(now.pk) in words
    assert str(len(ticked)) in words


def test_what_is_not_ticked_stays(learnt, admin_client):
    before = catalogue.parameters(live().pk)
    post(admin_client, "adopt", learnt, take="ticked", place=[PLACE])
    after = catalogue.parameters(live().pk)
    assert (
        after.effects["plug-in"]["unplugged"] == learnt.content["effects"]["plug-in"]["unplugged"]
    )
    assert (after.shares, after.usual, after.likelihood) == (
        before.shares,
        before.usual,
        before.likelihood,
    )


def test_all_of_it_goes_live_whatever_is_ticked(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="all", place=[PLACE])
    every = {change["place"] for change in learnt.report["changes"]}
    assert set(live().report["adopted"]) == every
    found = page(admin_client, learnt)
    assert marked(found, "data-live")
    assert not with_id(found, "adopt")


def test_the_guide_keeps_in_its_history_who_adopted(learnt, admin_client, admin_user):
    post(admin_client, "adopt", learnt, take="all")
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (admin_user, str(learnt.revision.guide_id))
    assert str(live().pk) in entry.change_message


def test_nothing_ticked_changes_nothing(learnt, admin_client):
    response = post(admin_client, "adopt", learnt, take="ticked")
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["warning"]


def test_a_double_click_makes_one_set(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="all")
    first = live()
    response = post(admin_client, "adopt", learnt, take="all")
    assert live() == first
    assert Parameters.objects.filter(origin=Origin.ADOPTED).count() == 1
    assert LogEntry.objects.count() == 1
    assert said(response)[-1][0] == "info"


def test_a_double_click_makes_one_set_where_other_causes_make_room(learnt, admin_client):
    """One cause at a time: a share that grows takes from the others."""
    for _ in range(2):
        post(admin_client, "adopt", learnt, take="ticked", place=["shares.unplugged"])
    assert Parameters.objects.filter(origin=Origin.ADOPTED).count() == 1
    shares = catalogue.parameters(live().pk).shares
    assert shares["unplugged"] == learnt.content["shares"]["unplugged"]
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["bulb"] / shares["wiring"] == pytest.approx(1.5)


def test_nobody_adopts_without_logging_in(learnt, client):
    there = reverse("admin:troubleshooter_parameters_adopt", args=[learnt.pk])
    assert "login" in client.post(there, {"take": "all"})["Location"]
    assert live().origin == Origin.EDITORIAL


def test_an_unknown_place_is_refused_whole(learnt, admin_client):
    response = post(admin_client, "adopt", learnt, take="ticked", place=[PLACE, "shares.<b>"])
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["error"]
    assert "&lt;b&gt;" in admin_client.get(response["Location"]).content.decode()


def test_what_is_live_already_says_so_and_cannot_be_ticked(learnt, admin_client):
    post(admin_client, "adopt", learnt, take="ticked", place=[PLACE])
    found = boxes(page(admin_client, learnt))
    assert PLACE not in found
    assert len(found) == len(learnt.report["changes"]) - 1
    assert marked(page(admin_client, live()), "data-live")


def test_a_third_number_that_visitors_meet_is_told(learnt, admin_client):
    """The set was compared with the editors' numbers; what is live may be neither."""
    other = Parameters.objects.get(pk=learnt.pk)
    other.pk = None
    other.content["shares"] |= {"unplugged": 0.77}
    other.save(force_insert=True)
    adopt(other, chosen=["shares.unplugged"])
    (body,) = [
        one
        for one in marked(page(admin_client, learnt), "data-place")
        if one.get("data-place") == "shares.unplugged"
    ]
    assert "77 in 100" in "".join(body.itertext())


# ---- what cannot be adopted --------------------------------------------------------------------


def refused(client, row):
    found = page(client, row)
    assert not with_id(found, "adopt")
    assert boxes(found) == {}
    return [one.get("data-refusal") for one in marked(found, "data-refusal")]


def test_what_fits_worse_has_no_form_and_says_why(learnt, admin_client):
    learnt.report["held_out"] |= {"better": False}
    learnt.save()
    assert refused(admin_client, learnt) == ["FitsWorse"]
    assert marked(page(admin_client, learnt), "data-place")
    response = post(admin_client, "adopt", learnt, take="all")
    assert live().origin == Origin.EDITORIAL
    assert [level for level, _ in said(response)] == ["error"]


def test_what_was_learnt_for_an_older_revision_has_no_form(learnt, admin_client):
    new_revision(("title: Plug it in", "title: Push it in"))
    assert refused(admin_client, learnt) == ["OtherRevision"]
    post(admin_client, "adopt", learnt, take="all")
    assert live().origin == Origin.EDITORIAL


def test_the_editors_own_set_has_no_form(learnt, admin_client):
    own = Parameters.objects.get(origin=Origin.EDITORIAL)
    assert refused(admin_client, own) == []
    assert marked(page(admin_client, own), "data-live")
    post(admin_client, "adopt", own, take="all")
    assert live() == own
