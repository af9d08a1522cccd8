"""Checks on causes and steps: causes have steps, fixes fix, risks are named, no circles."""

from collections.abc import Iterator, Mapping
from typing import Any

from .problems import Code, Finding, Loc, brief, shown
from .reading import Reading
from .rules import SLUG
from .schema import StepContent

RISKY_DISRUPTION = 4
LONGEST_CIRCLE = 10  # of steps, as written out in a message


def causes_without_step(reading: Reading) -> Iterator[Finding]:
    """Every cause is fixed by some step, or is marked as one that none can fix."""
    if not reading.given("steps") or not reading.content.steps:
        return
    fixed = set(_fixed(reading))
    garbled = frozenset(_words_of_garbled_fixes(reading))
    for index, cause in enumerate(reading.content.causes):
        loc = ("causes", index)
        known = reading.given(*loc, "key") and reading.given(*loc, "unfixable")
        if not known or cause.unfixable or cause.key in fixed or cause.key in garbled:
            continue
        fixed.add(cause.key)  # a second entry of that key is a problem of its own
        message = f"No step fixes the cause {shown(cause.key)}."
        remedy = "Name it under `fixes` of a step, or mark it `unfixable: true`."
        yield Finding(code=Code.CAUSE_WITHOUT_STEP, loc=loc, message=message, remedy=remedy)


def _fixed(reading: Reading) -> Iterator[str]:
    for index, step in enumerate(reading.content.steps):
        for name, chance in step.fixes.items():
            if chance or not reading.given("steps", index, "fixes", name):
                yield reading.read_as("causes", name)


def _words_of_garbled_fixes(reading: Reading) -> Iterator[str]:
    """The words that the file has where the effects of a step cannot be read: a list, perhaps."""
    for loc, value in reading.broken.items():
        if loc[:1] == ("steps",) and (len(loc) == 2 or loc[2:] == ("fixes",)):
            yield from SLUG.findall(str(value))


def steps_that_fix_nothing(reading: Reading) -> Iterator[Finding]:
    """A step of kind `fix` has some chance to clear some cause."""
    for index, step in enumerate(reading.content.steps):
        loc = ("steps", index)
        given = reading.given(*loc, "kind") and reading.given(*loc, "fixes")
        chances = [
            chance if reading.given(*loc, "fixes", name) else 1
            for name, chance in step.fixes.items()
        ]
        if given and step.kind == "fix" and not any(chances):
            message = "The step is of kind `fix`, but fixes no cause."
            remedy = "Name the causes under `fixes`, or give it another `kind`."
            yield Finding(
                code=Code.STEP_FIXES_NOTHING, loc=(*loc, "fixes"), message=message, remedy=remedy
            )


def risks_not_named(reading: Reading) -> Iterator[Finding]:
    """A step that disrupts much, or cannot be undone, says what is at risk."""
    for index, step in enumerate(reading.content.steps):
        loc = ("steps", index)
        if step.at_risk.strip() or not reading.given(*loc, "at_risk"):
            continue
        key, reason = _risk(reading, loc, step)
        if key:
            yield Finding(
                code=Code.RISK_NOT_NAMED,
                loc=(*loc, "at_risk"),
                message=f"The step {reason}, but does not say what is at risk.",
                remedy="Say in `at_risk`, in one sentence, what may be lost.",
                near=(*loc, "at_risk" if step.at_risk else key),
            )


def _risk(reading: Reading, loc: Loc, step: StepContent) -> tuple[str, str]:
    """The key that makes the step risky, and how; empty when nothing does."""
    if step.irreversible and reading.given(*loc, "irreversible"):
        return "irreversible", "cannot be undone"
    heavy = RISKY_DISRUPTION <= step.disruption <= 5  # more is out of range, and may be anything
    if heavy and reading.given(*loc, "disruption"):
        return "disruption", f"has disruption {step.disruption}"
    return "", ""


def circles(reading: Reading) -> Iterator[Finding]:
    """Steps that require each other. Each circle is reported once, at the step it was entered by.

    Depth first, without recursion; time grows with the number of steps and requirements.
    """
    graph = _requirements(reading)
    position: dict[str, int] = {}  # of the steps on the way from the start
    finished: set[str] = set()
    for start in graph:
        way = [] if start in finished else [(start, iter(graph[start][1]))]
        position.update({start: 0} if way else {})
        while way:
            step, following = way[-1]
            required = next(following, None)
            if required is None:
                way.pop()
                finished.add(step)
                del position[step]
            elif required in position:
                names = [name for name, _ in way[position[required] :][:LONGEST_CIRCLE]]
                yield _circle(graph[required][0], names, len(way) - position[required])
            elif required in graph and required not in finished:
                position[required] = len(way)
                way.append((required, iter(graph[required][1])))


def _requirements(reading: Reading) -> Mapping[str, tuple[Loc, tuple[str, ...]]]:
    """What each step requires, and where that is written; of steps with one key, the first."""
    graph: dict[str, Any] = {}
    for index, step in enumerate(reading.content.steps):
        if reading.given("steps", index, "key"):
            once = tuple(dict.fromkeys(step.requires))
            graph.setdefault(step.key, (("steps", index, "requires"), once))
    return graph


def _circle(loc: Loc, names: list[str], length: int) -> Finding:
    steps = [brief(name) for name in names]
    dots = ["…"] if length > len(names) else []
    message = f"Steps require each other in a circle: {' → '.join([*steps, *dots, steps[0]])}."
    remedy = "Remove one of these requirements."
    return Finding(code=Code.REQUIRES_CYCLE, loc=loc, message=message, remedy=remedy)
