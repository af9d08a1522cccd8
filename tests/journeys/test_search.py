"""Search finds a guide by the words on the screen, by its subject and by a symptom."""

import pytest

from tests.conftest import GUIDES, SHIPPED
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.reader import read_guide
from troubleshooter.content.search import MOST_HITS, search


@pytest.fixture(scope="module")
def guides():
    files = [*SHIPPED.glob("*.yaml"), GUIDES / "lamp.yaml"]
    contents = [read_guide(file.read_bytes())[0] for file in files]
    return [
        PublishedGuide(revision_id=n, number=1, content=content)
        for n, content in enumerate(contents)
    ]


def best(guides, query):
    hits = search(guides, query)
    return (hits[0].kind, hits[0].guide.key) if hits else None


@pytest.mark.parametrize(
    ("query", "kind", "guide"),
    [
        ("Not Enough iCloud Storage", "message", "icloud-backup"),
        ("not enough storage", "message", "icloud-backup"),
        ("the last backup could not be completed", "message", "icloud-backup"),
        (
            "my phone says: The last backup could not be completed!! help",
            "message",
            "icloud-backup",
        ),
        ("no power", "message", "lamp"),
        ("POWER LOST", "message", "lamp"),
        ("lamp stays dark", "guide", "lamp"),
    ],
)
def test_the_words_on_the_screen_find_their_message(guides, query, kind, guide):
    assert best(guides, query) == (kind, guide)


@pytest.mark.parametrize("query", ["", "   ", "?!", "zzzz qqqq"])
def test_nothing_is_found_for_nothing(guides, query):
    assert search(guides, query) == ()


def test_results_come_while_one_types(guides):
    assert best(guides, "lamp sta")[1] == "lamp"


def test_an_exact_message_is_not_buried_among_weak_hits(guides):
    hits = search(guides, "the last backup could not be completed")
    assert hits[0].kind == "message"
    assert len(hits) <= 3


def test_no_more_than_a_phone_can_show(guides):
    assert len(search(guides, "backup iCloud storage printer lamp")) <= MOST_HITS


@pytest.mark.django_db
def test_a_hit_leads_to_the_guide_with_the_message_picked(lamp, client):
    page = client.get("/", {"q": "power lost"}).content.decode()
    assert "/guides/lamp/?message=no-power" in page
    page = client.get("/guides/lamp/?message=no-power").content.decode()
    assert '<option value="no-power" selected>' in page


@pytest.mark.django_db
def test_what_was_typed_is_shown_as_text(lamp, client):
    page = client.get("/", {"q": "<script>alert(1)</script>\0"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
