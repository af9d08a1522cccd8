"""Two people change rows on the same page: each row is told by itself, and none is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troubleshooter.models import Cause, Fact, Question, StepEffect, StepFact

from .colliding import Opened, again, stopped, typed_in
from .factories import NUMBERS
from .forms import saved
from .test_pages import grow


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
    assert more_than_a_refusal(question, bob) == before <= 13


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
