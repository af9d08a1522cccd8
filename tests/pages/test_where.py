"""Where am I: how much is behind, and how much most people have ahead."""

from troubleshooter.templatetags.portal import place_of
from troubleshooter.visits.queries import find_visit


def here(visitor):
    return find_visit("lamp", visitor.cookies["visit-lamp"].value)


def where(visit):
    move = visit.move
    return place_of(visit, {"ask": "question", "try": "step"}[move.kind], move.key)


def by_hand(visit):
    """Of the steps in the engine's order, as many as make a fix as likely as not: their minutes."""
    steps = visit.move.reason.to_half
    asked = visit.guide.questions[visit.move.key].minutes if visit.move.kind == "ask" else 0
    return asked + sum(step.minutes for step in visit.guide.content.steps if step.key in steps)


def test_it_counts_what_was_said_and_what_most_have_ahead(visitor):
    visit = here(visitor)
    told = where(visit)
    assert told["number"] == 1
    assert told["typical"] == len(visit.move.reason.to_half) > 1
    assert told["minutes"] == by_hand(visit) > 0


def test_an_answer_counts_as_a_step_behind(visitor):
    key = here(visitor).move.key
    visitor.post(f"/guides/lamp/questions/{key}/", {"option": "unsure"})
    assert where(here(visitor))["number"] == 2


def test_nothing_is_promised_where_half_are_never_done(visitor):
    for step in here(visitor).guide.steps:
        visitor.post(f"/guides/lamp/steps/{step}/", {"confirm": "1"})
        visitor.post(f"/guides/lamp/steps/{step}/", {"result": "no_help"})
    visit = here(visitor)
    told = place_of(visit, "step", "plug-in")
    assert visit.move.reason.to_half is None
    assert (told["typical"], told["minutes"]) == (0, 0)
