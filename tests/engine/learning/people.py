"""People with a hidden truth who try what they like: enough to learn from, for a known answer."""

import random
from collections import Counter

from tests.engine.learning.enumeration import answer_chance, sets_of
from troubleshooter.engine.learning import History, Record


def visits(guide, truth, count, *, seed=1, leave=0.0, labels=0.0):
    """A record of visits in which steps were tried in a random order, all of them at most."""
    draw = random.Random(seed)
    sets = sets_of(truth)
    causes = draw.choices([c for c, _ in sets], weights=[p for _, p in sets], k=count)
    return Record(
        histories=Counter(visit(draw, guide, truth, set(each), leave, labels) for each in causes)
    )


def visit(draw, guide, truth, causes, leave, labels):
    answers = {
        (q.key, draw.choices(q.options, weights=chances(guide, truth, causes, q))[0])
        for q in guide.questions
        if draw.random() < 0.7
    }
    failed, fixed = set(), set()
    for step in draw.sample(guide.steps, len(guide.steps)):
        if draw.random() < leave:
            break
        effects = truth.effects[step.key]
        causes = {c for c in sorted(causes) if draw.random() >= effects.get(c, 0)}
        (failed if causes else fixed).add(step.key)
        if not causes:
            break
    told = draw.choice(sorted(causes)) if causes and draw.random() < labels else ""
    return History(
        answers=frozenset(answers), failed=frozenset(failed), fixed=frozenset(fixed), cause=told
    )


def chances(guide, truth, causes, question):
    named = tuple(sorted(causes))
    return [answer_chance(guide, truth, named, question.key, o) for o in question.options]
