"""Simulated visits beside the tree of ways: how many come to each of its places."""

from collections import Counter
from functools import cache
from math import sqrt

from tests.conftest import SHIPPED
from tests.simulation.cast import published, walks_of
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.engine_values import editorial_parameters
from troubleshooter.content.reader import read_guide
from troubleshooter.simulation.policies import PolicyName
from troubleshooter.simulation.ways.forecast import Crossing, Forecast
from troubleshooter.simulation.ways.foreseeing import foresee
from troubleshooter.visits.state import VisitState

LEAST_SHARE = 0.01
Given = frozenset[tuple[str, str, str]]


@cache
def shipped(name: str) -> PublishedGuide:
    content, problems = read_guide((SHIPPED / f"{name}.yaml").read_bytes())
    assert problems == ()
    return published(content)


def forecast_of(guide: PublishedGuide, **settings) -> Forecast:
    return foresee(guide, editorial_parameters(guide.content), **settings)


def walked(guide: PublishedGuide, visits: int, policy=PolicyName.ENGINE, **truth):
    """The visits of so many made-up people, as `manage.py simulate` walks them."""
    return [visit for _, visit in walks_of(guide, people=visits, policy=policy, **truth)]


def came_by(visits) -> Counter[Given]:
    """What was given at some point of a visit -> how many visits came to that point. Takes a second
    for twenty thousand of them: count once what is compared several times."""
    found: Counter[Given] = Counter()
    for visit in visits:
        state, seen = VisitState(), {frozenset()}
        for said in visit.said:
            state = state.after(said.entry)
            seen.add(frozenset((*where, value) for where, value in state.given.items()))
        found.update(seen)
    return found


def places(crossing: Crossing):
    """(what is given, share) of every crossing of the tree, and of every way's end."""
    yield frozenset(crossing.given), crossing.share
    for branch in crossing.branches:
        if branch.then is not None:
            yield from places(branch.then)
        elif crossing.key:  # support's own end is where the way to it was
            yield frozenset(branch.given), branch.share


def disagreements(forecast: Forecast, visits, counted=None) -> list[tuple[Given, float, float]]:
    """Places whose share in the tree is further from that among the visits than chance explains:
    four standard errors, and the people whose mix of causes is too rare for the tree. `counted` is
    came_by of the visits."""
    counted, many, found = counted or came_by(visits), len(visits), []
    for given, share in places(forecast.tree):
        if share >= LEAST_SHARE:
            simulated = counted[given] / many
            reach = 4.0 * sqrt(share * (1.0 - share) / many) + forecast.left_out
            if abs(share - simulated) > reach:
                found.append((given, share, simulated))
    return found
