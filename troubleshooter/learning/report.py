"""A lesson as the report that is kept beside its numbers: plain values, ready for JSON."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from troubleshooter.engine.learning import Change, Groups, Lesson

Report = dict[str, Any]


def report_of(lesson: Lesson, groups: Groups) -> Report:
    """What changed, how well it foretells visits that were held out, and how groups differ."""
    held_out = lesson.held_out
    return {
        "changes": [_as_json(change) for change in lesson.changes],
        "held_out": {
            "visits": held_out.visits,
            "learnt": held_out.learnt,
            "editors": held_out.editors,
            "better": held_out.better,
        },
        "visits": lesson.visits,
        "impossible": lesson.impossible,
        "rounds": lesson.rounds,
        "both_models": lesson.both_models,
        "groups": _groups_as_json(groups),
    }


def _groups_as_json(groups: Groups) -> dict[str, Any]:
    """Without a strength, which is then infinite, no group has shares of its own."""
    return {
        "strength": groups.strength if isfinite(groups.strength) else None,
        "beyond_chance": groups.beyond_chance,
        "held_out_pooled": groups.held_out_pooled,
        "held_out_grouped": groups.held_out_grouped,
        "shares": {group: dict(shares) for group, shares in groups.shares.items()},
    }


def changes_in(report: Mapping[str, Any]) -> tuple[Change, ...]:
    """The changes of a report, as values again."""
    return tuple(
        Change(
            place=each["place"],
            count=each["count"],
            **{name: _column(each[name]) for name in ("was", "now", "low", "high")},
        )
        for each in report.get("changes", ())
    )


def groups_in(report: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """The shares of groups of visits, where they foretell held-out visits better than those of all
    do; else none."""
    told = report.get("groups", {})
    if not told or told.get("held_out_grouped", 0.0) <= told.get("held_out_pooled", 0.0):
        return {}
    return {group: dict(shares) for group, shares in told["shares"].items()}


def fits_better(report: Mapping[str, Any]) -> bool:
    return bool(report.get("held_out", {}).get("better"))


def _as_json(change: Change) -> dict[str, Any]:
    """A single number stands alone, a distribution over options is a list."""
    columns = {name: getattr(change, name) for name in ("was", "now", "low", "high")}
    numbers = {name: list(c) if len(c) > 1 else c[0] for name, c in columns.items()}
    return {"place": change.place, **numbers, "count": change.count}


def _column(value: float | list[float]) -> tuple[float, ...]:
    return tuple(value) if isinstance(value, list) else (value,)
