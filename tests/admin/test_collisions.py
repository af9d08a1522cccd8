"""Two people change the same thing: the second save is stopped, and both texts are shown."""

import html5lib
import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from troubleshooter.admin.opened import OPENED
from troubleshooter.models import Cause, Fact, Guide, Question, Step, StepEffect, StepFact

from .factories import NUMBERS
from .forms import saved, sent_by_browser
from .test_pages import CONTENT, address, grow, name


@pytest.fixture
def ada(db):
    return someone("ada")


@pytest.fixture
def bob(db):
    return someone("bob")


def someone(username):
    client = Client()
    client.force_login(get_user_model().objects.create_superuser(username, password="x"))
    return client


class Opened:
    """A page in a person's browser: opened now, sent later."""

    def __init__(self, client, row):
        self.client, self.page = client, address(type(row), "change", row.pk)
        self.fields = sent_by_browser(client.get(self.page))

    def send(self, without=(), **typed):
        kept = {key: text for key, text in self.fields.items() if key not in without}
        return self.client.post(self.page, kept | typed)


def again(response, client, row, **typed):
    """Save the page that was shown again, as a browser would."""
    return client.post(address(type(row), "change", row.pk), sent_by_browser(response) | typed)


def stopped(response):
    """field (or row, field) -> (theirs, yours, whose stands in the form)."""
    assert response.status_code == 200
    tree = html5lib.parse(response.content.decode(), namespaceHTMLElements=False)
    section = next((e for e in tree.iter("section") if e.get("id") == "collision"), None)
    assert section is not None
    rows = (tr for tr in section.iter("tr") if tr.get("data-kept"))
    return {
        " ".join("".join(tr.find("th").itertext()).split()): (
            *("".join(td.itertext()) for td in tr.findall("td")[:2]),
            tr.get("data-kept"),
        )
        for tr in rows
    }


def typed_in(response, field):
    return sent_by_browser(response)[field]


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


# ---- rows on the same page -----------------------------------------------------------------------


@pytest.fixture
def fixes(step):
    """The step clears one cause; there is another that it might clear."""
    return StepEffect.objects.get(step=step), Cause.objects.exclude(effects__step=step).first()


def chances(step):
    return {e.cause.key: e.probability for e in step.effects.select_related("cause")}


def test_a_row_that_both_changed_is_stopped(step, fixes, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(**{"effects-0-probability": "0.2"})
    told = stopped(page.send(**{"effects-0-probability": "0.7"}))
    assert list(told.values()) == [("0.2", "0.7", "yours")]
    assert chances(step)[fixes[0].cause.key] == 0.2


def added(cause, at=1):
    return {
        "effects-TOTAL_FORMS": str(at + 1),
        f"effects-{at}-cause": str(cause.pk),
        f"effects-{at}-probability": "0.3",
    }


def test_a_row_that_they_added_is_told_and_stays(step, fixes, ada, bob):
    page = Opened(bob, step)
    assert saved(Opened(ada, step).send(**added(fixes[1])))
    response = page.send(title="Put the plug in")
    assert [whose for *_, whose in stopped(response).values()] == ["theirs"]
    assert typed_in(response, "effects-1-probability") == "0.3"
    assert saved(again(response, bob, step))
    assert chances(step)[fixes[1].key] == 0.3


def test_your_own_new_row_is_kept_beside_theirs(step, fixes, ada, bob, guide):
    third = Cause.objects.create(guide=guide, key="third", name="A third", share=0.1)
    page = Opened(bob, step)
    assert saved(Opened(ada, step).send(**added(fixes[1])))
    response = page.send(**added(third))
    assert typed_in(response, "effects-2-cause") == str(third.pk)
    assert saved(again(response, bob, step))
    assert set(chances(step)) == {fixes[0].cause.key, fixes[1].key, "third"}


def test_a_row_that_they_removed_stays_away_unless_you_changed_it(step, fixes, ada, bob):
    untouched, touched = Opened(bob, step), Opened(bob, step)
    StepEffect.objects.create(step=step, cause=fixes[1], probability=0.1)
    assert saved(Opened(ada, step).send(**{"effects-0-DELETE": "on"}))
    response = untouched.send(title="Put the plug in")
    assert ("removed", "theirs") in {(t, whose) for t, _, whose in stopped(response).values()}
    assert saved(again(response, bob, step))
    assert set(chances(step)) == {fixes[1].key}
    response = touched.send(**{"effects-0-probability": "0.55"})
    assert ("removed", "yours") in {(t, whose) for t, _, whose in stopped(response).values()}
    assert saved(again(response, bob, step))
    assert chances(step) == {fixes[0].cause.key: 0.55, fixes[1].key: 0.1}


def test_a_row_that_you_remove_and_they_changed_is_told(step, fixes, ada, bob):
    page = Opened(bob, step)
    Opened(ada, step).send(**{"effects-0-probability": "0.2"})
    response = page.send(**{"effects-0-DELETE": "on"})
    assert [whose for *_, whose in stopped(response).values()] == ["yours"]
    assert chances(step)
    assert saved(again(response, bob, step))
    assert not chances(step)


def test_a_row_that_both_removed_is_no_collision(step, fixes, ada, bob):
    page = Opened(bob, step)
    assert saved(Opened(ada, step).send(**{"effects-0-DELETE": "on"}))
    assert saved(page.send(**{"effects-0-DELETE": "on"}))
    assert not chances(step)


def test_choices_are_told_by_the_names_that_people_read(guide, step, ada, bob):
    facts = [Fact.objects.create(guide=guide, key=k, title=k.upper(), text=k) for k in "ab"]
    link = StepFact.objects.create(step=step, fact=facts[0])
    page = Opened(bob, step)
    prefix = next(key for key, text in page.fields.items() if key.endswith("-fact"))
    link.fact = facts[1]
    link.save()
    Opened(ada, step)
    told = stopped(page.send(**{prefix: ""}))
    assert any(theirs == "B" for theirs, _, _ in told.values())


def test_being_stopped_costs_the_same_however_many_rows_there_are(guide, bob):
    """Beside what a refused form costs anyway: Django asks once for each row that was chosen."""
    question = Question.objects.first()
    stopped(collide(question, bob))
    before = more_than_a_refusal(question, bob)
    grow(question)
    assert more_than_a_refusal(question, bob) == before <= 12


def more_than_a_refusal(question, bob):
    met = queries_of(lambda: stopped(collide(question, bob)))
    return met - queries_of(lambda: Opened(bob, question).send(minutes="-1"))


def collide(question, bob):
    page = Opened(bob, question)
    Question.objects.filter(pk=question.pk).update(text=f"{next(NUMBERS)} of theirs")
    return page.send(text="yours")


def queries_of(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def test_a_guide_that_is_gone_is_said(step, bob):
    page = Opened(bob, step)
    Step.objects.filter(pk=step.pk).delete()
    assert page.send(title="Put the plug in").status_code == 302
    assert Guide.objects.exists()
