"""A small cast of guides, each with a few plain numbers to reason about by hand."""

from troubleshooter.engine import Evidence, Guide, Move, Parameters, Question, Step, next_move

NOTHING_KNOWN = Evidence()


def after(*, questions=None, steps=None):
    return Evidence(questions=questions or {}, steps=steps or {})


def move(example, evidence=NOTHING_KNOWN) -> Move:
    return next_move(*example, evidence)


def told(example, evidence=NOTHING_KNOWN) -> tuple[str, str]:
    found = move(example, evidence)
    return found.kind.value, found.key


def lamp(*, steps=(), question=None, shares=None, fixes=None, ask=None, **settings):
    """A lamp that stays dark: the bulb (60 %), the fuse (30 %) or the switch (10 %).

    Given a question, "yes" all but proves the fuse.
    """
    guide = Guide(
        key="lamp",
        causes=("bulb", "fuse", "switch"),
        questions=(question,) if question else (),
        steps=steps,
        **{"support_minutes": 60.0} | settings,
    )
    parameters = Parameters(
        shares=shares or {"bulb": 0.6, "fuse": 0.3, "switch": 0.1},
        effects=fixes or {},
        usual={"others-dark": (0.02, 0.98)},
        likelihood={"others-dark": {"fuse": (0.98, 0.02)}},
        unsure={"others-dark": 0.05},
    )
    return guide, parameters


def others_dark(**settings):
    """Are other lamps dark as well?"""
    return Question(key="others-dark", options=("yes", "no"), **{"minutes": 0.2} | settings)


NEW_BULB = Step(key="new-bulb", minutes=5)
NEW_FUSE = Step(key="new-fuse", minutes=10)
FIXES = {"new-bulb": {"bulb": 0.9}, "new-fuse": {"fuse": 0.9}}
