"""What a history says, by brute force: every set of causes, and every way that steps may work.

Independent of the engine: no closed form, no positions, plain dictionaries.
"""

from collections import defaultdict
from itertools import chain, combinations, product
from math import prod

SLIP = 0.02


def odds_of(parameters):
    """cause -> prior odds; the numbers of a single cause are made to add up to 1."""
    shares = dict(parameters.shares)
    if sum(shares.values()) <= 1 + 1e-4:
        return {cause: share / sum(shares.values()) for cause, share in shares.items()}, True
    low, high = 0.0, 1.0
    for _ in range(100):
        q = (low + high) / 2
        low, high = (q, high) if 1 - prod(1 - s * q for s in shares.values()) > q else (low, q)
    return {cause: s * q / (1 - s * q) for cause, s in shares.items()}, False


def sets_of(parameters):
    """(set of causes, P(this set | there is a problem)) for each set that can be."""
    odds, single = odds_of(parameters)
    most = 1 if single else len(odds)
    sets = list(chain.from_iterable(combinations(odds, n) for n in range(1, most + 1)))
    weights = [prod(odds[cause] for cause in each) for each in sets]
    return [(each, w / sum(weights)) for each, w in zip(sets, weights)]


def slipped(column, option):
    return (1 - SLIP) * column[option] + SLIP / len(column)


def answer_chance(guide, parameters, causes, question, answer):
    """P(answer | exactly these causes): usual · product of the likelihood ratios, made to add up."""
    asked = next(q for q in guide.questions if q.key == question)
    columns = parameters.likelihood.get(question, {})

    def weight(option):
        usual = slipped(parameters.usual[question], option)
        return usual * prod(slipped(columns[c], option) / usual for c in causes if c in columns)

    weights = [weight(option) for option in range(len(asked.options))]
    return weights[asked.options.index(answer)] / sum(weights)


def ways(parameters, causes, steps):
    """(the pairs of step and cause that worked, P) for each way in which steps may work."""
    pairs = [(s, c) for s in steps for c in causes if parameters.effects.get(s, {}).get(c, 0) > 0]
    for works in product((True, False), repeat=len(pairs)):
        effects = [parameters.effects[s][c] for s, c in pairs]
        p = prod(e if w else 1 - e for e, w in zip(effects, works))
        yield {pair for pair, w in zip(pairs, works) if w}, p


def expected(guide, parameters, history):
    """Expected counts of a history, and how likely it is."""
    counts = defaultdict(float)
    order = [step.key for step in guide.steps]
    failed = [key for key in order if key in history.failed]
    fixed = [key for key in order if key in history.fixed]
    for causes, chance in sets_of(parameters):
        for question, answer in history.answers:
            chance *= answer_chance(guide, parameters, causes, question, answer)
        for worked, p in ways(parameters, causes, [*failed, *fixed]):
            lasted = [c for c in causes if not any((s, c) in worked for s in failed)]
            ended = all(any((s, c) in worked for s in fixed) for c in lasted)
            weight = chance * p
            if not lasted or (fixed and not ended):
                continue
            if history.cause and history.cause not in lasted:
                continue
            note(counts, guide, parameters, history, causes, lasted, worked, weight)
    total = counts.pop("weight", 0.0)
    return {name: value / total for name, value in counts.items() if total}, total


def note(counts, guide, parameters, history, causes, lasted, worked, weight):
    counts["weight"] += weight
    for cause in causes:
        counts["present", cause] += weight
        steps = [s.key for s in guide.steps if s.key in history.failed]
        if cause in lasted:
            steps += [s.key for s in guide.steps if s.key in history.fixed]
        for step in steps:
            if parameters.effects.get(step, {}).get(cause, 0) > 0:
                counts["met", step, cause] += weight
                if (step, cause) in worked:
                    counts["cleared", step, cause] += weight
                    break
    for question, answer in history.answers:
        named = [c for c in causes if c in parameters.likelihood.get(question, {})]
        if not named:
            counts["usual", question, answer] += weight
        elif len(named) == 1:
            counts["told", question, named[0], answer] += weight
