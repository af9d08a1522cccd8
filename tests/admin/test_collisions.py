"""Two people change the same thing: the second save is stopped, and both texts are shown."""

import pytest

from troubleshooter.admin.opened import OPENED
from troubleshooter.models import Guide, Step

from .colliding import Opened, again, stopped, typed_in
from .forms import saved, sent_by_browser
from .test_pages import CONTENT, address, name


@pytest.mark.parametrize("model", CONTENT, ids=name)
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


def test_a_step_that_is_gone_is_said(step, bob):
    page = Opened(bob, step)
    Step.objects.filter(pk=step.pk).delete()
    assert page.send(title="Put the plug in").status_code == 302
    assert Guide.objects.exists()
