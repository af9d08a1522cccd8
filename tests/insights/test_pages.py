"""The pages themselves: well-formed, clean, escaped, and true to an independent count of the visits."""

import re
from datetime import timedelta

import html5lib
import pytest
from django.test import Client
from django.utils import timezone

from tests.conftest import GUIDES, publish_file
from tests.journeys.walking import HTMX, fixed_at, nothing_helps, walk
from tests.snapshots import Snapshot
from troubleshooter.models import Event, Occasion, Step, Visit

pytestmark = pytest.mark.django_db
NARROW = "\u202f"
PAGES = [
    "/insights/?guide=lamp",
    "/insights/?guide=lamp&sort=rate",
    "/insights/?guide=lamp&sort=adjusted",
    "/insights/?guide=lamp&sort=left&include=outage",
    "/insights/?guide=lamp&simulated=1",
    "/insights/?guide=lamp&since=2001-01-01&until=2001-02-01",
    "/insights/?guide=nowhere&since=x&revision=77",
    "/insights/steps/plug-in/",
    "/insights/steps/new-bulb/?platform=floor",
    "/insights/definitions/",
]


def came(times, way):
    for _ in range(times):
        client = Client()
        client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
        walk(client, "lamp", way)


def slowly():
    """As people do it: half a minute for each page."""
    events = list(Event.objects.all())
    for event in events:
        event.at += timedelta(seconds=30 * event.sequence)
        event.page_seconds, event.unread = 30, False
    Event.objects.bulk_update(events, ["at", "page_seconds", "unread"])


def twelve_visits():
    """And one that is over before anything was said."""
    came(7, fixed_at("plug-in"))
    came(3, fixed_at("new-bulb"))
    came(2, nothing_helps)
    Client().post("/guides/lamp/start/", {})
    slowly()
    Occasion.objects.create(kind="outage", day=timezone.localdate(), words="<b>Down</b>")


VISITS = Snapshot(twelve_visits)


@pytest.fixture
def visits(lamp):
    VISITS.put()


@pytest.fixture(params=["nobody", "some"])
def state(request, lamp):
    if request.param == "some":
        request.getfixturevalue("visits")


def parse(response):
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(response.content.decode())


@pytest.mark.parametrize("where", PAGES)
def test_pages_are_well_formed_with_one_heading_and_clean_for_the_policy(where, state, lead):
    answer = lead.get(where)
    assert answer.status_code == 200
    tree = parse(answer)
    assert len(list(tree.iter("h1"))) == len(list(tree.iter("main"))) == 1
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    for element in tree.iter():
        assert element.get("style") is None
        assert element.tag not in ("style", "iframe", "object")
        assert not [name for name in element.attrib if name.startswith("on")]
        for attribute in ("for", "aria-labelledby", "aria-describedby"):
            assert set((element.get(attribute) or "").split()) <= set(ids), (where, attribute)
    assert all(script.get("src") for script in tree.iter("script"))


@pytest.mark.parametrize("where", PAGES)
def test_a_fragment_is_the_page_s_own_main(where, state, lead):
    whole = parse(lead.get(where))
    answer = lead.get(where, headers=HTMX)
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    roots = parser.parseFragment(answer.content.decode())
    assert [child.tag for child in roots] == ["title", "main"]
    assert roots[1].get("id") == next(whole.iter("main")).get("id")
    assert "HX-Request" in answer["Vary"]


def shown(lead, where="/insights/?guide=lamp"):
    return lead.get(where).context["found"]


def test_the_numbers_are_those_of_the_events(visits, lead):
    """Counted again from the raw rows, in another way."""
    found = shown(lead)
    outcomes = list(Visit.objects.values_list("outcome", flat=True))
    assert found.counted.visits == len(outcomes) == 13
    assert found.ends.visits.resolved == outcomes.count("resolved") == 10
    assert found.ends.visits.handed_over == outcomes.count("handed_over")
    for row in found.league.rows:
        said = Event.objects.filter(node="step", key=row.step.key)
        assert row.share.times == said.filter(value="fixed").values("visit").distinct().count()
        assert row.share.of == 10
        tried = said.filter(value__in=("fixed", "no_help")).values("visit").distinct().count()
        assert row.tried.of == tried


def test_twelve_visits_show_counts_and_intervals_but_no_rate(visits, lead):
    text = lead.get("/insights/?guide=lamp").content.decode()
    league = re.search(r'<section aria-labelledby="league">.*?</section>', text, re.S)[0]
    assert not re.search(r"<strong>\d+ %</strong>", league)
    assert "7 of 10" in re.sub(r"\s+", " ", league)


def test_what_staff_wrote_is_escaped(visits, lead, tmp_path):
    hostile = (
        (GUIDES / "lamp.yaml")
        .read_text()
        .replace("title: Plug it in", "title: <script>bad()</script>")
    )
    path = tmp_path / "lamp.yaml"
    path.write_text(hostile)
    publish_file(path)
    for where in ("/insights/?guide=lamp", "/insights/steps/plug-in/?guide=lamp"):
        text = lead.get(where).content.decode()
        assert "&lt;script&gt;bad()" in text
        assert "<script>" not in text
        assert "<b>Down" not in text
    assert "&lt;b&gt;Down" in lead.get("/insights/?guide=lamp").content.decode()


def test_what_was_typed_for_support_is_nowhere(visits, lead):
    Visit.objects.update(handoff={"message": "my secret words"})
    for where in PAGES:
        assert b"my secret words" not in lead.get(where).content


def test_editors_get_the_way_to_the_step_and_leads_do_not(visits, lead, django_user_model):
    step = Step.objects.get(guide__key="lamp", key="plug-in")
    edit = f"/admin/troubleshooter/step/{step.pk}/change/".encode()
    assert edit not in lead.get("/insights/steps/plug-in/?guide=lamp").content
    chief = Client()
    chief.force_login(django_user_model.objects.create_superuser("chief"))
    assert edit in chief.get("/insights/steps/plug-in/?guide=lamp").content
    page = lead.get("/insights/?guide=lamp").content
    for theirs in (b"/admin/second-factor/", b"/admin/sessions/"):
        page = page.replace(theirs, b"")
    assert b"/admin/" not in page


def test_a_step_that_the_guide_never_had_is_not_found(visits, lead):
    assert lead.get("/insights/steps/nowhere/?guide=lamp").status_code == 404


def test_a_step_that_the_guide_has_no_more_is_still_told_of(visits, lead, tmp_path):
    text = (GUIDES / "lamp.yaml").read_text()
    start, end = text.index("  - key: candle"), text.index("handoff:")
    path = tmp_path / "lamp.yaml"
    path.write_text(text[:start] + text[end:])
    publish_file(path)
    page = lead.get("/insights/steps/candle/?guide=lamp")
    assert page.status_code == 200
    assert not page.context["found"].named.here
    assert page.context["found"].named.title == "Light a candle"


def test_excluded_visits_are_counted_in_the_open_and_can_be_counted_in(visits, lead):
    Visit.objects.filter(pk__in=Visit.objects.values("pk")[:4]).update(begun_by="staff")
    without, within = shown(lead), shown(lead, "/insights/?guide=lamp&include=staff")
    assert (without.counted.visits, without.counted.left_out) == (9, 4)
    assert (within.counted.visits, within.counted.left_out) == (13, 0)
    assert b"include=staff" in lead.get("/insights/?guide=lamp").content


def test_every_word_that_is_linked_is_defined(visits, lead):
    defined = set(re.findall(r' id="([^"]+)"', lead.get("/insights/definitions/").content.decode()))
    linked = set()
    for where in PAGES:
        linked |= set(re.findall(r"/definitions/#([\w-]+)", lead.get(where).content.decode()))
    assert len(linked) > 8
    assert linked <= defined
