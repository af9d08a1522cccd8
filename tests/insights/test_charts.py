"""Charts are plain SVG: no script, no style, no other host; kept by their content; for both themes."""

import re
from datetime import date, timedelta

import altair
import pytest
from django.core.cache import caches

from troubleshooter.statistics.charts import drawing
from troubleshooter.statistics.charts.fixed_by import fixed_by_chart
from troubleshooter.statistics.charts.outcomes import outcomes_chart
from troubleshooter.statistics.charts.trend import trend_chart
from troubleshooter.statistics.counted import VisitFigures
from troubleshooter.statistics.figures.ends import Times
from troubleshooter.statistics.figures.one_step import Moment
from troubleshooter.statistics.figures.over_time import Mark, OverTime, Period
from troubleshooter.statistics.measures.change import change
from troubleshooter.statistics.measures.duration import quartiles
from troubleshooter.statistics.measures.incidence import cumulative_incidence
from troubleshooter.statistics.measures.rate import rate

FIRST = date(2026, 3, 2)


def time(weeks, visits=100, marks=()):
    figures = VisitFigures(
        visits=visits, resolved=visits // 2, handed_over=visits // 5, left=visits // 10
    )
    periods = tuple(
        Period(start=FIRST + timedelta(7 * n), days=7, figures=figures) for n in range(weeks)
    )
    return OverTime(
        since=FIRST,
        until=FIRST + timedelta(7 * weeks - 1),
        grain="week",
        periods=periods,
        marks=marks,
        more=0,
        change=change(rate(0, 0), rate(0, 0)),
    )


def mark(words="x", kind="outage"):
    return Mark(
        sign="A", kind=kind, day=FIRST + timedelta(3), until=FIRST + timedelta(5), words=words
    )


def curve(fixes):
    incidence = cumulative_incidence(fixes, of="resolved")
    return Times(hands_on=quartiles(incidence), elapsed=quartiles(incidence), curve=incidence)


@pytest.fixture
def nothing_kept():
    """No chart is kept from before, and none for later: it may be made in another way here."""
    caches["charts"].clear()
    yield
    caches["charts"].clear()


def all_drawings():
    yield outcomes_chart(time(13, marks=(mark(), mark(kind="release"))))
    yield outcomes_chart(time(1, visits=3))
    yield outcomes_chart(time(2, visits=0))
    yield fixed_by_chart(
        curve({"resolved": {4: 30, 9: 12, 400: 1}, "left": {3: 9}, "open": {1: 4}})
    )
    yield fixed_by_chart(curve({"resolved": {0: 1}}))
    yield trend_chart(
        [Moment(start=FIRST + timedelta(7 * n), tried=rate(n, 12 * n)) for n in range(9)]
    )


def test_they_are_clean_for_the_content_security_policy():
    for both in all_drawings():
        for svg in (both.narrow, both.wide):
            assert svg.startswith("<svg ")
            assert not re.search(r"<style|<script|<image|<a |\bstyle=|\bhref=|\bon\w+=|\bid=", svg)
            assert "http" not in svg.replace('xmlns="http://www.w3.org/2000/svg"', "")


def test_their_colours_come_from_the_theme_alone():
    for both in all_drawings():
        colours = set(re.findall(r'(?:fill|stroke)="([^"]+)"', both.wide))
        assert colours
        assert all(
            re.fullmatch(r"none|var\(--[\w-]+\)|url\(#\w+\)|transparent", c) for c in colours
        ), colours


def test_what_can_be_told_apart_by_colour_can_be_told_apart_without():
    drawn = outcomes_chart(time(3)).wide
    assert {"var(--fixed)", "url(#hatch)", "url(#dots)"} <= set(
        re.findall(r'fill="([^"]+)"', drawn)
    )


def test_a_phone_gets_a_narrow_one():
    for both in all_drawings():
        widths = [float(re.search(r'width="([\d.]+)"', svg)[1]) for svg in (both.narrow, both.wide)]
        assert widths[0] <= 330 < widths[1] <= 1010


def test_bars_are_as_high_as_the_counts():
    svg = outcomes_chart(time(1, visits=100)).wide
    heights = {}
    for path, fill in re.findall(r'<path d="([^"]+)" fill="([^"]+)"', svg):
        numbers = [float(n) for n in re.findall(r"v(-?[\d.]+)", path)]
        if numbers:
            heights[fill] = abs(numbers[0])
    assert heights["var(--fixed)"] / heights["url(#hatch)"] == pytest.approx(50 / 20)
    assert heights["var(--fixed)"] / heights["url(#dots)"] == pytest.approx(50 / 10)


def test_nothing_to_draw_is_no_chart():
    assert fixed_by_chart(curve({"left": {3: 4}})) is None
    assert trend_chart([Moment(start=FIRST, tried=rate(1, 3))]) is None


def test_the_same_numbers_are_drawn_once_and_others_anew(nothing_kept, monkeypatch):
    calls = []
    real = drawing._draw
    monkeypatch.setattr(drawing, "_draw", lambda *a: calls.append(1) or real(*a))
    first = outcomes_chart(time(4))
    assert outcomes_chart(time(4)) == first
    assert len(calls) == 2  # narrow and wide
    outcomes_chart(time(4, visits=101))
    assert len(calls) == 4


def test_no_network_is_asked(nothing_kept, monkeypatch):
    """Whatever a drawing needs comes with its library."""
    import socket

    def refused(*args, **kwargs):
        raise AssertionError("a chart wanted the network")

    monkeypatch.setattr(socket, "socket", refused)
    assert "url(#hatch)" in outcomes_chart(time(5, visits=333)).wide


def test_every_chart_is_valid_vega_lite(nothing_kept, monkeypatch):
    """Drawing leaves the check out, since it costs more than the drawing itself."""
    specs = []

    def checked(build, width, figures):
        chart = build(altair, width=width, **figures)
        specs.append(chart.to_dict(validate=True))
        return f'<svg width="{width}" height="1">'

    monkeypatch.setattr(drawing, "_draw", checked)
    assert len(list(all_drawings())) * 2 == len(specs)
    assert all("vega-lite" in spec["$schema"] for spec in specs)
