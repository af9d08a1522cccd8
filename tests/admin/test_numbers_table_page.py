"""The tables of numbers: causes × steps, and causes × answers of each question."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from tests.reading import tree_of
from troubleshooter.admin.opened import OPENED
from troubleshooter.admin.workbench.page import address_of
from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.number_tables import added_up, off
from troubleshooter.models import Cause, Likelihood, Question, Step, StepEffect

from .colliding import stopped
from .factories import more_like, someone
from .forms import sent_by_browser
from .test_publishing import editor


@pytest.fixture
def matrix(guide):
    return address_of("numbers", guide)


@pytest.fixture
def question(guide):
    return Question.objects.get(guide=guide, key="others")


@pytest.fixture
def asked(guide, question):
    return address_of("numbers_question", guide, question.pk)


def send(client, page, **typed):
    return client.post(page, sent_by_browser(client.get(page)) | typed)


def effect(step, cause):
    return f"effect-{step.pk}-{cause.pk}"


def likelihoods(question, cause):
    rows = Likelihood.objects.filter(option__question=question, cause=cause)
    return {row.option.key: row.probability for row in rows.select_related("option")}


def names(question, cause):
    return {o.key: f"likelihood-{o.pk}-{cause.pk}" for o in question.options.all()}


def line(response, key):
    tree = tree_of(response.content.decode())
    return next(row for row in tree.iter("tr") if row.get("id") == f"line-{key}")


def test_every_cause_and_step_has_a_cell(guide, matrix, admin_client):
    fields = sent_by_browser(admin_client.get(matrix))
    for step in Step.objects.all():
        assert fields[f"skip-{step.pk}"] == str(step.skip)
        for cause in Cause.objects.all():
            there = step.effects.filter(cause=cause).first()
            assert fields[effect(step, cause)] == (str(there.probability) if there else "")
    for cause in Cause.objects.all():
        assert fields[f"share-{cause.pk}"] == str(cause.share)


def test_looking_and_saving_changes_nothing(guide, matrix, asked, admin_client):
    before = content_from_rows(guide)
    for page in (matrix, asked):
        assert send(admin_client, page).status_code == 302
    assert content_from_rows(guide) == before
    assert not LogEntry.objects.exists()


def test_words_and_numbers_are_saved_and_an_empty_cell_is_no_link(guide, matrix, admin_client):
    step = Step.objects.get(key="plug-in")
    named = step.effects.get()
    other = Cause.objects.exclude(pk=named.cause_id).first()
    typed = {
        effect(step, other) + "_word": "0.6",
        effect(step, named.cause): "",
        f"share-{other.pk}": "12 in 100",
        f"skip-{step.pk}": "rarely",
    }
    assert send(admin_client, matrix, **typed).status_code == 302
    step.refresh_from_db()
    other.refresh_from_db()
    assert {e.cause_id: e.probability for e in step.effects.all()} == {other.pk: 0.6}
    assert (other.share, step.skip) == (0.12, 0.1)


def test_only_what_changed_is_written(guide, matrix, admin_client):
    step = Step.objects.get(key="plug-in")
    with CaptureQueriesContext(connection) as captured:
        send(admin_client, matrix, **{effect(step, step.effects.get().cause): "0.5"})
    writes = [q["sql"] for q in captured if q["sql"].startswith(("UPDATE", "INSERT", "DELETE"))]
    of_content = [sql for sql in writes if '"troubleshooter_' in sql.split("SET")[0][:60]]
    assert len(of_content) == 1
    assert LogEntry.objects.get().object_id == str(guide.pk)


def test_every_problem_is_told_at_once_and_nothing_typed_is_lost(guide, matrix, admin_client):
    before = content_from_rows(guide)
    step, cause = Step.objects.first(), Cause.objects.first()
    typed = {
        effect(step, cause): "now and then",
        f"share-{cause.pk}": "1.5",
        f"skip-{step.pk}": "",
    }
    response = send(admin_client, matrix, **typed)
    assert response.status_code == 200
    assert {place for place, *_ in response.context["problems"]} == {f"id_{n}" for n in typed}
    assert {k: v for k, v in sent_by_browser(response).items() if k in typed} == typed
    assert content_from_rows(guide) == before


def test_retired_entries_have_no_cell(guide, matrix, admin_client):
    step = Step.objects.get(key="plug-in")
    Step.objects.filter(pk=step.pk).update(retired=True)
    assert f"skip-{step.pk}" not in sent_by_browser(admin_client.get(matrix))


def test_a_row_of_answers_is_saved(question, asked, admin_client):
    cause = Cause.objects.first()
    cells = names(question, cause)
    chances = dict(zip(cells, ["0.7", "0.3", *["0"] * len(cells)], strict=False))
    typed = {cells[key]: chance for key, chance in chances.items()}
    assert send(admin_client, asked, **typed).status_code == 302
    assert likelihoods(question, cause) == {k: float(v) for k, v in chances.items()}
    assert send(admin_client, asked, **dict.fromkeys(typed, "")).status_code == 302
    assert likelihoods(question, cause) == {}


@pytest.mark.parametrize("first", ["0.9", ""])
def test_a_row_that_does_not_add_up_is_not_saved_and_can_be_scaled(
    guide, question, asked, admin_client, first
):
    before = content_from_rows(guide)
    cause = Cause.objects.first()
    cells = list(names(question, cause).values())
    typed = dict.fromkeys(cells, "0.6") | {cells[0]: first}
    response = send(admin_client, asked, **typed)
    key = f"cause-{cause.pk}"
    assert response.status_code == 200
    assert line(response, key).get("data-off") is not None
    assert f"line-{key}" in {place for place, *_ in response.context["problems"]}
    assert content_from_rows(guide) == before
    scaled = admin_client.post(asked, sent_by_browser(response) | {"scale": key})
    assert line(scaled, key).get("data-off") is None
    assert content_from_rows(guide) == before
    assert admin_client.post(asked, sent_by_browser(scaled)).status_code == 302
    assert sum(likelihoods(question, cause).values()) == pytest.approx(1, abs=1e-9)


def test_scaling_loses_nothing_else_that_was_typed(question, asked, admin_client):
    causes = Cause.objects.all()[:2]
    first, second = (list(names(question, c).values()) for c in causes)
    typed = dict.fromkeys(first, "0.6") | dict.fromkeys(second, "soon")
    response = send(admin_client, asked, **typed, scale=f"cause-{causes[0].pk}")
    fields = sent_by_browser(response)
    assert {fields[name] for name in second} == {"soon"}
    assert send(admin_client, asked, scale="nonsense").status_code == 200


@given(st.lists(st.none() | st.floats(0, 1), min_size=2, max_size=6))
def test_what_was_made_to_add_up_adds_up(chances):
    scaled = added_up(chances)
    assert sum(scaled) == pytest.approx(1, abs=1e-9)
    assert all(0 <= chance <= 1 for chance in scaled)
    assert not off(scaled)


def test_empty_ones_share_what_is_left():
    assert added_up([0.6, None, None]) == (0.6, 0.2, 0.2)
    assert added_up([0.9, 0.6]) == (0.6, 0.4)
    assert added_up([0.0, 0.0]) == (0.5, 0.5)


def test_the_guides_page_says_which_questions_do_not_add_up(question, matrix, admin_client):
    assert "data-off" not in admin_client.get(matrix).content.decode()
    question.options.update(usual=0.9)
    assert 'data-off="1"' in admin_client.get(matrix).content.decode()


def test_two_people_at_one_table_collide_only_over_the_same_number(guide, matrix):
    ada, bob = someone("ada"), someone("bob")
    step = Step.objects.get(key="plug-in")
    cause = step.effects.get().cause
    opened = sent_by_browser(bob.get(matrix))
    assert send(ada, matrix, **{effect(step, cause): "0.2"}).status_code == 302
    response = bob.post(matrix, opened | {effect(step, cause): "0.7"})
    assert [(t, m, w) for t, m, w in stopped(response).values()] == [("0.2", "0.7", "yours")]
    assert response.context["collision"].who == "ada"
    assert StepEffect.objects.get(step=step, cause=cause).probability == 0.2
    assert bob.post(matrix, sent_by_browser(response)).status_code == 302
    assert StepEffect.objects.get(step=step, cause=cause).probability == 0.7


def test_a_cause_that_came_meanwhile_keeps_its_numbers(guide, matrix):
    bob = someone("bob")
    opened = sent_by_browser(bob.get(matrix))
    cause = Cause.objects.create(guide=guide, key="third", name="A third", share=0.1)
    response = bob.post(matrix, opened | {f"skip-{Step.objects.first().pk}": "0.3"})
    assert {whose for *_, whose in stopped(response).values()} == {"theirs"}
    assert bob.post(matrix, sent_by_browser(response)).status_code == 302
    cause.refresh_from_db()
    assert cause.share == 0.1


def test_scaling_does_not_hide_what_another_saved(guide, question, asked):
    ada, bob = someone("ada"), someone("bob")
    cause = Cause.objects.filter(likelihoods__option__question=question).first()
    cells = list(names(question, cause).values())
    opened = sent_by_browser(bob.get(asked))
    low = dict(zip(cells, ["0.2", "0.8"], strict=False))
    assert send(ada, asked, **low).status_code == 302
    scaled = bob.post(asked, opened | dict.fromkeys(cells, "0.6") | {"scale": f"cause-{cause.pk}"})
    assert sent_by_browser(scaled)[OPENED] == opened[OPENED]
    assert stopped(bob.post(asked, sent_by_browser(scaled)))


def test_who_may_only_look_cannot_save(matrix, asked):
    client = editor("view_guide")
    for page in (matrix, asked):
        body = client.get(page).content.decode()
        assert 'name="save"' not in body
        assert 'name="scale"' not in body
        assert client.post(page, {}).status_code == 403


def test_a_question_of_another_guide_is_not_found(guide, twin, admin_client):
    foreign = Question.objects.filter(guide=twin).first()
    assert admin_client.get(address_of("numbers_question", guide, foreign.pk)).status_code == 404


def test_a_table_costs_the_same_however_large_it_is(guide, question, matrix, asked, admin_client):
    def costs():
        found = []
        for page in (matrix, asked):
            with CaptureQueriesContext(connection) as captured:
                assert admin_client.get(page).status_code == 200
            found.append(len(captured))
        return found

    admin_client.get(matrix)
    before = costs()
    more_like(Step.objects.first(), 20)
    more_like(question, 5)
    more_like(Cause.objects.first(), 5)
    for step in Step.objects.all():
        for cause in Cause.objects.all():
            StepEffect.objects.get_or_create(step=step, cause=cause, defaults={"probability": 0.1})
    assert costs() == before


def test_an_empty_guide_says_what_to_do_first(guide, admin_client, matrix):
    guide.steps.all().delete()
    Cause.objects.filter(guide=guide).delete()
    Question.objects.filter(guide=guide).delete()
    assert "Add causes and steps first" in admin_client.get(matrix).content.decode()
