"""The tab “What visitors see”: ways, what if, and what publishing changes; drafts and live."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from troubleshooter.models import (
    Cause,
    Guide,
    Likelihood,
    Node,
    Option,
    Parameters,
    Question,
    Step,
    StepEffect,
)
from troubleshooter.simulation.ways import kept

from .factories import more_like, twin_of_lamp
from .test_pages import INLINE_CODE

PLAIN = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()
    yield
    cache.clear()


def address(guide, name="ways"):
    return reverse(f"admin:troubleshooter_guide_{name}", args=[guide.pk])


def meetings(meeting):
    yield meeting
    for turn in meeting.turns:
        if turn.then:
            yield from meetings(turn.then)


def test_the_tree_names_and_links_what_visitors_meet(guide, admin_client):
    page = admin_client.get(address(guide))
    found = list(meetings(page.context["meeting"]))
    question, step = Question.objects.get(key="others"), Step.objects.get(key="plug-in")
    assert found[0].name == question.text
    assert found[0].asks
    assert found[0].address == reverse("admin:troubleshooter_question_change", args=[question.pk])
    assert step.title in {one.name for one in found}
    # By hand: yes if unplugged is 7 in 10, else 9 in 10; half of all people are unplugged. One in 20 cannot tell.
    assert [turn.share for turn in found[0].turns] == ["76 in 100", "19 in 100", "5 in 100"]
    assert found[0].address.encode() in page.content
    assert not INLINE_CODE.search(page.content.decode())


def test_the_shares_of_all_ends_are_those_of_all_visitors(guide, admin_client):
    context = admin_client.get(address(guide)).context
    expected = context["forecast"].expected
    assert expected.resolved + expected.worked_around + expected.handed_over == pytest.approx(1)
    assert context["reach"].moves is None
    assert context["reach"].whole > 0.9


def test_the_draft_is_shown_unless_the_live_revision_is_asked_for(guide, admin_client):
    Question.objects.filter(guide=guide, key="others").update(text="Is there power?")
    draft = admin_client.get(address(guide)).context["meeting"]
    live = admin_client.get(address(guide), {"of": "live"}).context["meeting"]
    assert (draft.name, live.name) == ("Is there power?", "Do other lamps work?")


def test_a_second_look_works_nothing_out(guide, admin_client, monkeypatch):
    admin_client.get(address(guide))
    monkeypatch.setattr(kept, "foresee_one", None)
    assert admin_client.get(address(guide)).status_code == 200


def test_a_change_of_the_draft_is_worked_out_anew(guide, admin_client):
    before = admin_client.get(address(guide)).context["forecast"]
    StepEffect.objects.filter(step__guide=guide, step__key="plug-in").update(probability=0.3)
    after = admin_client.get(address(guide)).context["forecast"]
    assert after.expected.resolved < before.expected.resolved
    Step.objects.filter(guide=guide, key="plug-in").update(minutes=3)
    longer = admin_client.get(address(guide)).context["forecast"]
    assert longer.expected.hands_on > after.expected.hands_on


def test_a_guide_that_is_not_published_shows_its_draft(db, admin_client):
    twin = twin_of_lamp()
    page = admin_client.get(address(twin), {"of": "live"})
    assert page.context["choosing"].of == "draft"
    assert page.context["meeting"] is not None
    assert admin_client.get(address(twin, "ways_effect")).context["effect"].unpublished


@pytest.mark.parametrize("name", ["ways", "ways_effect", "what_if"])
def test_a_draft_that_cannot_be_worked_out_says_so(name, guide, admin_client):
    Cause.objects.filter(guide=guide).update(share=0)
    page = admin_client.get(address(guide, name))
    assert page.status_code == 200
    assert "meeting" not in page.context or page.context["meeting"] is None
    assert admin_client.get(address(guide), {"of": "live"}).context["meeting"] is not None


def test_an_empty_guide_opens(db, admin_client):
    empty = Guide.objects.create(key="empty", title="Empty", summary="Nothing.", support_minutes=60)
    for name in ("ways", "ways_effect", "what_if"):
        assert admin_client.get(address(empty, name)).status_code == 200


def test_what_hardly_anybody_meets_is_named_with_a_reason(guide, admin_client):
    """By what is quicker, and always works, where nobody turns it down."""
    cause = Cause.objects.get(guide=guide, key="bulb")
    Step.objects.filter(guide=guide, key="new-bulb").update(skip=0)
    StepEffect.objects.filter(step__guide=guide, step__key="new-bulb").update(probability=1)
    slow = Step.objects.create(
        guide=guide, order=90, key="new-lamp", title="Buy a lamp", minutes=90, disruption=1
    )
    StepEffect.objects.create(step=slow, cause=cause, probability=0.9)
    seldom = {one.name: one for one in admin_client.get(address(guide)).context["seldom"]}
    assert "Put in a new bulb" in seldom["Buy a lamp"].why
    assert seldom["Buy a lamp"].address.endswith(f"/step/{slow.pk}/change/")
    assert "Plug it in" not in seldom


def test_devices_with_numbers_of_their_own_can_be_chosen(guide, admin_client):
    live = Parameters.objects.get(pk=guide.live_parameters_id)
    content = {**live.content, "shares_by_group": {"desk/2": {"bulb": 0.9, "unplugged": 0.05}}}
    guide.live_parameters = Parameters.objects.create(
        revision=live.revision, origin="adopted", content=content, parent=live
    )
    guide.save()
    page = admin_client.get(address(guide), {"of": "live"})
    assert page.context["choosing"].devices == (("desk/2", "Desk lamp 2"),)
    other = admin_client.get(address(guide), {"of": "live", "device": "desk/2"})
    shares = [p.context["forecast"].met[Node.STEP, "new-bulb"] for p in (page, other)]
    assert shares[1] > shares[0] + 0.2
    draft = admin_client.get(address(guide), {"device": "desk/2"})
    assert draft.context["choosing"].device == "desk/2"  # publishing would carry it


def test_shadow_mode_shows_the_editors_order(guide, admin_client):
    Step.objects.filter(guide=guide, key="plug-in").update(order=50)
    engines = admin_client.get(address(guide)).context["forecast"]
    Guide.objects.filter(pk=guide.pk).update(shadow=True)
    editors = admin_client.get(address(guide)).context["forecast"]
    assert editors.met[Node.STEP, "new-bulb"] == pytest.approx(1)
    assert engines.met[Node.STEP, "new-bulb"] < 1


# ---- what publishing changes -----------------------------------------------------------------


def test_nothing_changes_where_the_draft_is_live(guide, admin_client):
    effect = admin_client.get(address(guide, "ways_effect")).context["effect"]
    assert effect.unchanged
    assert not effect.lines


def test_a_quicker_step_takes_visitors_less_time(guide, admin_client):
    Step.objects.filter(guide=guide, key="new-bulb").update(minutes=1, wait_minutes=2)
    effect = admin_client.get(address(guide, "ways_effect")).context["effect"]
    assert effect.change.after.hands_on < effect.change.before.hands_on
    assert effect.change.after.waiting < effect.change.before.waiting
    assert len(effect.lines) == 7


def test_both_versions_are_met_by_the_people_of_the_draft(guide, admin_client):
    """With shares that come true the older guide's first step helps far more people than it says."""
    Cause.objects.filter(guide=guide, key="unplugged").update(share=0.98)
    Cause.objects.filter(guide=guide, key__in=["bulb", "wiring"]).update(share=0.01)
    change = admin_client.get(address(guide, "ways_effect")).context["effect"].change
    as_it_says = admin_client.get(address(guide), {"of": "live"}).context["forecast"].expected
    assert change.before.resolved == pytest.approx(change.after.resolved, abs=0.02)
    assert change.before.hands_on < 0.7 * as_it_says.hands_on


def test_causes_that_only_one_version_has_are_named(guide, admin_client):
    Cause.objects.filter(guide=guide, key="wiring").update(retired=True)
    StepEffect.objects.filter(cause__key="wiring").delete()
    Likelihood.objects.filter(cause__key="wiring").delete()
    Step.objects.filter(guide=guide, key__in=["rewire", "fuse-out"]).update(retired=True)
    change = admin_client.get(address(guide, "ways_effect")).context["effect"].change
    assert change.gone_causes == ("The wiring is broken",)
    assert change.new_causes == ()


def test_the_effect_is_a_fragment_for_htmx_and_a_page_without(guide, admin_client):
    fragment = admin_client.get(address(guide, "ways_effect"), **PLAIN).content
    assert fragment.lstrip().startswith(b'<section id="effect"')
    assert b"<html" in admin_client.get(address(guide, "ways_effect")).content
    tab = admin_client.get(address(guide)).content.decode()
    assert f'data-hx-get="{address(guide, "ways_effect")}"' in tab


# ---- cost ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ways", "ways_effect", "what_if"])
def test_queries_do_not_grow_with_the_guide(name, guide, admin_client):
    before = queries(admin_client, address(guide, name))
    for row in (
        Step.objects.get(guide=guide, key="plug-in"),
        Question.objects.get(guide=guide, key="flicker"),
        Cause.objects.get(guide=guide, key="bulb"),
    ):
        copies = more_like(row, 4)
        if isinstance(row, Question):
            for copy in copies:
                for order, key in enumerate(["yes", "no"]):
                    Option.objects.create(question=copy, order=order, key=key, label=key, usual=0.5)
    Cause.objects.filter(guide=guide, key__startswith="bulb-").update(share=0.01)
    page = admin_client.get(address(guide, name))
    assert "found" not in page.context or page.context["found"]
    assert queries(admin_client, address(guide, name)) == before


def queries(client, page):
    client.get(page)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(page).status_code == 200
    return len(seen)
