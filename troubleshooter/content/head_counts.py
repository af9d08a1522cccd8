"""Shares and minutes for people who have never counted with chances."""

from .wording import DAY, HOUR

THE_SAME = "the same"


def in_hundred(share: float) -> str:
    """A share of visitors, as a count of people."""
    if share >= 0.9995:
        return "100 in 100"
    if share >= 0.995:
        return "more than 99 in 100"
    if share >= 0.0095:
        return f"{round(100 * share)} in 100"
    return f"{round(1000 * share)} in 1000" if share >= 0.0005 else "fewer than 1 in 1000"


def people(share: float) -> str:
    """So many out of 100, as a number that can stand in a sentence."""
    if share <= 0.0:
        return "none"
    return "fewer than 1" if share < 0.005 else str(round(100 * share))


def minutes(number: float) -> str:
    """Minutes, exact enough to compare two of them."""
    if number >= 2 * DAY:
        return f"{_short(number / DAY)} days"
    if number >= 2 * HOUR:
        return f"{_short(number / HOUR)} hours"
    return f"{_short(number) if number < 10 else round(number)} minutes"


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def of_hundred(chance: float) -> str:
    """A chance as a number out of 100, for a table."""
    if chance <= 0.0:
        return "0"
    if chance < 0.0005:
        return "under 0.1"
    return f"{100 * chance:.1f}" if chance < 0.0995 or chance > 0.905 else f"{100 * chance:.0f}"


def saved(number: float) -> str:
    """Minutes that are saved, or lost."""
    if abs(number) < 0.05:
        return "0.0"
    return f"{number:.1f}" if number > 0 else f"−{-number:.1f}"


def fewer_or_more(before: float, after: float) -> str:
    """The difference in people out of 100."""
    more = 100 * (after - before)
    if abs(more) < 0.05:
        return THE_SAME
    number = f"{abs(more):.1f}" if abs(more) < 9.95 else str(round(abs(more)))
    return f"{number} more" if more > 0 else f"{number} fewer"


def shorter_or_longer(before: float, after: float) -> str:
    """The difference in minutes."""
    if abs(after - before) < 0.05:
        return THE_SAME
    return f"{minutes(abs(after - before))} {'longer' if after > before else 'shorter'}"
