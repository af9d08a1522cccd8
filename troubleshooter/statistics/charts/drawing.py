"""From a chart of Vega-Lite to SVG that stands in a page: no script, no style, no other host.

Colours are the custom properties of insights.css, so one drawing serves light, dark and print;
patterns (`url(#hatch)` …) are defined once on the page. Each chart is drawn for a phone and for a
laptop, and CSS shows the one that fits. What was drawn is kept, by its content, for all processes.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import caches
from django.utils.safestring import SafeString, mark_safe

PHONE, LAPTOP = 320, 1000
INK, SOFT, GRID, SURFACE = "var(--ink)", "var(--soft)", "var(--grid)", "var(--surface)"
FONT_SIZE = 12
KEPT_SECONDS = 30 * 24 * 3600
# What changes in how charts are drawn is to be seen: a new number leaves what was kept behind.
EDITION = 4
NOT_NEEDED = re.compile(
    r' (?:role="graphics-\w+"|aria-\w+="[^"]*"|pointer-events="none"|opacity="1"'
    r'|stroke-miterlimit="10"|class="[\w -]+")'
)
CONFIG = {
    "aria": False,
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": SOFT,
        "labelFontSize": FONT_SIZE,
        "titleColor": SOFT,
        "titleFontSize": FONT_SIZE,
        "titleFontWeight": "normal",
        "domainColor": "var(--edge)",
        "tickColor": "var(--edge)",
        "gridColor": GRID,
        "labelOverlap": False,
    },
    "legend": {"disable": True},
}


@dataclass(frozen=True, kw_only=True)
class Drawing:
    """One chart, twice: as SVG for a narrow and for a wide page."""

    narrow: SafeString
    wide: SafeString


def drawn(build: Callable[..., Any], **figures: Any) -> Drawing:
    """The chart that `build(altair, width=…, **figures)` makes; kept by what goes into it.

    `figures` must be plain values that JSON can hold: they are the name of what is kept. Rows in
    it, lists of dicts, are the chart's data: `altair.NamedData` with their name finds them.
    """
    return Drawing(
        narrow=_svg(build, PHONE, figures),
        wide=_svg(build, LAPTOP, figures),
    )


def _svg(build: Callable[..., Any], width: int, figures: Mapping[str, Any]) -> SafeString:
    said = json.dumps([EDITION, build.__module__, build.__name__, width, figures], sort_keys=True)
    key = f"chart-{hashlib.sha256(said.encode()).hexdigest()}"
    kept = caches["charts"].get(key)
    if kept is None:
        kept = _draw(build, width, figures)
        caches["charts"].set(key, kept, KEPT_SECONDS)
    return mark_safe(kept)  # noqa: S308 - drawn by us; texts in it are escaped by Vega


def _draw(build: Callable[..., Any], width: int, figures: Mapping[str, Any]) -> str:
    # Late: together they take half a second and 80 MB, and most processes never draw a chart.
    import altair
    import vl_convert

    # Our charts do not change as visits do: the tests check them, so not every drawing need.
    with altair.utils.schemapi.debug_mode(False):
        chart = build(altair, width=width, **figures).to_dict(validate=False)
    # Beside the chart, not in it: altair copies whatever it holds many times.
    rows = {name: found for name, found in figures.items() if _are_rows(found)}
    spec = {**chart, "config": CONFIG, "datasets": rows}
    return _tidied(vl_convert.vegalite_to_svg(spec))


def _are_rows(found: Any) -> bool:
    return isinstance(found, list) and all(isinstance(row, dict) for row in found)


def _tidied(svg: str) -> str:
    """The picture scales with the page. It tells screen readers nothing: the table tells all."""
    width, height = re.search(r'width="([\d.]+)" height="([\d.]+)"', svg).groups()
    svg = NOT_NEEDED.sub("", svg)
    root = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart-picture" aria-hidden="true" '
        f'focusable="false" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
    )
    return root + svg[svg.index(">") + 1 :]
