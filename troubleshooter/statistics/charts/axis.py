"""A time axis of days: plain numbers, so that no time zone can move a bar, and their words."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def number(day: date) -> int:
    """Days on a scale of their own."""
    return day.toordinal()


def day_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]}"


def tick_labels(days: Sequence[date], most: int) -> dict[int, str]:
    """At most so many of the days, evenly, with their words. A label costs a few milliseconds."""
    every = -(-len(days) // most) if days else 1
    return {number(day): day_words(day) for day in days[::every]}


def labelled(altair: Any, labels: dict[int, str], **more: Any) -> Any:
    """An axis with just these labels."""
    words = {str(value): text for value, text in labels.items()}
    said = f"({json.dumps(words)})[datum.value]"
    return altair.Axis(values=list(labels), labelExpr=said, title=None, grid=False, **more)
