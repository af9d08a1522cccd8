"""Random guide files, the same for the same seed, like those that the reference cases came from."""

import math
import random
from copy import deepcopy
from enum import StrEnum
from typing import NamedTuple

import numpy as np

# Guides are made of plain values as a guide file has them, so that they can be written to a file.
GuideFile = dict


class Kind(StrEnum):
    """One cause at a time; several, independent; several that come together or apart."""

    ONE = "one"
    SEVERAL = "several"
    CORRELATED = "correlated"


class Size(NamedTuple):
    """The least and the most of each that a guide may have."""

    causes: tuple[int, int] = (5, 7)
    steps: tuple[int, int] = (6, 7)
    questions: tuple[int, int] = (2, 4)


# Small enough to be solved exactly; and as large as a guide is expected to become.
SMALL, LARGE = Size(), Size(causes=(20, 20), steps=(30, 30), questions=(15, 15))


def random_guide(seed: int, kind: Kind, size: Size = SMALL) -> GuideFile:
    """A guide with two answers to each question, whose last cause nobody can fix.

    Support costs 28–55 minutes or, in every other guide, 90–180. The steps stand in the order of
    an editor who judges chance per minute by eye (`_by_eye`).
    """
    draw = random.Random(f"{kind.value} {seed}")
    dear = draw.random() < 0.5
    shares = _shares(draw, draw.randint(*size.causes), kind)
    fixable = list(shares)[:-1]
    steps = _steps(draw, fixable, draw.randint(*size.steps))
    questions = [_question(draw, f"q{n}", fixable) for n in range(draw.randint(*size.questions))]
    return {
        "format": 1,
        "key": f"random-{seed}",
        "title": f"Random guide {seed}",
        "summary": "Numbers only.",
        "language": "en",
        "support_minutes": draw.uniform(90, 180) if dear else draw.uniform(28, 55),
        "waiting_weight": 0,
        "disruption_minutes": {str(level): 0 for level in range(1, 6)},
        "platforms": [{"key": "any", "name": "Any", "versions": ["1"]}],
        "causes": [
            {"key": key, "name": key, "share": share, "unfixable": key not in fixable}
            for key, share in shares.items()
        ],
        "questions": questions,
        "steps": _by_eye(draw, steps, shares),
    }


def _shares(draw: random.Random, count: int, kind: Kind) -> dict[str, float]:
    parts = sorted((draw.expovariate(1) + 0.15 for _ in range(count)), reverse=True)
    if draw.random() < 0.7:
        draw.shuffle(parts)
    total = 1.0 if kind is Kind.ONE else draw.uniform(1.15, 1.7)
    # A cause that is nearly always there would leave nothing to find out.
    shares = [min(0.75, part / sum(parts) * total) for part in parts]
    if kind is Kind.ONE:
        shares = [share / sum(shares) for share in shares]
    return {f"c{place}": share for place, share in enumerate(shares)}


def _steps(draw: random.Random, fixable: list[str], count: int) -> list[dict]:
    """Every cause that can be fixed has a step, as long as there are steps enough."""
    mains = draw.sample(fixable, len(fixable))
    mains += [draw.choice(fixable) for _ in range(count - len(fixable))]
    return [_step(draw, f"s{place}", mains[place], fixable) for place in range(count)]


def _step(draw: random.Random, key: str, main: str, fixable: list[str]) -> dict:
    fixes = {main: draw.uniform(0.5, 0.97)}
    if draw.random() < 0.4:
        fixes.setdefault(draw.choice(fixable), draw.uniform(0.2, 0.7))
    return {
        "key": key,
        "title": key,
        "minutes": min(45.0, math.exp(draw.gauss(1.9, 0.9))),
        "wait_minutes": 0,
        "disruption": 1,
        "skip": draw.choice([draw.uniform(0, 0.08), draw.uniform(0.05, 0.3)]),
        "fixes": fixes,
    }


def _by_eye(draw: random.Random, steps: list[dict], shares: dict[str, float]) -> list[dict]:
    """Chance per minute, each judged wrong by a factor of e^0.45 or so."""

    def looks_worth(step: dict) -> float:
        helps = sum(shares[cause] * effect for cause, effect in step["fixes"].items())
        return math.log(helps / step["minutes"]) + draw.gauss(0, 0.45)

    return sorted(steps, key=looks_worth, reverse=True)


def _question(draw: random.Random, key: str, fixable: list[str]) -> dict:
    """Each named cause makes "yes" likely, or now and then all but rules it out."""
    usual = draw.uniform(0.02, 0.33)
    yes = {
        cause: draw.uniform(0.65, 0.95) if draw.random() < 0.8 else draw.uniform(0, 0.04)
        for cause in draw.sample(fixable, draw.randint(1, min(3, len(fixable))))
    }
    no = {cause: 1 - p for cause, p in yes.items()}
    return {
        "key": key,
        "text": key,
        "minutes": draw.uniform(0.3, 1.4),
        "unsure": draw.choice([draw.uniform(0, 0.06), draw.uniform(0.05, 0.25)]),
        "options": [
            {"key": "yes", "label": "Yes", "usual": usual, "likelihood": yes},
            {"key": "no", "label": "No", "usual": 1 - usual, "likelihood": no},
        ],
    }


def misjudged(file: GuideFile, seed: int, sd: float) -> GuideFile:
    """The guide as an editor would write it whose numbers are off by `sd` in log-odds.

    Shares, effects and likelihoods are moved; the shares keep their sum, columns still sum to 1.
    """
    draw, wrong = random.Random(seed), deepcopy(file)
    total = sum(cause["share"] for cause in file["causes"])
    for cause in wrong["causes"]:
        cause["share"] = _moved(draw, cause["share"], sd)
    scale = total / sum(cause["share"] for cause in wrong["causes"])
    for cause in wrong["causes"]:
        cause["share"] = min(0.95, cause["share"] * scale)
    for step in wrong["steps"]:
        step["fixes"] = {cause: _moved(draw, e, sd) for cause, e in step["fixes"].items()}
    for question in wrong["questions"]:
        yes, no = question["options"]
        for cause, p in yes["likelihood"].items():
            yes["likelihood"][cause] = _moved(draw, p, sd)
            no["likelihood"][cause] = 1 - yes["likelihood"][cause]
    return wrong


def _moved(draw: random.Random, p: float, sd: float) -> float:
    p = min(max(p, 1e-4), 1 - 1e-4)
    return 1 / (1 + math.exp(-math.log(p / (1 - p)) - draw.gauss(0, sd)))


def correlations(file: GuideFile, seed: int) -> np.ndarray:
    """Loadings (causes × 2) of two hidden tendencies that make causes come together or apart."""
    return np.random.default_rng(seed).normal(0, 0.6, (len(file["causes"]), 2))
