"""The search looks at few texts in full, lays a guide out once, and takes whatever is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import GUIDES, SHIPPED
from troubleshooter.content.catalogue import PublishedGuide
from troubleshooter.content.reader import read_guide
from troubleshooter.content.search import LONGEST_QUERY, MOST_HITS, asking, hits, search
from troubleshooter.content.search.index import index_of
from troubleshooter.content.search.likeness import terms_of
from troubleshooter.content.search.words import words_of

FILES = [*sorted(SHIPPED.glob("*.yaml")), GUIDES / "lamp.yaml"]
CONTENTS = [read_guide(file.read_bytes())[0] for file in FILES]
CAST = [PublishedGuide(revision_id=n, number=1, content=c) for n, c in enumerate(CONTENTS, 1)]
LAMP = CONTENTS[-1]


def many(number):
    """So many guides about lamps, each of a place of its own."""
    titles = [f"The lamp in house {n} stays dark" for n in range(number)]
    guides = [
        LAMP.model_copy(update={"key": f"lamp-{n}", "title": t}) for n, t in enumerate(titles)
    ]
    return [PublishedGuide(revision_id=n, number=1, content=c) for n, c in enumerate(guides, 1)]


def test_however_many_guides_there_are_few_texts_are_weighed_in_full(monkeypatch):
    weighed = []
    weigh = asking._hit
    monkeypatch.setattr(asking, "_hit", lambda *of: weighed.append(of[2]) or weigh(*of))
    guides = many(500)
    assert len(index_of(guides).texts) > 10 * asking.MOST_WEIGHED
    assert search(guides, "it says power lost")[0].key == "no-power"
    assert 0 < len(weighed) == len(set(weighed)) <= asking.MOST_WEIGHED


def test_the_one_of_500_that_is_meant_is_first():
    assert search(many(500), "lamp in house 321 dark")[0].guide.key == "lamp-321"


def test_a_guide_is_read_once_and_another_revision_of_it_anew(monkeypatch):
    read = []
    texts = hits._texts
    monkeypatch.setattr(hits, "_texts", lambda guide: read.append(guide.key) or texts(guide))
    guides = many(3)
    assert search(guides, "house 1") == search(guides, "house 1")
    assert index_of(guides) is index_of(tuple(guides))
    renamed = LAMP.model_copy(update={"key": "lamp-1", "title": "The torch stays dark"})
    guides[1] = PublishedGuide(revision_id=2, number=2, content=renamed)
    assert search(guides, "torch")[0].guide is guides[1]
    assert read == ["lamp-0", "lamp-1", "lamp-2", "lamp-1"]


def test_what_the_index_says_of_its_texts_is_so():
    index = index_of(CAST)
    for number, text in enumerate(index.texts):
        words = {index.vocabulary[word] for word in index.of_text[number]}
        assert words == set(text.words)
        rarities = [index.rarity[index.numbers[word]] for word in words]
        assert index.weight[number] == pytest.approx(sum(rarities), rel=1e-4)
    for word, number in index.numbers.items():
        having = [n for n, text in enumerate(index.texts) if word in text.words]
        assert index.postings[number].tolist() == having
    assert list(index.alphabet) == sorted(index.numbers)


WORDINGS = [
    (guide.key, message.key, wording)
    for guide in CAST
    for message in guide.content.messages
    for wording in (message.text, *message.also)
]


def test_every_wording_of_every_message_finds_it_among_the_first_three():
    """Two messages may share a wording, so not every one is first."""
    for guide, message, wording in WORDINGS:
        found = [(hit.guide.key, hit.key) for hit in search(CAST, wording)[:3]]
        assert (guide, message) in found, wording


@given(st.text(max_size=250))
def test_whatever_is_typed_is_answered(query):
    found = search(CAST, query)
    assert len(found) <= MOST_HITS
    assert list(found) == sorted(found, key=lambda hit: -hit.score)
    assert len({(hit.guide.key, hit.kind, hit.key) for hit in found}) == len(found)


@given(st.text(max_size=60))
def test_words_are_the_same_when_taken_again(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.sampled_from(["completed", "storage", "unavailable", "responding"]), st.data())
def test_a_word_with_one_wrong_letter_is_still_that_word(word, data):
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("bkqxz"))
    index = index_of(CAST)
    (term,) = terms_of(index, words_of(word[:at] + letter + word[at + 1 :]))
    assert term.like[index.numbers[words_of(word)[0]]] > 0.6


def test_who_reads_in_another_language_finds_by_the_words_of_both():
    """A German reader may hold a lamp that speaks English."""
    (message,) = LAMP.messages
    said = message.model_copy(update={"text": "Kein Strom", "also": ("Strom weg",)})
    german = LAMP.model_copy(update={"title": "Die Lampe bleibt dunkel", "messages": (said,)})
    original = PublishedGuide(revision_id=1, number=1, content=LAMP)
    read = PublishedGuide(revision_id=1, number=1, content=german, original=original)
    for query in ("power lost", "kein strohm"):
        (hit, *_) = search([read], query)
        assert (hit.guide, hit.key, hit.text) == (read, "no-power", "Kein Strom")
    assert search([read], "lamp dark")[0].text == "Die Lampe bleibt dunkel"


def test_a_pasted_page_is_cut_and_an_empty_portal_finds_nothing():
    assert search(CAST, "printer offline " + "x" * 10_000)
    assert not search(CAST, "?" * LONGEST_QUERY + "printer offline")
    assert search([], "printer offline") == ()
