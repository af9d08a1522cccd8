"""Numbers in words: each range of them says what it is, and none says more than it knows."""

import pytest

from troubleshooter.content.head_counts import (
    THE_SAME,
    fewer_or_more,
    in_hundred,
    minutes,
    of_hundred,
    people,
    saved,
    shorter_or_longer,
)
from troubleshooter.content.markup import html_from_markdown
from troubleshooter.content.names import Speller
from troubleshooter.content.rules import Address
from troubleshooter.content.wording import DAY, HOUR, duration, in_ten, rhythm

NAMES = ("no-power", "no-light", "flicker")


@pytest.mark.parametrize(
    ("said", "number", "words"),
    [
        (in_hundred, 1.0, "100 in 100"),
        (in_hundred, 0.996, "more than 99 in 100"),
        (in_hundred, 0.5, "50 in 100"),
        (in_hundred, 0.004, "4 in 1000"),
        (in_hundred, 0.0001, "fewer than 1 in 1000"),
        (people, 0.0, "none"),
        (people, 0.001, "fewer than 1"),
        (people, 0.25, "25"),
        (minutes, 3 * DAY, "3 days"),
        (minutes, 150, "2.5 hours"),
        (minutes, 12.4, "12 minutes"),
        (minutes, 1.25, "1.2 minutes"),
        (of_hundred, 0.0, "0"),
        (of_hundred, 0.0001, "under 0.1"),
        (of_hundred, 0.015, "1.5"),
        (of_hundred, 0.5, "50"),
        (saved, 0.01, "0.0"),
        (saved, 2.0, "2.0"),
        (saved, -2.0, "−2.0"),
        (in_ten, 0.97, "more than 9 in 10"),
        (in_ten, 0.5, "about 5 in 10"),
        (in_ten, 0.06, "about 1 in 10"),
        (in_ten, 0.01, "about 1 in 100"),
        (in_ten, 0.001, "under 1 in 100"),
        (duration, 0.5, "under a minute"),
        (duration, 1, "about a minute"),
        (duration, 12, "about 10 minutes"),
        (duration, HOUR, "about an hour"),
        (duration, 2 * DAY, "about 2 days"),
        (duration, 400 * DAY, "a long time"),
        (rhythm, "P1W", "every week"),
        (rhythm, "P3M", "every 3 months"),
        (rhythm, "P1DT12H", "P1DT12H"),
    ],
)
def test_each_range_is_put_in_words(said, number, words):
    assert str(said(number)) == words


@pytest.mark.parametrize(
    ("before", "after", "people_more", "time"),
    [
        (0.5, 0.5, THE_SAME, THE_SAME),
        (0.5, 0.7, "20 more", "12 minutes longer"),
        (0.5, 0.45, "5.0 fewer", "3 minutes shorter"),
    ],
)
def test_a_difference_is_put_in_words(before, after, people_more, time):
    assert fewer_or_more(before, after) == people_more
    assert shorter_or_longer(60 * before, 60 * after) == time


def test_an_editors_heading_stands_below_the_pages_own():
    assert "<h3>Top</h3>" in html_from_markdown("# Top")
    assert "<h6>Deep</h6>" in html_from_markdown("###### Deep")


def test_another_site_is_not_told_where_its_reader_comes_from():
    html = html_from_markdown("[a](https://example.org/)")
    assert html == '<p><a href="https://example.org/" rel="noreferrer">a</a></p>\n'


def test_a_name_is_meant_only_where_one_is_closest():
    speller = Speller()
    assert speller.meant("no-powr", NAMES) == "no-power"
    assert speller.meant("no-powr", NAMES) == "no-power"
    assert speller.meant("kettle", NAMES) is None
    assert Speller().meant("abcdefgx", ("abcdefgy", "abcdefgz")) is None


def test_no_file_of_nonsense_takes_long():
    assert Speller(budget=0).meant("no-powr", NAMES) is None
    assert Speller().meant("no-powr", tuple(f"name-{n}" for n in range(101))) is None


@pytest.mark.parametrize("address", ["http://[", "https://", "ftp://x.org/", "https://a b", "x"])
def test_an_address_that_nobody_can_follow_is_a_fault(address):
    assert Address().fault(address) is not None


def test_an_address_or_none_is_well():
    assert Address().fault("https://support.apple.com/") is Address().fault("") is None
