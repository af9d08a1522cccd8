"""What the keys of a guide file are called, and how their values are said, for editors."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from troubleshooter.content.chance_words import word_and_number
from troubleshooter.content.wording import rhythm
from troubleshooter.models import Confidence, HandoffKind, Interrupts, Pinned, StepKind

# What a key of the guide file means, where its own name does not say it.
WORDS: Mapping[str, str] = {
    "adopt_band": "band for learnt numbers",
    "also": "other wordings",
    "alt": "in words",
    "answers": "answers that it gives",
    "ask_margin": "minutes that a question must save",
    "at_risk": "what may be lost",
    "before": "what to have ready",
    "check": "how to know",
    "check_minutes": "minutes for testing",
    "checked": "last checked",
    "confidence": "how sure it is",
    "dark": "picture for dark screens",
    "disruption": "how much it upsets",
    "disruption_minutes": "minutes for disruption",
    "explore": "visits that explore",
    "facts": "facts linked",
    "fixes": "how often it clears",
    "from_": "first version",
    "gate": "asked before any step",
    "help": "where to look",
    "hold_out": "visits kept on your order",
    "irreversible": "cannot be undone",
    "light": "picture",
    "likelihood": "how often, with the cause",
    "minutes": "minutes of work",
    "options": "answer",
    "other_device": "needs another device",
    "paths": "settings paths shown",
    "pictures": "picture",
    "pinned": "when it is offered",
    "requires": "steps before it",
    "review_by": "to be read again by",
    "segments": "where to tap",
    "shadow": "your order is shown",
    "share": "how common",
    "skip": "how often left out",
    "sources": "where it was read",
    "support_minutes": "minutes that support costs",
    "support_weight": "weight of support’s minutes",
    "test": "tested together, by the word",
    "tie_band": "steps this close keep your order",
    "to": "last version",
    "trip_minutes": "minutes saved at the same place",
    "unfixable": "only support can fix it",
    "unsure": "how often not sure",
    "usual": "how often, otherwise",
    "variants": "device",
    "version_paths": "paths that show the version",
    "wait_minutes": "minutes of waiting",
    "waiting_weight": "what a minute of waiting counts",
}
LEVELS = ("looks only", "small", "loses settings", "heavy", "days of tidying")
CHANCES = frozenset(
    {"share", "skip", "unsure", "usual", "hold_out", "explore", "fixes", "likelihood"}
)
# Texts in Markdown, whatever entry they belong to.
PROSE = frozenset({"summary", "explanation", "help", "instructions", "text", "check"})


def word_for(name: str) -> str:
    return WORDS.get(name, name.rstrip("_").replace("_", " "))


def said(name: str, value: Any) -> str:
    """One value of that key, in words. Empty where there is none."""
    match value:
        case None | "":
            return ""
        case bool():
            return "yes" if value else "no"
    if name in SAID:
        return SAID[name](value)
    if isinstance(value, int | float):
        return word_and_number(value) if name in CHANCES else f"{value:.15g}"
    return str(value)


def _day(text: str) -> str:
    """A day may be no day as yet: a draft says what its editors typed."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return text
    return f"{day.day} {day:%B %Y}"


def _level(level: int) -> str:
    known = 1 <= level <= len(LEVELS)
    return f"{level} ({LEVELS[level - 1]})" if known else str(level)


def _choices(*kinds: Any) -> Callable[[str], str]:
    labels = {str(value): str(label) for kind in kinds for value, label in kind.choices}
    return lambda value: labels.get(value, value)


SAID: Mapping[str, Callable[[Any], str]] = {
    "checked": _day,
    "confidence": _choices(Confidence),
    "disruption": _level,
    "interrupts": _choices(Interrupts),
    "kind": _choices(StepKind, HandoffKind),
    "pinned": _choices(Pinned),
    "reminder": rhythm,
    "review_by": _day,
}
