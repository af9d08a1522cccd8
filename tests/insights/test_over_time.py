"""Time is cut into days, weeks or months; what happened in the world is marked."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.models import Guide, Occasion, Revision
from troubleshooter.statistics.counted import VisitFigures
from troubleshooter.statistics.figures.over_time import _periods, grain_of, marks_of, over_time
from troubleshooter.statistics.filters import Filters

from .made_up import MadeUpLook

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def filters(since, until, guide=1):
    return Filters(guide=guide, since=since, until=until)


@given(DAYS, st.integers(0, 3000))
def test_the_parts_cover_every_day_once(since, days):
    f = filters(since, since + timedelta(days))
    parts = list(_periods(f, grain_of(f)))
    assert parts[0][1] == f.since
    for (_, start, length), (_, following, _) in zip(parts, parts[1:]):
        assert start + timedelta(length) == following
    assert parts[-1][1] + timedelta(parts[-1][2] - 1) == f.until
    assert len(parts) <= 101


@pytest.mark.parametrize(
    ("days", "grain"), [(1, "day"), (35, "day"), (36, "week"), (400, "week"), (401, "month")]
)
def test_longer_times_are_shown_coarser(days, grain):
    assert grain_of(filters(date(2026, 1, 1), date(2026, 1, 1) + timedelta(days - 1))) == grain


def test_publications_releases_and_outages_of_this_guide_are_marked_in_their_order(lamp):
    guide = Guide.objects.get()
    other = Guide.objects.create(key="o", title="O", summary="O", support_minutes=1)
    Revision.objects.update(published_at=datetime(2026, 3, 5, 12, tzinfo=UTC))
    Occasion.objects.create(
        kind="outage", day=date(2026, 3, 1), until=date(2026, 3, 3), words="Down"
    )
    Occasion.objects.create(kind="release", day=date(2026, 3, 9), words="New", guide=guide)
    Occasion.objects.create(kind="release", day=date(2026, 3, 9), words="Not ours", guide=other)
    Occasion.objects.create(kind="other", day=date(2026, 4, 2), words="Later")
    f = filters(date(2026, 3, 2), date(2026, 3, 31), guide.pk)
    marks, more = marks_of(f, tuple(Revision.objects.all()))
    assert [(m.sign, m.kind, m.words) for m in marks] == [
        ("A", "outage", "Down"),
        ("B", "publication", "1"),
        ("C", "release", "New"),
    ]
    assert [m.is_band for m in marks] == [True, False, False]
    assert more == 0


def test_the_latest_marks_are_kept_where_there_are_many(db):
    for day in range(1, 16):
        Occasion.objects.create(kind="other", day=date(2026, 3, day), words=str(day))
    marks, more = marks_of(filters(date(2026, 3, 1), date(2026, 3, 31)), ())
    assert (len(marks), more, marks[0].words, marks[-1].sign) == (12, 3, "4", "L")


def test_a_change_is_called_one_only_beyond_chance(db):
    def halves(first, second):
        days = [date(2026, 3, 2) + timedelta(n) for n in range(4)]
        rows = tuple(
            (day, VisitFigures(visits=100, resolved=r, handed_over=100 - r))
            for day, r in zip(days, (first, first, second, second))
        )
        return over_time(MadeUpLook(by_time=rows), filters(days[0], days[-1]), ()).change

    assert not halves(60, 62).changed
    assert halves(60, 80).changed
    assert halves(80, 60).difference == pytest.approx(-0.2)
