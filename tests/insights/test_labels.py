"""Titles in a drawing never run into what stands beside them, whatever script they are in."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from troubleshooter.statistics.charts.drawing import LAPTOP
from troubleshooter.statistics.charts.flow import BAR, LETTERS, _picture
from troubleshooter.statistics.charts.labels import CUT, FIRST_STRONG, POP, apart, fitted, width

TITLES = st.text(min_size=1, max_size=80)
LONG = [
    "Donaudampfschifffahrtsgesellschaft prüfen und dann noch einmal",
    "WWWWW MMMM AUS- UND WIEDER EINSCHALTEN WWWWW",
    "重新启动手机并等待一分钟然后再试一次重新启动手机",
    "أعد تشغيل الهاتف ثم انتظر دقيقة واحدة ثم أعد المحاولة",
]


@given(TITLES, st.floats(0, 300), st.sampled_from([10, 12]))
def test_what_is_shown_fits_and_is_the_beginning(title, room, size):
    shown = fitted(title, room, size)
    if shown == title:
        assert width(title) * size <= room
    else:
        assert shown.endswith(CUT)
        assert title.startswith(shown.removesuffix(CUT))
        assert shown == CUT or width(shown) * size <= room


@given(TITLES, st.floats(20, 300))
def test_no_letter_more_would_fit(title, room):
    shown = fitted(title, room, 12).removesuffix(CUT)
    if shown != title:
        assert width(title[: len(shown) + 1] + CUT) * 12 > room or title[len(shown)].isspace()


@pytest.mark.parametrize("title", LONG)
@pytest.mark.parametrize("depths", [1, 3, 6])
def test_a_label_ends_before_the_next_column_and_uses_what_room_there_is(title, depths):
    across = (LAPTOP - 99) / (depths + 1)
    rows = [row(number, title, depth) for number, depth in enumerate(range(1, depths + 1), 7)]
    picture = _picture(rows, [[7, 100]], True, across)
    labels = [box.words for box in picture.boxes.values() if box.name.isdigit()]
    assert len(labels) == depths
    for words in labels:
        assert BAR + 5 + width(words) * LETTERS <= across
    room = across - BAR - 10 - width("7 ") * LETTERS
    assert (title in labels[0]) == (width(title) * LETTERS <= room)


def row(number, title, depth):
    ends = {"resolved": 5, "support": 0, "left": 0, "open": 0}
    return {"number": number, "title": title, "depth": depth, "onward": [], "on": 0, **ends}


def test_a_title_that_runs_the_other_way_leaves_its_number_where_it_is():
    assert apart(LONG[3]) == f"{FIRST_STRONG}{LONG[3]}{POP}"
    assert width(apart(LONG[3])) == width(LONG[3])
