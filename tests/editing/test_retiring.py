"""What visits refer to is retired, the rest is deleted; what is foreseen is what happens."""

import pytest

from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.retiring import Fate, bring_back, foreseen, take_out
from troubleshooter.models import Cause, Question, Step, Visit


@pytest.fixture
def question(guide):
    return Question.objects.get(guide=guide, key="others")


def say(visitor):
    assert visitor.post("/guides/lamp/questions/others/", {"option": "yes"}).status_code == 302


def test_without_visits_a_row_is_deleted(guide, question):
    assert foreseen(guide, [question]).fate_of(question) == Fate.DELETED
    take_out(guide, [question])
    assert not Question.objects.filter(pk=question.pk).exists()


def test_what_visits_refer_to_is_retired_and_gone_from_the_draft(guide, question, visitor):
    say(visitor)
    assert foreseen(guide, [question]).fate_of(question) == Fate.RETIRED
    take_out(guide, [question])
    question.refresh_from_db()
    assert question.retired
    assert "others" not in {q.key for q in content_from_rows(guide).questions}


def test_foreseeing_changes_nothing(guide, question, visitor):
    say(visitor)
    foreseen(guide, [question])
    question.refresh_from_db()
    assert not question.retired


def test_only_those_that_visits_refer_to_stay(guide, visitor):
    say(visitor)
    both = list(guide.questions.all())
    answered, other = sorted(both, key=lambda q: q.key != "others")
    leaving = take_out(guide, both)
    assert leaving.retired == [answered]
    assert list(Question.objects.filter(guide=guide)) == [answered]
    assert other.key == "flicker"


def test_a_preview_is_no_reason_to_keep_anything(guide, question, visitor):
    say(visitor)
    Visit.objects.update(preview=True)
    for row in (question, guide.causes.first()):
        assert foreseen(guide, [row]).fate_of(row) == Fate.DELETED


def test_a_retired_row_that_visits_refer_to_stays(guide, question, visitor):
    say(visitor)
    take_out(guide, [question])
    leaving = take_out(guide, [question])
    assert leaving.fate_of(question) == Fate.STAYS
    assert Question.objects.filter(pk=question.pk, retired=True).exists()


def test_a_retired_row_that_no_visit_refers_to_can_be_deleted(guide):
    Step.objects.filter(key="plug-in").update(retired=True)
    step = Step.objects.get(key="plug-in")
    assert take_out(guide, [step]).fate_of(step) == Fate.DELETED
    assert not Step.objects.filter(pk=step.pk).exists()


def test_what_is_brought_back_is_in_the_draft_again_and_comes_last(guide):
    cause = guide.causes.first()
    Cause.objects.filter(pk=cause.pk).update(retired=True)
    cause.refresh_from_db()
    bring_back(cause, guide.causes.all())
    assert content_from_rows(guide).causes[-1].key == cause.key
