"""Where each step stands: what can be tried comes first, the best chance per minute before others."""

from troubleshooter.engine import Standing, Step, StepKind, rank_steps

from .examples import FIXES, NEW_BULB, NEW_FUSE, after, lamp

EXAMPLE = lamp(
    steps=(
        Step(key="glance", kind=StepKind.CHECK, minutes=1),
        Step(key="candle", kind=StepKind.WORKAROUND, minutes=1),
        Step(key="mains-off", kind=StepKind.SAFETY, minutes=1),
        Step(key="rewire", minutes=3, requires=("mains-off",)),
        Step(key="restore", minutes=100_000),
        NEW_FUSE,
        NEW_BULB,
    ),
    fixes={**FIXES, "rewire": {"switch": 1.0}, "restore": {"bulb": 0.1}},
)


def standing(evidence):
    return {one.step: one.standing for one in rank_steps(*EXAMPLE, evidence)}


def test_each_step_says_why_it_comes_or_does_not():
    assert standing(after(steps={"new-fuse": "waiting"})) == {
        "new-fuse": Standing.WAITING,
        "new-bulb": Standing.OPEN,
        "rewire": Standing.REQUIRES,
        "restore": Standing.TOO_LONG,
        "glance": Standing.HELPLESS,
        "candle": Standing.WORKAROUND,
        "mains-off": Standing.SAFEGUARD,
    }
    assert standing(after(steps={"new-fuse": "no_help"}))["new-fuse"] is Standing.SETTLED


def test_what_can_be_tried_comes_first_and_the_best_of_it_before_others():
    ranked = rank_steps(*EXAMPLE, after())
    tried = [one for one in ranked if one.standing in (Standing.OPEN, Standing.REQUIRES)]
    assert ranked[: len(tried)] == tuple(tried)
    assert [one.ratio for one in tried] == sorted((one.ratio for one in tried), reverse=True)
    assert {one.step for one in tried} == {"new-fuse", "new-bulb", "rewire"}
