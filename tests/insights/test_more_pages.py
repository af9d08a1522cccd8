"""The pages besides overview and step: well-formed, clean, escaped; each table with its files."""

import pytest

from tests.journeys.walking import HTMX
from troubleshooter.models import Step, Unmatched
from troubleshooter.views.insights.page_sheets import PAGES as TABLES

from .test_pages import parse
from .world import FIXED, NOT_SURE, TO_BULB, TO_PLUG, TO_SUPPORT, Visitors

PAGES = [
    "flow/?guide=lamp",
    "compare/?guide=lamp",
    "compare/?guide=lamp&with-platform=floor",
    "compare/?guide=lamp&with-since=x&with-revision=77",
    "what-if/?guide=lamp",
    "what-if/?guide=lamp&step=plug-in&change=first",
    "what-if/?guide=lamp&step=plug-in&change=move&to=x",
    "causes/?guide=lamp",
    "export/?guide=lamp",
]


@pytest.fixture(params=[0, 1, 20])
def visits(request, lamp):
    """None, three, many."""
    visitors = Visitors(lamp)
    for way in ([TO_PLUG, FIXED], [NOT_SURE, FIXED], [TO_PLUG, TO_BULB, TO_SUPPORT]):
        visitors.come(request.param, *way)
        visitors.come(request.param, *way, days=100)


@pytest.mark.parametrize("way", PAGES)
def test_pages_are_well_formed_with_one_heading_and_clean_for_the_policy(way, visits, lead):
    answer = lead.get(f"/insights/{way}")
    assert answer.status_code == 200
    tree = parse(answer)
    assert len(list(tree.iter("h1"))) == len(list(tree.iter("main"))) == 1
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        assert element.get("style") is None
        assert element.tag not in ("style", "iframe", "object")
        assert not [name for name in element.attrib if name.startswith("on")]
        for attribute in ("for", "aria-labelledby", "aria-describedby", "form"):
            assert set((element.get(attribute) or "").split()) <= set(ids), (way, attribute)


@pytest.mark.parametrize("way", PAGES)
def test_htmx_gets_the_page_s_own_main(way, visits, lead):
    text = lead.get(f"/insights/{way}", headers=HTMX).content.decode()
    assert text.lstrip().startswith("<title>")
    assert text.count("<main") == 1


def test_three_visits_show_no_share(lamp, lead):
    Visitors(lamp).come(3, TO_PLUG, FIXED)
    for way in ("flow", "compare", "causes"):
        text = lead.get(f"/insights/{way}/?guide=lamp").content.decode()
        assert '<span class="rate"><strong>' not in text


def test_what_others_typed_is_escaped(visits, lead):
    Unmatched.objects.create(day="2026-01-05", words="<script>x", times=4)
    Step.objects.update(title="<i>x")
    way = "/insights/causes/?guide=lamp&since=2026-01-01"
    text = lead.get(way).content.decode()
    assert "<script>x" not in text
    assert "&lt;script&gt;x" in text


def test_overview_and_step_lead_to_the_files_of_their_tables(lamp, lead):
    visitors = Visitors(lamp)
    visitors.come(35, TO_PLUG, FIXED)
    overview = lead.get("/insights/?guide=lamp").content.decode()
    for name in ("fixes", "over-time", "minutes"):
        assert f"/insights/export/overview/{name}.csv?guide=lamp" in overview
    step = lead.get("/insights/steps/plug-in/?guide=lamp").content.decode()
    found = [name for name, _ in TABLES["step"].tables if f"/step/{name}.json?guide=lamp" in step]
    assert set(found) >= {"funnel", "by-place", "by-platform", "by-version", "by-revision"}
    assert "/step/funnel.csv?guide=lamp&amp;step=plug-in" in step
