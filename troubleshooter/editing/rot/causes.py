"""Causes whose numbers cannot all be meant."""

from collections.abc import Iterator
from itertools import combinations
from math import fsum

from troubleshooter.engine import Parameters

from .looking import Look, found
from .signs import Found, Sign

# Shares may add up to more than 1, since causes come together: 1.1 is usual.
LEAST_SHARES, MOST_SHARES = 0.8, 1.6
HARDLY = 0.05


def shares_add_up(look: Look) -> Iterator[Found]:
    """Every visitor has at least one cause, and few have three."""
    total = fsum(cause.share for cause in look.content.causes)
    if 0 < total < LEAST_SHARES:
        yield found(
            Sign.SHARES_TOO_LOW,
            ("causes",),
            f"The shares add up to {total:.2g}. Which causes have the others?",
            "Raise the shares, or add the cause that is missing, until they add up to about 1.",
        )
    if total > MOST_SHARES:
        yield found(
            Sign.SHARES_TOO_HIGH,
            ("causes",),
            f"The shares add up to {total:.2g}: as if most visitors had several causes at once.",
            "Lower them until they add up to about 1.1.",
        )


def impossible_causes(look: Look) -> Iterator[Found]:
    for index, cause in enumerate(look.content.causes):
        if cause.share == 0:
            yield found(
                Sign.CAUSE_IMPOSSIBLE,
                ("causes", index, "share"),
                "The share is 0, so nobody is ever thought to have this cause.",
                "Give it a share above 0, or take the cause out.",
            )


def hardly_cleared(look: Look) -> Iterator[Found]:
    for index, cause in enumerate(look.content.causes):
        best = max((step.fixes.get(cause.key, 0.0) for step in look.content.steps), default=0.0)
        if 0 < best < HARDLY and not cause.unfixable:
            yield found(
                Sign.CAUSE_HARDLY_CLEARED,
                ("causes", index),
                f"The best step for it helps in {100 * best:.2g} of 100 cases.",
                "Add a step that helps more often, or say that no step can fix it.",
            )


def causes_alike(look: Look) -> Iterator[Found]:
    """Two causes with the same numbers everywhere: the guide could as well have one of them."""
    causes = look.content.causes
    profiles = [_profile(look.parameters, cause.key) for cause in causes]
    for one, other in combinations(range(len(causes)), 2):
        if profiles[one] == profiles[other] and profiles[one] != ((), ()):
            yield found(
                Sign.CAUSES_ALIKE,
                ("causes", other),
                f"Every answer and every step treats it as “{causes[one].name}”.",
                "Make one cause of the two, or add a question that tells them apart.",
            )


def _profile(parameters: Parameters, cause: str) -> tuple[tuple, tuple]:
    """What answers and steps say of a cause."""
    answers = ((q, by[cause]) for q, by in parameters.likelihood.items() if cause in by)
    steps = ((s, by[cause]) for s, by in parameters.effects.items() if by.get(cause))
    return tuple(answers), tuple(steps)
