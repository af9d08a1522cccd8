"""Why a move is next: the sentence names what there is to name, and says enough without it."""

from dataclasses import replace

import pytest

from troubleshooter.content.catalogue import parameters
from troubleshooter.engine import Evidence, MoveKind, Result, next_move, testing
from troubleshooter.models import Visit
from troubleshooter.visits import services
from troubleshooter.visits.errors import UnknownNode
from troubleshooter.visits.why import why

NOTHING = Evidence()


@pytest.fixture
def first(lamp):
    return next_move(lamp.published.engine, parameters(lamp.parameters_id), NOTHING)


def because(lamp, move, evidence=NOTHING, **reason):
    return why(lamp.published, evidence, replace(move, reason=replace(move.reason, **reason)))


def to_try(first, key):
    return replace(first, kind=MoveKind.TRY, key=key)


def test_a_question_names_the_likeliest_cause_or_none(lamp, first):
    assert first.kind is MoveKind.ASK
    named = lamp.published.causes[first.reason.likeliest].name
    assert named in because(lamp, first)
    assert not any(
        cause.name in because(lamp, first, likeliest="") for cause in lamp.published.causes.values()
    )


def test_a_step_names_the_cause_that_it_aims_at_or_none(lamp, first):
    step = to_try(first, "plug-in")
    assert lamp.published.causes["unplugged"].name in because(lamp, step, aims_at="unplugged")
    assert not any(
        cause.name in because(lamp, step, aims_at="") for cause in lamp.published.causes.values()
    )


def test_a_safeguard_names_the_step_that_it_protects_until_that_is_done(lamp, first):
    safeguard = to_try(first, "fuse-out")
    protected = lamp.published.steps["rewire"].title
    assert protected in because(lamp, safeguard, aims_at="")
    done = Evidence(steps={"rewire": Result.NO_HELP})
    assert protected not in because(lamp, safeguard, done, aims_at="")


def test_support_is_next_where_something_is_left_and_where_nothing_is(lamp, first):
    over = replace(first, kind=MoveKind.HAND_OVER, key="")
    left, nothing = (because(lamp, over, runner_up=key) for key in ("plug-in", None))
    assert left != nothing


def test_what_the_guide_does_not_have_is_tested_with_nothing_and_confirmed_by_nobody(lamp):
    assert testing.tested_together(lamp.published.engine, NOTHING, "nowhere") == ()
    token = services.start(lamp, platform="desk", version="2", message="").token
    with pytest.raises(UnknownNode):
        services.confirm("lamp", token, step="nowhere")
    assert Visit.objects.get().last_sequence == 1
