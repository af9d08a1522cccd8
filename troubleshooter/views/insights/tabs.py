"""The pages of the statistics, in the order in which a lead asks."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from .asked import Asked

TABS = (
    ("overview", "Overview"),
    ("flow", "Where visits go"),
    ("compare", "Compare"),
    ("what_if", "What if"),
    ("causes", "Causes and questions"),
    ("export", "Export"),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    words: str
    address: str
    current: bool


def tabs(asked: Asked, current: str) -> tuple[Tab, ...]:
    """Each keeps what was asked for."""
    return tuple(
        Tab(words=words, address=asked.address(address_name(name)), current=name == current)
        for name, words in TABS
        if _is_there(name)
    )


def address_name(page: str) -> str:
    return f"insights-{page.replace('_', '-')}"


def _is_there(name: str) -> bool:
    try:
        reverse(address_name(name))
    except NoReverseMatch:
        return False
    return True
