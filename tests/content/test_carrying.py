"""What was learnt survives a publication wherever the editors left their number alone."""

from dataclasses import fields
from math import fsum

import pytest
from hypothesis import given, settings

from tests.content.made_up_guides import guides
from tests.content.sample_guides import Draft, content_of
from tests.trying import tries
from troubleshooter.content.carrying import carried, differing, editorial
from troubleshooter.engine import Parameters

from .faults import KETTLE


def kettle():
    return content_of(KETTLE.encode())


def changed(**sections):
    """The kettle with other numbers, such as `causes={"plug": {"share": 0.4}}`."""
    draft = Draft(kettle())
    for section, entries in sections.items():
        for key, values in entries.items():
            draft.entry(section, key).update(values)
    return draft


LEARNT = Parameters(
    shares={"plug": 0.6, "lid": 0.25, "scale": 0.15, "storm": 0.12},
    effects={
        "plug-in": {"plug": 0.7},
        "shut-lid": {"lid": 0.95},
        "descale": {"scale": 0.5, "lid": 0.2},
        "scrape": {"scale": 0.4},
    },
    skip={"plug-in": 0.3, "shut-lid": 0.1},
    usual={"lamp": (0.8, 0.2), "noise": (0.1, 0.1, 0.8), "flakes": (0.3, 0.7)},
    likelihood={
        "lamp": {"plug": (0.05, 0.95), "storm": (0.1, 0.9)},
        "noise": {"scale": (0.5, 0.4, 0.1)},
        "flakes": {"scale": (0.6, 0.4)},
    },
    unsure={"lamp": 0.4},
)


def after(draft, learnt=LEARNT):
    return carried(learnt, old=editorial(kettle()), new=editorial(draft.content()))


def test_all_that_was_learnt_stays_where_nothing_changed():
    numbers = after(changed())
    assert numbers.shares == LEARNT.shares
    assert numbers.usual == LEARNT.usual
    assert numbers.likelihood == LEARNT.likelihood
    assert {step: numbers.effects[step] for step in LEARNT.effects} == LEARNT.effects
    assert (numbers.skip["plug-in"], numbers.unsure["lamp"]) == (0.3, 0.4)


def test_what_nobody_learnt_is_what_the_editors_say():
    numbers, written = after(changed()), editorial(kettle()).numbers
    assert numbers.skip["descale"] == written.skip["descale"]
    assert numbers.unsure["noise"] == written.unsure["noise"]
    assert after(changed(), Parameters()) == written


def test_a_changed_share_is_the_editors_and_the_others_stay():
    shares = after(changed(causes={"plug": {"share": 0.4}})).shares
    assert shares == LEARNT.shares | {"plug": 0.4}


def test_a_changed_effect_is_the_editors_and_its_neighbour_stays():
    draft = changed(steps={"descale": {"fixes": {"scale": 0.9, "lid": 0.1}}})
    assert after(draft).effects["descale"] == {"scale": 0.9, "lid": 0.2}


def test_a_new_edition_of_a_step_has_the_editors_effects_and_only_that_step():
    draft = changed(steps={"descale": {"edition": 2}})
    numbers = after(draft)
    assert numbers.effects["descale"] == {"scale": 0.8, "lid": 0.1}
    assert numbers.effects["scrape"] == LEARNT.effects["scrape"]


def test_a_new_edition_that_goes_back_is_a_change_too():
    assert after(changed(steps={"plug-in": {"edition": 2}})).effects["plug-in"] == {"plug": 0.9}


def test_skipping_and_not_knowing_are_carried_one_by_one():
    draft = changed(steps={"plug-in": {"skip": 0.06}}, questions={"lamp": {"unsure": 0.2}})
    numbers = after(draft)
    assert (numbers.skip["plug-in"], numbers.skip["shut-lid"]) == (0.06, 0.1)
    assert numbers.unsure["lamp"] == 0.2


def options(draft, question):
    return draft.question(question)["options"]


def test_a_column_is_the_editors_whole_as_soon_as_one_number_in_it_changed():
    draft = changed()
    hiss, click, _ = options(draft, "noise")
    hiss["usual"], click["usual"] = 0.3, 0.2
    numbers = after(draft)
    assert numbers.usual["noise"] == (0.3, 0.2, 0.5)
    assert numbers.likelihood["noise"] == LEARNT.likelihood["noise"]


def test_one_causes_column_changes_without_the_others():
    draft = changed()
    yes, no = options(draft, "lamp")
    yes["likelihood"]["plug"], no["likelihood"]["plug"] = 0.2, 0.8
    assert after(draft).likelihood["lamp"] == {"plug": (0.2, 0.8), "storm": (0.1, 0.9)}
    assert after(draft).usual["lamp"] == LEARNT.usual["lamp"]


def test_options_in_another_order_take_their_numbers_along():
    draft = changed()
    options(draft, "noise").reverse()
    numbers = after(draft)
    assert numbers.usual["noise"] == (0.8, 0.1, 0.1)
    assert numbers.likelihood["noise"]["scale"] == (0.1, 0.4, 0.5)


def test_another_option_with_the_same_number_takes_nothing_over():
    draft = changed(messages={"e1": {"answers": {}}})
    options(draft, "noise")[1]["key"] = "bang"
    assert after(draft).usual["noise"] == (0.2, 0.3, 0.5)
    assert after(draft).likelihood["noise"]["scale"] == (0.7, 0.2, 0.1)


def test_what_is_new_is_what_the_editors_say():
    draft = changed(steps={"scrape": {"fixes": {"scale": 0.3, "lid": 0.05}}})
    draft["causes"].append({"key": "rust", "name": "Rust", "share": 0.05, "unfixable": True})
    numbers = after(draft)
    assert numbers.shares == LEARNT.shares | {"rust": 0.05}
    assert numbers.effects["scrape"] == {"scale": 0.4, "lid": 0.05}


def test_what_is_gone_is_gone():
    draft = changed()
    draft.remove("questions", "flakes")
    numbers = after(draft)
    assert set(numbers.usual) == set(numbers.likelihood) == set(numbers.unsure) == {"lamp", "noise"}


def one_cause_each(learnt):
    """A kettle whose shares add up to 1, and what was learnt of it."""
    old = changed(causes={"plug": {"share": 0.4}}).content()
    new = changed(causes={"plug": {"share": 0.3}, "lid": {"share": 0.4}}).content()
    numbers = carried(Parameters(shares=learnt), old=editorial(old), new=editorial(new))
    return numbers.shares


def test_causes_that_come_alone_still_do():
    learnt = {"plug": 0.2, "lid": 0.2, "scale": 0.4, "storm": 0.2}
    shares = one_cause_each(learnt)
    assert (shares["plug"], shares["lid"]) == (0.3, 0.4)
    assert fsum(shares.values()) == pytest.approx(1)
    assert shares["scale"] / shares["storm"] == pytest.approx(2)


def test_causes_that_come_together_still_do():
    learnt = {"plug": 0.7, "lid": 0.3, "scale": 0.02, "storm": 0.08}
    draft = changed(causes={"plug": {"share": 0.6}})
    shares = after(draft, Parameters(shares=learnt)).shares
    assert fsum(shares.values()) == pytest.approx(1.2)
    assert shares["plug"] == 0.6


def test_shares_that_were_learnt_to_come_together_are_left_alone():
    learnt = {"plug": 0.4, "lid": 0.3, "scale": 0.4, "storm": 0.2}
    shares = one_cause_each(learnt)
    assert (shares["scale"], shares["storm"]) == (0.4, 0.2)


def test_shares_are_left_alone_where_they_say_the_same_of_causes():
    learnt = {"plug": 0.2, "lid": 0.2, "scale": 0.2, "storm": 0.09}
    shares = one_cause_each(learnt)
    assert (shares["scale"], shares["storm"]) == (0.2, 0.09)


def test_differing_places_are_named():
    written = editorial(kettle()).numbers
    assert differing(written, written) == ()
    assert set(differing(after(changed()), written)) == {
        "shares.plug",
        "shares.lid",
        "shares.scale",
        "shares.storm",
        "effects.plug-in.plug",
        "effects.shut-lid.lid",
        "effects.descale.scale",
        "effects.descale.lid",
        "effects.scrape.scale",
        "skip.plug-in",
        "skip.shut-lid",
        "usual.lamp",
        "usual.noise",
        "usual.flakes",
        "likelihood.lamp.plug",
        "likelihood.lamp.storm",
        "likelihood.noise.scale",
        "likelihood.flakes.scale",
        "unsure.lamp",
    }


@given(guides(), guides())
@settings(max_examples=tries(60), deadline=None)
def test_between_any_two_guides_nothing_is_made_up(first, second):
    """Every number is the new editors' own or the learnt one, and every column adds up."""
    old, new = editorial(first), editorial(second)
    numbers = carried(old.numbers, old=old, new=new)
    assert numbers == new.numbers  # nothing was learnt
    numbers = carried(new.numbers, old=old, new=old)
    for field in fields(Parameters):
        assert getattr(numbers, field.name).keys() == getattr(old.numbers, field.name).keys()
    for question, column in numbers.usual.items():
        assert len(column) == len(old.options[question])
        assert fsum(column) == pytest.approx(1)
