"""Texts that visitors miss, or that they cannot tell apart."""

from collections.abc import Iterator, Sequence
from typing import Any

from .looking import Look, found
from .signs import Found, Sign


def missing_texts(look: Look) -> Iterator[Found]:
    content = look.content
    for index, step in enumerate(content.steps):
        if not step.instructions.strip():
            yield found(
                Sign.NO_INSTRUCTIONS,
                ("steps", index, "instructions"),
                "Visitors see the title, and not how to do it.",
                "Write what to do as numbered lines, one action on each.",
            )
        if step.kind in ("fix", "check") and not step.check.strip():
            yield found(
                Sign.NO_CHECK,
                ("steps", index, "check"),
                "Visitors are not told how to know whether it worked.",
                "Say where to look, and what stands there once it works.",
            )
    for index, cause in enumerate(content.causes):
        if not cause.explanation.strip():
            yield found(
                Sign.NO_EXPLANATION,
                ("causes", index, "explanation"),
                "Visitors are not told what this cause means.",
                "Say in two or three sentences what is going on.",
            )


def missing_support(look: Look) -> Iterator[Found]:
    if not look.content.contact:
        yield found(
            Sign.NO_CONTACT,
            ("contact",),
            "Visitors who need support are not told where to find it.",
            "Give the address of your support.",
        )
    if not look.content.handoff:
        yield found(
            Sign.NO_HANDOFF,
            ("handoff",),
            "Support is told which steps were tried, and nothing of what it will ask.",
            "Add what support asks first, such as the exact message.",
        )


def same_words(look: Look) -> Iterator[Found]:
    """Two entries of a list that visitors cannot tell apart."""
    content = look.content
    lists = (
        ("causes", "name", content.causes),
        ("questions", "text", content.questions),
        ("steps", "title", content.steps),
        ("messages", "text", content.messages),
        ("aftercare", "title", content.aftercare),
        ("facts", "title", content.facts),
    )
    for section, name, entries in lists:
        for at in _repeated(entries, name):
            yield _found((section, at, name), getattr(entries[at], name))
    for index, question in enumerate(content.questions):
        for at in _repeated(question.options, "label"):
            loc = ("questions", index, "options", at, "label")
            yield _found(loc, question.options[at].label)


def _repeated(entries: Sequence[Any], name: str) -> Iterator[int]:
    seen: set[str] = set()
    for at, entry in enumerate(entries):
        words = " ".join(getattr(entry, name).casefold().split())
        if words in seen:
            yield at
        seen.add(words)


def _found(loc: tuple[str | int, ...], words: str) -> Found:
    return found(
        Sign.SAME_WORDS,
        loc,
        f"“{words}” stands in this list twice. Visitors cannot tell the two apart.",
        "Write one of them in other words, or take one out.",
    )
