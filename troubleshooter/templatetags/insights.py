"""How the pages of the statistics write numbers, and their addresses."""

from collections.abc import Iterable

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from troubleshooter.statistics.figures.comparison_sheets import BY as MIX_BY
from troubleshooter.statistics.figures.over_time import Period
from troubleshooter.statistics.figures.sheets import Cell, Column
from troubleshooter.statistics.figures.words import ENDINGS, RESULTS
from troubleshooter.statistics.measures.change import Change
from troubleshooter.statistics.measures.duration import Duration
from troubleshooter.statistics.measures.interval import Estimate, Interval
from troubleshooter.statistics.measures.rate import Rate, ceil_percent, floor_percent, percent

register = template.Library()
register.filter(percent)

NARROW_SPACE = "\u202f"
HOUR, DAY = 60, 24 * 60
SMALL_POINTS = 0.95
ENDED = ("visits", "resolved", "worked_around", "handed_over", "left", "open", "forgotten")
NUMBER = '<td class="number">{}</td>'
PERIOD = '<tr><th scope="row">{}</th>' + NUMBER * len(ENDED) + "</tr>"
DOT = '<circle class="reach-dot" cx="{}" cy="8" r="4.5"></circle>'
REACH = (
    '<svg class="reach" height="16" aria-hidden="true" focusable="false">'
    '<line class="reach-track" x1="0" x2="100%" y1="8" y2="8"></line>'
    '<line class="reach-line" x1="{}" x2="{}" y1="8" y2="8"></line>{}</svg>'
)
BAR = '<rect class="share-bar" width="{}" y="3" height="10" rx="2"></rect>'
SHARE = (
    '<svg class="reach" height="16" aria-hidden="true" focusable="false">{}'
    '<line class="reach-thin" x1="{}" x2="{}" y1="8" y2="8"></line></svg>'
)


@register.filter
def whole(number: int) -> str:
    """1234567 as 1 234 567, with spaces that do not break and are the same in every language."""
    return f"{number:,}".replace(",", NARROW_SPACE)


@register.simple_tag
def period_rows(periods: Iterable[Period]) -> SafeString:
    """Rows of a table: when each began, and how its visits ended. Written here, since a template
    takes a third of the whole page's time for the weeks of a year."""
    return format_html_join("", PERIOD, (_of_period(one) for one in periods))


def _of_period(period: Period) -> tuple[str, ...]:
    figures = period.figures
    return date_format(period.start, "j M Y"), *(whole(getattr(figures, name)) for name in ENDED)


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


@register.filter
def lasted(duration: Duration) -> str:
    """The most that may be said of a time: 3 visits, 4–19 min, 8 min (6–11 min)."""
    if duration.low is None:
        return f"{whole(duration.visits)} visit{'' if duration.visits == 1 else 's'}"
    if duration.high is None:
        between = f"from {minutes(duration.low)}"
    elif duration.low == duration.high:
        between = minutes(duration.low)
    else:
        between = f"{minutes(duration.low)} to {minutes(duration.high)}"
    if duration.minutes is None:
        return between
    middle = minutes(duration.minutes)
    return middle if middle == between else f"{middle} ({between})"


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


@register.simple_tag
def means(anchor: str, words: str) -> SafeString:
    """A word with the way to its definition: a heading of docs/statistics.md."""
    where = f"{reverse('insights-definitions')}#{anchor}"
    return format_html('<a class="means" href="{}">{}</a>', where, words)


# The small pieces below stand a hundred times on a page, so they are no templates of their own.


@register.simple_tag
def rate_of(rate: Rate) -> SafeString:
    """As much of a rate as so many visits allow to show, and of how many it is."""
    of = format_html('<span class="of">{} of {}</span>', whole(rate.times), whole(rate.of))
    if rate.interval is None:
        return format_html('<span class="rate few">{}</span>', of)
    reaches = format_html('<span class="between">{} %</span>', between(rate.interval))
    if rate.share is None:
        return format_html('<span class="rate few">{} {}</span>', reaches, of)
    share = percent(rate.share)
    return format_html('<span class="rate"><strong>{} %</strong> {} {}</span>', share, reaches, of)


@register.simple_tag
def rest_of(rate: Rate) -> SafeString:
    """What belongs beside a rate that stands in large letters: its interval, and of how many."""
    if rate.interval is None:
        return SafeString()
    between_them = "" if rate.share is None else f"{between(rate.interval)} %, "
    of = f"{whole(rate.times)} of {whole(rate.of)}"
    return format_html('<span class="of">{}{}</span>', between_them, of)


@register.simple_tag
def reach(
    interval: Interval | None, value: float | None = None, *, most: float = 1.0
) -> SafeString:
    """An interval on a scale from 0 to `most`, with a dot at the value where it may be shown."""
    if interval is None:
        return SafeString()
    dot = "" if value is None else format_html(DOT, _place(value, most))
    return format_html(REACH, _place(interval.low, most), _place(interval.high, most), dot)


@register.simple_tag
def reach_of(rate: Rate, *, most: float = 1.0) -> SafeString:
    return reach(rate.interval, rate.share, most=most)


@register.simple_tag
def share_bar(rate: Rate, most: float) -> SafeString:
    """A part of a whole as a bar, and its interval; the scale ends at `most`."""
    if rate.interval is None:
        return SafeString()
    bar = "" if rate.share is None else format_html(BAR, _place(rate.share, most))
    low, high = _place(rate.interval.low, most), _place(rate.interval.high, most)
    return format_html(SHARE, bar, low, high)


@register.filter
def gain(estimate: Estimate) -> str:
    """Visits of a hundred, or minutes: whole from 10 on, to one place below."""
    return _few_digits(estimate.value)


@register.filter
def gain_between(estimate: Estimate) -> str:
    low, high = estimate.interval.low, estimate.interval.high
    return f"{_few_digits(low)}–{_few_digits(high)}"


def _few_digits(number: float) -> str:
    return f"{number:.0f}" if abs(number) >= 9.95 else f"{number:.1f}"


def _place(share: float, most: float) -> str:
    """Where on the scale, as SVG has it: with a point, whatever the language."""
    return f"{min(max(share / most, 0), 1) * 100:.1f}%"


@register.filter
def result(value: str) -> str:
    """What a visitor said of a step, as a lead reads it."""
    return RESULTS.get(value, value)


@register.filter
def ending(value: str) -> str:
    return ENDINGS.get(value, value)


@register.inclusion_tag("troubleshooter/insights/_cell.html", takes_context=True)
def cell_of(context: Context, column: Column, value: Cell, end: float) -> dict[str, object]:
    """A value of a table, as its column's kind is written on pages; its scale ends at `end`."""
    return {"asked": context["asked"], "kind": column.kind, "value": value, "end": end}


@register.inclusion_tag("troubleshooter/insights/_export_links.html", takes_context=True)
def export_links(
    context: Context, page: str, table: str, title: str, **more: str
) -> dict[str, str]:
    """The ways to a table's files, for just what this page was asked for; `more` goes with it."""
    query = context["request"].GET.copy()
    query.update(more)
    end = f"?{query.urlencode()}" if query else ""
    addresses = {
        form: reverse("insights-export-table", args=[page.replace("_", "-"), table, form]) + end
        for form in ("csv", "json")
    }
    return {"title": title, **addresses}


@register.inclusion_tag("troubleshooter/insights/_change.html")
def change_of(change: Change, end: float = 0) -> dict[str, object]:
    """A difference in points, drawn from −`end` to `end` around none; not drawn without an end.
    The difference itself is told where both sides are enough for a rate."""
    shown = change.before.share is not None and change.after.share is not None
    line = (
        end
        and change.interval
        and {
            "low": _place(change.interval.low + end, 2 * end),
            "high": _place(change.interval.high + end, 2 * end),
            "dot": _place(change.difference + end, 2 * end) if shown else "",
        }
    )
    return {"change": change, "shown": shown, "line": line}


@register.filter
def kind_of_mix(by: str) -> str:
    return MIX_BY.get(by, by)


@register.filter
def points(difference: float) -> str:
    """A difference of shares in points, with its sign: +12, −3, +0.4."""
    number = 100 * difference
    return _signed(f"{number:.0f}" if abs(number) >= SMALL_POINTS else f"{number:.1f}")


@register.filter
def points_between(interval: Interval) -> str:
    """From so many points to so many, rounded outwards; but what is not 0 is not written as 0."""
    low, high = floor_percent(interval.low), ceil_percent(interval.high)
    return f"{_end_of(interval.low, low)} to {_end_of(interval.high, high)} points"


@register.filter
def decimal(number: float) -> str:
    """With one place, and a true minus: 3.1, −0.4."""
    return f"{number:.1f}".replace("-", "\u2212")


@register.filter
def decimals(interval: Interval) -> str:
    return f"{decimal(interval.low)} to {decimal(interval.high)}"


def _end_of(share: float, rounded: int) -> str:
    """An end of an interval that only rounding would put on “no difference” keeps a digit."""
    if rounded or not share:
        return _signed(f"{rounded}")
    return _signed(f"{100 * share:.1g}")


def _signed(number: str) -> str:
    if not float(number):
        return "0"
    return f"\u2212{number[1:]}" if number.startswith("-") else f"+{number}"
