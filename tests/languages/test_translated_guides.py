"""A guide is read in the reader's language as far as it is translated, and the rest is marked."""

import html5lib
import pytest
from django.test import Client

from tests.conftest import GUIDES, publish_file
from troubleshooter.content import catalogue
from troubleshooter.content.publishing import publish
from troubleshooter.models import Event, Guide, Translation, Visit

XHTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def torch(db):
    return publish_file(GUIDES / "torch.yaml")


def reader(language):
    client = Client(headers={"accept-language": language})
    client.post("/guides/torch/start/", {"platform": "hand", "version": "2"})
    return client


class Page:
    """What of a page is in which language: `own` in the page's, `foreign` by language."""

    def __init__(self, answer):
        assert answer.status_code == 200
        self.html = answer.content.decode()
        tree = html5lib.parse(self.html, treebuilder="etree")
        self.language = tree.get("lang")
        (self.main,) = tree.iter(f"{XHTML}main")
        self.own, self.foreign = "", []
        self._read(self.main, None)
        self.tells = [e for e in self.main.iter() if "data-untranslated" in e.attrib]

    def _read(self, element, language):
        language = element.get("lang", language)
        if element.get("lang"):
            words = " ".join("".join(element.itertext()).split())
            self.foreign.append((language, element.get("dir"), words))
        if language is None:
            self.own += element.text or ""
        for child in element:
            self._read(child, language)
            if language is None:
                self.own += child.tail or ""


def get(client, address, **headers):
    return Page(client.get(f"/guides/torch/{address}", headers=headers))


def test_what_is_translated_is_in_the_language_of_the_page_and_unmarked(torch):
    page = get(reader("de"), "questions/faint/")
    assert page.language == "de"
    assert page.foreign == []
    assert page.tells == []
    for text in ("Glimmt sie schwach?", "Dunkeln", "Ja", "Nein", "Griff", "Schieber"):
        assert text in page.own


def test_what_is_not_or_not_any_more_is_marked_with_its_own_language_and_told_once(torch):
    page = get(reader("de"), "steps/new-battery/")
    assert "Leg eine neue Batterie ein" in page.own
    assert "Öffne" not in page.html
    assert page.foreign == [
        ("en", "ltr", "Open the lid. Put the battery in."),
        ("en", "ltr", "The torch is bright."),
    ]
    (line,) = page.tells
    assert page.main[0] is line


def test_a_language_that_runs_the_other_way_keeps_the_rest_in_its_own_direction(torch):
    page = get(reader("ar"), "questions/faint/")
    assert page.language == "ar"
    assert "هل يضيء بشكل خافت؟" in page.own
    assert ("en", "ltr", "Yes") in page.foreign
    assert len(page.tells) == 1


def test_a_region_reads_its_language(torch):
    assert "Glimmt" in get(reader("de-AT"), "questions/faint/").own


def test_in_its_own_language_nothing_is_marked(torch):
    for address in ("", "questions/faint/", "steps/new-battery/", "answers/", "support/"):
        page = get(reader("en"), address)
        assert (page.foreign, page.tells) == ([], [])


def test_a_fragment_tells_it_inside_what_is_exchanged(torch):
    client = reader("de")
    answer = client.get("/guides/torch/steps/new-bulb/", headers={"HX-Request": "true"})
    html = answer.content.decode()
    assert html.count("data-untranslated") == 1
    assert html.index("<main") < html.index("data-untranslated") < html.index("<h1")


def test_the_first_page_is_in_the_language_as_well(torch):
    page = Page(Client(headers={"accept-language": "de"}).get("/"))
    assert "Die Taschenlampe bleibt dunkel" in page.own
    assert page.tells == []
    page = Page(Client(headers={"accept-language": "ar"}).get("/"))
    assert page.foreign == [("en", "ltr", "You switch it on and nothing happens.")]
    assert len(page.tells) == 1


def walk(client):
    client.post("/guides/torch/questions/faint/", {"option": "no"})
    client.post("/guides/torch/steps/new-bulb/", {"result": "no_help"})
    client.post("/guides/torch/questions/faint/", {"option": "yes"})
    client.post("/guides/torch/steps/new-battery/", {"result": "fixed"})


def test_a_visit_goes_and_is_recorded_the_same_in_every_language(torch):
    for language in ("en", "de", "ar"):
        walk(reader(language))
    told = [
        [
            {
                name: value
                for name, value in event.items()
                if name not in ("id", "visit_id", "at", "page_at", "shown_at")
            }
            for event in Event.objects.filter(visit=visit).order_by("sequence").values()
        ]
        for visit in Visit.objects.order_by("pk")
    ]
    assert len(told) == 3
    assert len(told[0]) > 4
    assert told[0] == told[1] == told[2]


def test_a_visit_stays_with_the_translations_of_its_revision(torch):
    before = reader("de")
    Translation.objects.filter(language="de").delete()
    publish(Guide.objects.get(key="torch"))
    assert "Glimmt" in get(before, "questions/faint/").own
    assert "Glimmt" not in get(reader("de"), "questions/faint/").html


def test_statistics_and_engine_read_the_guide_as_it_is_written(torch):
    published = catalogue.published(Guide.objects.get(key="torch").live_revision_id)
    german = published.in_language("de")
    assert german is published.in_language("de")
    assert german.engine is published.engine
    assert published.content.title == "The torch stays dark"
    assert german.original is published


@pytest.mark.parametrize("words", ["Batterie schwach", "Low Battery"])
def test_it_is_found_by_the_words_of_either_language(torch, words):
    page = Page(Client(headers={"accept-language": "de"}).get("/", {"q": words}))
    assert "Batterie schwach" in page.own
