"""Tables as files: the page's own values, safe for spreadsheets, for those who may see them."""

import csv
import io
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from troubleshooter.statistics.exports.files import as_csv, as_json, fields_of
from troubleshooter.statistics.exports.safe import safe_text
from troubleshooter.statistics.figures.names import Named
from troubleshooter.statistics.figures.sheets import Kind, sheet
from troubleshooter.statistics.measures import Estimate, Interval, change, rate
from troubleshooter.views.insights.page_sheets import PAGES

from .world import FIXED, NOT_SURE, TO_BULB, TO_PLUG, TO_SUPPORT, Visitors

SIGNS = ("=", "+", "-", "@", "\t", "\r")
STEP = Named(node="step", key="a", title="=cmd()", kind="fix", minutes=1, here=True)
CELLS = {
    Kind.TEXT: st.text(),
    Kind.NODE: st.just(STEP),
    Kind.COUNT: st.integers(0, 10**9),
    Kind.NUMBER: st.floats(-9, 9),
    Kind.SHARE: st.floats(0, 1),
    Kind.DAY: st.dates(),
    Kind.RATE: st.integers(0, 60).map(lambda n: rate(n // 2, n)),
    Kind.ESTIMATE: st.just(Estimate(value=0.5, interval=Interval(low=0.2, high=0.7))),
    Kind.CHANGE: st.integers(0, 60).map(lambda n: change(rate(n // 3, n), rate(n // 2, n))),
}
ROWS = st.lists(st.tuples(*(st.none() | cells for cells in CELLS.values())), max_size=4)


def made(rows):
    return sheet("x", "X", [(f"c-{kind}", kind, kind) for kind in CELLS], rows)


def read_csv(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("sign", [*SIGNS, "\n", "＝"])
def test_what_could_begin_a_formula_is_quoted(sign):
    assert safe_text(f"{sign}1+1") == f"'{sign}1+1"
    assert safe_text(f"a{sign}") == f"a{sign}"


@given(ROWS)
def test_no_text_of_a_file_begins_a_formula_and_numbers_stay(rows):
    table = made(rows)
    head, *lines = read_csv(as_csv(table))
    types = [field.type for field in fields_of(table)]
    assert head == [field.name for field in fields_of(table)]
    for line in lines:
        for type_, value in zip(types, line, strict=True):
            if type_ in ("text", "day"):
                assert not value.startswith(SIGNS)
            elif value and type_ != "boolean":
                float(value)


@given(ROWS)
def test_both_files_hold_the_same(rows):
    table = made(rows)
    head, *lines = read_csv(as_csv(table))
    told = json.loads(as_json(table, {}))
    assert [one["name"] for one in told["columns"]] == head
    assert len(told["rows"]) == len(lines) == len(rows)
    for row, line in zip(told["rows"], lines, strict=True):
        for value, text in zip(row.values(), line, strict=True):
            assert text == written(value)


def written(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return safe_text(value) if isinstance(value, str) else str(value)


@pytest.mark.parametrize(
    ("of", "share", "low"), [(9, False, False), (29, False, True), (30, True, True)]
)
def test_what_a_page_may_not_show_is_not_in_the_file(of, share, low):
    table = sheet("x", "X", [("r", "r", Kind.RATE)], [(rate(3, of),)])
    (row,) = json.loads(as_json(table, {}))["rows"]
    assert (row["r_times"], row["r_of"]) == (3, of)
    assert (row["r_share"] is not None, row["r_low"] is not None) == (share, low)


@pytest.fixture
def visits(lamp):
    visitors = Visitors(lamp)
    visitors.come(35, TO_PLUG, FIXED)
    visitors.come(11, NOT_SURE, TO_BULB, TO_SUPPORT, platform="floor")
    visitors.come(12, TO_PLUG, FIXED, days=100)


def address(page, table, form="csv"):
    step = "&step=plug-in" if page == "step" else ""
    return f"/insights/export/{page}/{table}.{form}?guide=lamp{step}"


@pytest.mark.parametrize("where", sorted(PAGES.keys() - {"what-if"}))  # worked out first
@pytest.mark.parametrize("form", ["csv", "json"])
def test_every_table_that_is_listed_is_there_and_nobody_keeps_it(where, form, visits, lead):
    for name, title in PAGES[where].tables:
        answer = lead.get(address(where, name, form))
        assert answer.status_code == 200
        assert answer["Content-Disposition"].startswith(
            f'attachment; filename="lamp-{where}-{name}'
        )
        assert answer["Content-Disposition"].endswith(f'.{form}"')
        assert "no-store" in answer["Cache-Control"]
        if form == "json":
            assert json.loads(answer.content)["title"] == title


@pytest.mark.parametrize("where", ["flow", "compare", "causes"])
def test_page_and_file_hold_the_same_rows(where, visits, lead):
    context = lead.get(f"/insights/{where}/?guide=lamp").context
    assert set(context["sheets"]) == {name for name, _ in PAGES[where].tables}
    for name, table in context["sheets"].items():
        assert read_csv(lead.get(address(where, name)).content.decode()) == read_csv(as_csv(table))


@pytest.mark.parametrize("where", ["flow", "compare", "causes"])
def test_each_table_of_a_page_leads_to_its_files(where, visits, lead):
    text = lead.get(f"/insights/{where}/?guide=lamp&platform=desk").content.decode()
    for name, _ in PAGES[where].tables:
        if f'aria-label="Table: {dict(PAGES[where].tables)[name]}"' in text:
            for form in ("csv", "json"):
                way = f"/insights/export/{where}/{name}.{form}?guide=lamp&amp;platform=desk"
                assert way in text


@pytest.mark.parametrize(
    "wrong",
    ["flow/nothing.csv", "nothing/ways.csv", "flow/ways.xlsx", "step/funnel.csv", "events.xml"],
)
def test_what_is_not_there_is_not_found(wrong, lamp, lead):
    assert lead.get(f"/insights/export/{wrong}?guide=lamp").status_code == 404


def test_others_get_no_file(visits, client, django_user_model):
    ways = ["/insights/export/events.csv?guide=lamp", address("flow", "ways")]
    for way in ways:
        assert client.get(way)["Location"].startswith("/insights/login/")
    client.force_login(django_user_model.objects.create_user("someone", is_staff=True))
    assert [client.get(way).status_code for way in ways] == [403, 403]


def test_a_table_says_which_visits_it_is_about(visits, lead):
    way = address("flow", "ways", "json") + "&platform=desk&since=2026-01-01&until=2026-01-31"
    told = json.loads(lead.get(way).content)["asked"]
    assert (told["guide"], told["platform"]) == ("lamp", "desk")
    assert (told["since"], told["until"]) == ("2026-01-01", str(date(2026, 1, 31)))


def test_queries_are_as_many_whatever_the_number_of_visits(
    lamp, lead, django_assert_max_num_queries
):
    visitors, counted = Visitors(lamp), {}
    visitors.come(2, TO_PLUG, FIXED)
    lead.get("/insights/flow/?guide=lamp")
    for more in (0, 60):
        visitors.come(more, TO_PLUG, TO_BULB, TO_SUPPORT)
        for page in ("flow", "compare", "causes", "export"):
            with django_assert_max_num_queries(80) as captured:
                lead.get(f"/insights/{page}/?guide=lamp")
            counted.setdefault(page, []).append(len(captured))
    assert {page: first - last for page, (first, last) in counted.items() if first < last} == {}
