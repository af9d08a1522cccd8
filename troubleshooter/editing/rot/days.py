"""Days that have passed: reading again, and looking at settings paths again."""

from collections.abc import Iterator
from datetime import date

from .looking import Look, found
from .signs import Found, Sign


def reviews_due(look: Look) -> Iterator[Found]:
    """The guide as a whole, and single steps."""
    content = look.content
    days = [(("review_by",), content.review_by)]
    days += [(("steps", at, "review_by"), step.review_by) for at, step in enumerate(content.steps)]
    for loc, written in days:
        day = day_of(written)
        if day and day < look.today:
            yield found(
                Sign.REVIEW_DUE,
                loc,
                f"It was to be read again by {day:%-d %B %Y}.",
                "Read it, correct what has changed, and choose the next day.",
            )


def day_of(written: str) -> date | None:
    """The day as a guide file writes it; None where there is none that exists."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def months_before(today: date, months: int) -> date:
    """The same day so many months ago, or the last day of a shorter month."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    for day in range(today.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, min(today.day, 28))
