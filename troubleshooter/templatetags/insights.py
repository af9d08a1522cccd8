"""How the pages of the statistics write numbers, and their addresses."""

from django import template
from django.template import Context

from troubleshooter.statistics.measures.interval import Interval
from troubleshooter.statistics.measures.rate import ceil_percent, floor_percent, percent

register = template.Library()
register.filter(percent)

NARROW_SPACE = "\u202f"
HOUR, DAY = 60, 24 * 60


@register.filter
def whole(number: int) -> str:
    """1234567 as 1 234 567, with spaces that do not break and are the same in every language."""
    return f"{number:,}".replace(",", NARROW_SPACE)


@register.filter
def between(interval: Interval | None) -> str:
    """An interval of shares in whole per cent, rounded outwards: 53–70."""
    if interval is None:
        return ""
    return f"{floor_percent(interval.low)}–{ceil_percent(interval.high)}"


@register.filter
def minutes(number: int | None) -> str:
    """Minutes as a lead reads them: 8 min, 2 h 5 min, 3 days."""
    if number is None:
        return "–"
    if number < HOUR:
        return f"{number} min"
    if number < DAY:
        hours, rest = divmod(number, HOUR)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    days = round(number / DAY)
    return "1 day" if days == 1 else f"{days} days"


@register.simple_tag(takes_context=True)
def address(context: Context, name: str, *args: object, **changes: object) -> str:
    """Another page of the statistics, for the same visits."""
    return context["asked"].address(name, *args, **changes)


@register.simple_tag(takes_context=True)
def here(context: Context, **changes: object) -> str:
    """This page, asked for a little differently. A change to None leaves a parameter out."""
    return context["asked"].here(**changes)


@register.simple_tag(takes_context=True)
def here_with(context: Context, exclusion: str) -> str:
    """This page, with visits counted that were left out."""
    asked = context["asked"]
    return asked.here(include=sorted(asked.filters.include | {exclusion}))


@register.simple_tag(takes_context=True)
def here_without(context: Context, exclusion: str) -> str:
    asked = context["asked"]
    return asked.here(include=sorted(asked.filters.include - {exclusion}))
