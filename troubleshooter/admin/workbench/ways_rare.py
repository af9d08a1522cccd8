"""Why hardly any visitor meets a step or question, in words, and what an editor can do."""

from dataclasses import dataclass

from troubleshooter.content.head_counts import in_hundred, minutes
from troubleshooter.models import Node
from troubleshooter.simulation.ways.forecast import Forecast
from troubleshooter.simulation.ways.rare import Rare, Why, rarely_met

from .ways_tree import Tree
from .ways_versions import Version


@dataclass(frozen=True, kw_only=True)
class Seldom:
    name: str
    address: str
    asks: bool
    share: str
    why: str


def seldom_met(version: Version, forecast: Forecast, tree: Tree) -> tuple[Seldom, ...]:
    """Steps and questions that fewer than 1 in 200 visitors meet."""
    support = version.guide.engine.support_minutes * version.guide.engine.support_weight
    return tuple(
        Seldom(
            name=tree.name(rare.node, rare.key),
            address=tree.rows.get((rare.node, rare.key), ""),
            asks=rare.node is Node.QUESTION,
            share=_whom(rare.share),
            why=_why(rare, tree, support),
        )
        for rare in rarely_met(version.guide, version.numbers, forecast)
    )


@dataclass(frozen=True, kw_only=True)
class Met:
    name: str
    address: str
    asks: bool
    share: str


def everything_met(forecast: Forecast, tree: Tree) -> tuple[Met, ...]:
    """All questions and steps, those that most visitors meet first."""
    keys = [(Node.QUESTION, key) for key in tree.guide.questions]
    keys += [(Node.STEP, key) for key in tree.guide.steps]
    shares = {one: forecast.met.get(one, 0.0) for one in keys}
    return tuple(
        Met(
            name=tree.name(node, key),
            address=tree.rows.get((node, key), ""),
            asks=node is Node.QUESTION,
            share=_whom(shares[node, key]),
        )
        for node, key in sorted(keys, key=lambda one: -shares[one])
    )


def _whom(share: float) -> str:
    return in_hundred(share) if share > 0.0 else "nobody"


def _why(rare: Rare, tree: Tree, support: float) -> str:
    others = " and ".join(f"“{tree.name(Node.STEP, key)}”" for key in rare.others)
    takes, helps = minutes(rare.minutes), in_hundred(rare.helps)
    match rare.why:
        case Why.NOT_REQUIRED:
            return "It is a safeguard, and no step requires it. Name it in a step that it protects."
        case Why.PROTECTS_RARE:
            return f"It is a safeguard for {others}, which hardly anybody meets."
        case Why.LAST_RESORT:
            return "It is a workaround. It comes once no fix is left, and most visits end before."
        case Why.NO_CAUSE if rare.node is Node.QUESTION:
            return "Its answers tell nothing about causes that visitors have."
        case Why.NO_CAUSE:
            return "It clears no cause that visitors have."
        case Why.TOO_LONG:
            return f"It counts {takes}. Support takes {minutes(support)}, which is no longer."
        case Why.REQUIREMENT_TOO_LONG:
            return f"With {others}, which it requires, it takes as long as support."
        case Why.OTHERS_SOONER:
            return f"{others} clears the same causes at least as often, in less time."
        case Why.SUPPORT_SOONER:
            return (
                f"Support is the quicker way by then. It counts {takes} and helps {helps} visitors."
            )
        case Why.FIXED_BEFORE:
            return "Other steps have solved the problem before its turn comes."
    return "Its answer saves less time than asking takes."
