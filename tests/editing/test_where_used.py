"""What shows a path, a cause, a fact or a step is found, all of it, and nothing of other guides."""

import pytest

from troubleshooter.editing.where_used import where_used
from troubleshooter.models import Cause, Fact, Guide, Option, Question, SettingsPath, Step


def found(row):
    return {(use.model.__name__, use.title) for use in where_used(row)}


@pytest.mark.parametrize("key", ["switch", "model"])
def test_everything_that_shows_a_path_is_found(guide, twin, key):
    path = SettingsPath.objects.get(guide=guide, key=key)
    expected = {("Guide", str(g)) for g in Guide.objects.filter(pk=guide.pk, version_paths=path)}
    expected |= {("Question", str(q)) for q in guide.questions.filter(paths=path)}
    expected |= {("Step", str(s)) for s in guide.steps.filter(paths=path)}
    expected |= {("Aftercare", str(a)) for a in guide.aftercare.filter(paths=path)}
    assert expected
    assert found(path) == expected


def test_a_cause_is_used_by_what_clears_it_and_what_tells_it_apart(guide, twin):
    bulb = Cause.objects.get(guide=guide, key="bulb")
    uses = where_used(bulb)
    questions = [use.pk for use in uses if use.model is Question]
    assert questions == [Question.objects.get(guide=guide, key="flicker").pk]
    steps = {use.pk for use in uses if use.model is Step}
    assert steps == set(guide.steps.filter(effects__cause=bulb).values_list("pk", flat=True))
    assert steps


def test_a_fact_is_used_by_what_links_to_it(guide, twin):
    fact = Fact.objects.get(guide=guide, key="sockets")
    expected = {("Cause", str(c)) for c in guide.causes.filter(facts=fact)}
    expected |= {("Question", str(q)) for q in guide.questions.filter(facts=fact)}
    expected |= {("Step", str(s)) for s in guide.steps.filter(facts=fact)}
    assert {kind for kind, _ in expected} >= {"Cause", "Question"}
    assert found(fact) == expected


def test_a_step_is_used_by_those_that_ask_for_it_first(guide, twin):
    rewire = Step.objects.get(guide=guide, key="rewire")
    safeguard = rewire.requires.first()
    assert found(safeguard) == {("Step", str(rewire))}
    assert where_used(rewire) == ()


def test_an_answer_and_its_question_are_used_by_the_messages_that_give_it(guide, twin):
    message = guide.messages.get()
    option = Option.objects.get(question__guide=guide, question__key="others", key="no")
    assert found(option) == found(option.question) == {("Message", str(message))}


def test_what_is_retired_is_marked(guide):
    bulb = Cause.objects.get(key="bulb")
    step = guide.steps.filter(effects__cause=bulb).first()
    Step.objects.filter(pk=step.pk).update(retired=True)
    assert [use.pk for use in where_used(bulb) if use.retired] == [step.pk]


def test_nothing_uses_what_nothing_names(guide):
    assert where_used(guide.handoff.first()) == ()
    assert where_used(SettingsPath.objects.create(guide=guide, key="new", name="New")) == ()


@pytest.mark.parametrize("more", [0, 10])
def test_it_costs_the_same_however_often_a_path_is_used(guide, django_assert_num_queries, more):
    path = SettingsPath.objects.get(guide=guide, key="switch")
    for number in range(more):
        step = guide.steps.create(key=f"s-{number}", title="More", minutes=1, disruption=1)
        step.steppath_set.create(path=path)
    with django_assert_num_queries(4):
        assert len(where_used(path)) >= more
