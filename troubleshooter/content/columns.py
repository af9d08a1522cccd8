"""Which field of a row keeps which key of the guide file: said once, read in both directions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model

from .schema import Content, GuideContent


def _unchanged(value: Any) -> Any:
    return value


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str
    field: str
    to_row: Callable[[Any], Any] = _unchanged
    to_content: Callable[[Any], Any] = _unchanged


def _same(*keys: str) -> tuple[Column, ...]:
    return tuple(Column(key=key, field=key) for key in keys)


def _lines(*keys: str) -> tuple[Column, ...]:
    """Lists of texts, one on each line; no text of such a list is blank or has a line break."""
    return tuple(
        Column(key=key, field=key, to_row="\n".join, to_content=_texts_of_lines) for key in keys
    )


def _texts_of_lines(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())


def _day_of_text(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _text_of_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _days(*keys: str) -> tuple[Column, ...]:
    """Days as year-month-day; empty where there is none."""
    return tuple(
        Column(key=key, field=key, to_row=_day_of_text, to_content=_text_of_day) for key in keys
    )


GUIDE = (
    *_same(
        "title",
        "summary",
        "language",
        "support_minutes",
        "status_page",
        "contact",
        "support_weight",
        "waiting_weight",
        "tie_band",
        "ask_margin",
        "check_minutes",
        "trip_minutes",
        "shadow",
        "hold_out",
        "explore",
        "adopt_band",
    ),
    *_days("review_by"),
)
PLATFORM = _same("name")
CAUSE = _same("name", "explanation", "share", "unfixable")
QUESTION = _same("text", "help", "minutes", "unsure", "gate")
OPTION = _same("label", "usual")
MESSAGE = (*_same("text"), *_lines("also"))
PATH = _same("name")
VARIANT = (
    *_lines("segments"),
    *_same("confidence", "source"),
    *_days("checked"),
)
STEP = (
    *_same("title", "instructions", "minutes", "wait_minutes", "disruption", "irreversible"),
    *_same("interrupts", "other_device", "at_risk", "skip", "kind", "pinned"),
    *_same("check_minutes", "test", "edition"),
    *_lines("before", "sources"),
    *_days("review_by"),
    Column(key="check", field="how_to_know"),
)
PICTURE = _same("light", "dark", "alt", "width", "height")
HANDOFF = _same("label", "kind")
AFTERCARE = _same("title", "text", "reminder")
FACT = (*_same("title", "text"), *_lines("sources"))


def row_values(columns: tuple[Column, ...], content: Content) -> dict[str, Any]:
    """What the fields of a row hold for this part of a guide."""
    return {c.field: c.to_row(getattr(content, c.key)) for c in columns}


def file_values(columns: tuple[Column, ...], row: Model) -> dict[str, Any]:
    """What the guide file says of this row."""
    return {c.key: c.to_content(getattr(row, c.field)) for c in columns}


def guide_row_values(content: GuideContent) -> dict[str, Any]:
    """Like `row_values`, with one field for each level of disruption."""
    levels = enumerate(content.disruption_minutes.levels(), start=1)
    return row_values(GUIDE, content) | {f"disruption_{level}": m for level, m in levels}


def guide_file_values(row: Model) -> dict[str, Any]:
    levels = {str(level): getattr(row, f"disruption_{level}") for level in range(1, 6)}
    return file_values(GUIDE, row) | {"disruption_minutes": levels}
