"""Many hands at once: one event each, one revision per visit, no error."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.content.publishing import publish
from troubleshooter.models import Event, Guide, Step, Visit

from .walking import fixed_at, walk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamp():
    return publish_file(GUIDES / "lamp.yaml")


def together(work, arguments, workers=8):
    def closing(argument):
        try:
            return work(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(closing, arguments))


def same_visitor(client):
    twin = Client()
    twin.cookies = client.cookies.copy()
    return twin


@pytest.mark.parametrize(
    ("address", "data", "kind"),
    [
        ("questions/others", {"option": "yes"}, "answered"),
        ("steps/plug-in", {"result": "no_help"}, "result"),
        ("paths/switch/not-found", {}, "path_not_found"),
        ("support", {"hand_over": "1"}, "handed_over"),
    ],
)
def test_twenty_identical_posts_leave_one_event(lamp, address, data, kind):
    client = Client()
    client.post("/guides/lamp/start/", {})

    def post(_):
        return same_visitor(client).post(f"/guides/lamp/{address}/", data).status_code

    assert set(together(post, range(20))) == {302}
    said = Event.objects.exclude(kind="started")
    assert list(said.values_list("kind", flat=True)) == [kind]


def test_different_posts_at_once_leave_no_gap_and_no_double(lamp):
    client = Client()
    client.post("/guides/lamp/start/", {})
    results = ["no_help", "could_not", "not_found", "waiting"] * 5

    def post(result):
        return same_visitor(client).post("/guides/lamp/steps/plug-in/", {"result": result})

    assert {r.status_code for r in together(post, results)} == {302}
    sequences = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert sequences == list(range(1, len(sequences) + 1))


def test_publishing_during_visits_changes_none_of_them(lamp):
    """50 publishes while 50 people walk: each stays on the revision it began with."""

    def act(number):
        if number % 2:
            Step.objects.filter(key="plug-in").update(title=f"Plug it in, {number}")
            return publish(Guide.objects.get()).created
        client = Client()
        client.post("/guides/lamp/start/", {})
        pages = walk(client, "lamp", fixed_at("rewire"))
        return {(p.status, p.hooks["revision"]) for p in pages}

    results = together(act, range(100))
    seen = [r for r in results if isinstance(r, set)]
    created = results.count(True)
    assert len(seen) == 50
    assert Guide.objects.get().live_revision.number == 1 + created > 25
    assert all(len(pages) == 1 and next(iter(pages))[0] == 200 for pages in seen)
    for visit in Visit.objects.all():
        assert set(visit.events.values_list("revision_id", flat=True)) == {visit.revision_id}
