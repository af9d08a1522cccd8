"""Two people change the same thing: the second save is stopped, and both texts are shown."""

import pytest

from troubleshooter.admin.opened import OPENED
from troubleshooter.models import Guide, Occasion, Step

from .colliding import Opened, again, stopped, typed_in
from .forms import saved, sent_by_browser
from .test_pages import CONTENT, address, name
from .test_publishing import editor

OF_A_GUIDE = [model for model in CONTENT if model is not Occasion]


@pytest.mark.parametrize("model", OF_A_GUIDE, ids=name)
def test_every_form_of_content_carries_how_things_stood(model, guide, admin_client):
    row = model.objects.first()
    assert OPENED in sent_by_browser(admin_client.get(address(model, "change", row.pk)))


def test_the_second_save_changes_nothing_and_shows_both_texts(step, ada, bob):
    page = Opened(bob, step)
    assert saved(Opened(ada, step).send(title="Push the plug in"))
    response = page.send(title="Put the plug in")
    assert stopped(response) == {"Title": ("Push the plug in", "Put the plug in", "yours")}
    assert typed_in(response, "title") == "Put the plug in"
    step.refresh_from_db()
    assert step.title == "Push the plug in"


def test_it_says_who_saved_and_when(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    response = page.send(title="Put the plug in")
    assert response.context["collision"].who == "ada"
    assert response.context["collision"].when is not None
    page = Opened(bob, step)
    Opened(bob, step).send(title="Stick the plug in")
    assert "another window" in page.send(title="Put the plug in").context["collision"].who


def test_what_differs_is_marked_in_the_text(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    body = page.send(title="Put the <b> in").content.decode()
    assert "<del>Push</del>" in body
    assert "<ins>Put</ins>" in body
    assert "<b> in" not in body


def test_saving_again_overrides_knowingly(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    assert saved(again(page.send(title="Put the plug in"), bob, step))
    step.refresh_from_db()
    assert step.title == "Put the plug in"


def test_what_only_they_changed_stays_theirs(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(instructions="1. Push.", minutes="7")
    response = page.send(title="Put the plug in")
    assert {whose for _, _, whose in stopped(response).values()} == {"theirs"}
    assert saved(again(response, bob, step))
    step.refresh_from_db()
    assert (step.title, step.minutes) == ("Put the plug in", 7)
    assert step.instructions.strip() == "1. Push."


def test_a_third_save_between_the_two_is_stopped_too(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    response = page.send(title="Put the plug in")
    Opened(ada, step).send(title="Press the plug in")
    response = again(response, bob, step)
    assert "Press the plug in" in str(stopped(response))
    step.refresh_from_db()
    assert step.title == "Press the plug in"


def test_take_theirs_opens_the_page_anew(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    body = page.send(title="Put the plug in").content.decode()
    assert f'<a href="{page.page}" id="take-theirs">' in body
    assert typed_in(bob.get(page.page), "title") == "Push the plug in"


def test_the_same_change_twice_is_no_collision(step, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(title="Push the plug in")
    assert saved(page.send(title="Push the plug in"))


def test_another_step_is_no_collision(step, ada, bob):
    page = Opened(bob, step)
    assert saved(Opened(ada, Step.objects.get(key="rewire")).send(title="Call someone"))
    assert saved(page.send(title="Put the plug in"))


def test_publishing_meanwhile_is_no_collision(guide, ada, bob):
    page = Opened(bob, guide)
    guide.causes.update(share=0.4)
    ada.post(
        "/admin/troubleshooter/guide/",
        {"action": "publish", "_selected_action": [guide.pk], "note": ""},
    )
    guide.refresh_from_db()
    assert guide.live_revision.number == 2
    assert saved(page.send(title="Dark"))


def test_the_guides_own_settings_are_watched_too(guide, ada, bob):
    page = Opened(bob, guide)
    Opened(ada, guide).send(summary="Dark at night.", **{"guidepath_set-0-order": "7"})
    told = stopped(page.send(summary="Dark by day."))
    assert ("Dark at night.", "Dark by day.", "yours") in told.values()
    assert any(theirs == "7" and whose == "theirs" for theirs, _, whose in told.values())


def test_a_form_that_says_nothing_of_how_things_stood_is_stopped_where_it_differs(step, bob):
    page = Opened(bob, step)
    assert "yours" in str(stopped(page.send(without=[OPENED], title="Put the plug in")))
    for nonsense in ("[]", "{", '{"title": 1}', "null"):
        told = stopped(page.send(title="Put the plug in", **{OPENED: nonsense}))
        assert len(told) == 1
    assert saved(page.send(without=[OPENED]))


def test_what_was_written_on_a_page_that_is_gone_is_shown(step, ada, bob):
    """In the words that the page had for each field, rows on the page too; nothing is saved."""
    page, pk = Opened(bob, step), step.pk
    ada.post(address(Step, "delete", pk), {"post": "yes"})
    assert not Step.objects.filter(pk=pk).exists()
    sent = {"title": "Put the <plug> in", "instructions": "1. Look.\r\n2. Push."}
    response = page.send(**sent, **{"effects-0-probability": "0.2"})
    assert (response.status_code, response.context["who"]) == (200, "ada")
    written = {one.field: one.text for one in response.context["written"]}
    assert written["Title"] == "Put the <plug> in"
    assert written["Instructions"].split("\n")[-1] == "2. Push."
    assert "0.2" in [text for field, text in written.items() if "How often" in field], written
    body = response.content.decode()
    assert "Put the &lt;plug&gt; in" in body
    assert f"{address(Step, 'add')}?guide={step.guide_id}" in body
    assert not Step.objects.filter(title=sent["title"]).exists()


@pytest.mark.parametrize("model", OF_A_GUIDE, ids=name)
def test_any_page_of_content_that_is_gone_shows_what_was_sent(model, twin, bob):
    row = twin if model is Guide else model.objects.last()
    page = Opened(bob, row)
    row.delete()
    response = page.send()
    assert response.status_code == 200
    told = " ".join(one.text for one in response.context["written"]).split()
    skipped = (OPENED, "csrfmiddlewaretoken")
    sent = {k: v for k, v in page.fields.items() if k not in skipped and " " in v.strip()}
    for text in sent.values():
        assert set(text.split()) <= set(told), text


def test_who_may_not_change_it_learns_nothing_of_what_is_gone(step):
    pk = step.pk
    step.delete()
    page = address(Step, "change", pk)
    assert editor("view_step").post(page, {"title": "x"}).status_code == 403


def test_a_page_that_never_was_is_only_said(bob, step):
    page = Opened(bob, step)
    page.page = address(Step, "change", 987654)
    assert page.send(title="Put the plug in").status_code == 302
    assert Guide.objects.exists()
