"""Every text that a visitor reads has one place, and can be said otherwise without a trace of it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.content.faults import KETTLE
from tests.content.sample_guides import Draft, content_of, lamp_content
from tests.trying import tries
from troubleshooter.content.engine_values import editorial_parameters, engine_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.schema_translations import TranslatedText
from troubleshooter.content.texts import ACCOUNT_ROW, Foreign, is_line, said_by, texts_of
from troubleshooter.content.translating import in_language
from troubleshooter.models.translation import PLACE_LENGTH

from .made_up_guides import guides

LAMP, COMMON = lamp_content(), content_of(KETTLE.encode())


def translated(content, texts, language="de"):
    known = {place: TranslatedText(source=source, text=text) for place, source, text in texts}
    return content.model_copy(update={"translations": {language: known}})


def test_texts_stand_where_the_guide_file_has_them():
    places = dict(texts_of(COMMON))
    assert places["title"] == "The kettle stays cold"
    assert places["questions/lamp/options/yes/label"] == "Yes"
    assert places["steps/plug-in/before/1"] == "a hand: yours"
    assert places["messages/e1/also/0"] == "Error 1"
    assert places["paths/label/variants/steel/1/segments/2"] == "Label"
    assert places["paths/label/variants/glass/segments/0"] == "Base"
    assert places["paths/switch/variants/glass/8/segments/0"] == "Lid"
    assert places["paths/label/pictures/0/alt"] == "The label, with the number in its corner"


def test_a_place_has_room_in_the_database_whatever_a_version_is_called():
    draft = Draft(COMMON)
    draft["platforms"][0]["versions"] = [f"{number}{'x' * 500}" for number in (1, 2)]
    draft["paths"][0]["variants"][:2] = [
        {"platform": "steel", "from": version, "to": version, "segments": ["Handle"]}
        for version in draft["platforms"][0]["versions"]
    ]
    places = [place for place, _ in texts_of(draft.content())]
    assert max(map(len, places)) < PLACE_LENGTH
    assert len(set(places)) == len(places)


def leaves(value, path=()):
    """Every text of plain data, with the keys that lead to it."""
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*path, key))
    elif isinstance(value, list):
        for entry in value:
            yield from leaves(entry, path)
    elif isinstance(value, str) and value.strip():
        yield path, value


# What of a guide file is no text for visitors: looked up in the format's page, not in the code.
NOT_READ = {
    *("key", "language", "status_page", "contact", "version_paths", "paths", "facts", "versions"),
    *("platform", "from", "to", "confidence", "source", "checked", "kind", "interrupts", "test"),
    *("requires", "pinned", "sources", "review_by", "light", "dark", "reminder", "answers"),
}


def test_nothing_that_visitors_read_is_left_out_and_nothing_else_is_in():
    data = COMMON.model_dump(mode="json", by_alias=True, exclude={"translations"})
    names = ((path, text) for path, text in leaves(data) if text != ACCOUNT_ROW)
    read = [text for path, text in names if path[-1] not in NOT_READ and "answers" not in path]
    assert sorted(read) == sorted(text for _, text in texts_of(COMMON))


@given(guides())
@settings(max_examples=tries(20), deadline=None)
def test_each_place_is_used_once_and_saying_the_same_changes_nothing(content):
    places = [place for place, _ in texts_of(content)]
    assert len(set(places)) == len(places)
    assert said_by(content, lambda place, text: text) == content


@given(guides(), st.data())
@settings(max_examples=tries(15), deadline=None)
def test_a_translation_changes_its_own_text_and_no_other(content, data):
    texts = list(texts_of(content))
    place, source = data.draw(st.sampled_from(texts))
    changed = in_language(translated(content, [(place, source, "neu")]), "de")
    assert dict(texts_of(changed)) == {**dict(texts), place: "neu"}
    # Keys, numbers and all else: the engine sees no difference.
    assert engine_guide(changed) == engine_guide(content)
    assert editorial_parameters(changed) == editorial_parameters(content)


@given(guides())
@settings(max_examples=tries(20), deadline=None)
def test_what_a_guide_does_not_have_is_passed_over(content):
    strange = [("steps/none/title", "a", "b"), ("title/0", "a", "b"), ("key", content.key, "b")]
    said = in_language(translated(content, strange), "de")
    assert said.model_dump(exclude={"translations"}) == content.model_dump(exclude={"translations"})


def test_an_untranslated_text_knows_its_language_and_a_translated_one_does_not():
    said = in_language(translated(LAMP, [("title", LAMP.title, "Die Lampe bleibt dunkel")]), "de")
    assert said.title == "Die Lampe bleibt dunkel"
    assert not isinstance(said.title, Foreign)
    assert said.steps[0].title == "Plug it in"
    assert said.steps[0].title.language == "en"


def test_a_stale_translation_gives_way_to_the_text():
    said = in_language(translated(LAMP, [("title", "The lamp is dark", "Alt")]), "de")
    assert said.title == LAMP.title
    assert said.title.language == "en"


def test_the_nearest_language_is_taken_text_by_text():
    known = {
        "de-CH": {"title": TranslatedText(source=LAMP.title, text="CH")},
        "de-AT": {"title": TranslatedText(source=LAMP.title, text="AT")},
        "de": {
            "title": TranslatedText(source=LAMP.title, text="DE"),
            "summary": TranslatedText(source=LAMP.summary, text="DE"),
        },
    }
    content = LAMP.model_copy(update={"translations": known})
    assert (in_language(content, "de-at").title, in_language(content, "de-at").summary) == (
        "AT",
        "DE",
    )
    assert in_language(content, "de").title == "DE"
    assert in_language(content, "de-LI").title == "DE"
    assert in_language(content, "fr").title.language == "en"


def test_a_line_is_known_wherever_it_stands_in_its_list():
    draft = Draft(LAMP)
    label, ready = "paths/switch/variants/desk/1.10/segments/1", "steps/new-bulb/before/0"
    draft["translations"] = {
        "de": {
            label: {"source": "Slider", "text": "Schieber"},
            ready: {"source": "a new bulb", "text": "eine neue Birne"},
        }
    }
    draft.step("new-bulb")["before"] = ["a ladder", "a new bulb"]
    (path,) = (path for path in draft["paths"] if path["key"] == "switch")
    new = {**path["variants"][1], "from": "2", "segments": ["Slider", "Cable"]}
    path["variants"][1]["to"] = "1.10"
    path["variants"].append(new)
    said = dict(texts_of(in_language(draft.content(), "de")))
    assert said["steps/new-bulb/before/1"] == "eine neue Birne"
    assert said["steps/new-bulb/before/0"] == "a ladder"
    assert said[label] == "Schieber"
    assert said["paths/switch/variants/desk/2/segments/0"] == "Schieber"
    # In another list the same words may be others.
    assert said["paths/switch/variants/desk/2/segments/1"].language == "en"


def test_readers_of_the_guides_own_language_read_the_guide():
    content = translated(LAMP, [("title", LAMP.title, "colour")], "en-GB")
    assert in_language(content, "en") is content
    assert in_language(content, "en-us") is content
    british = in_language(content, "en-gb")
    assert british.title == "colour"
    assert not isinstance(british.summary, Foreign)


def test_the_account_row_stays_a_sign():
    places = dict(texts_of(LAMP))
    assert "paths/switch/variants/desk/segments/0" not in places
    said = in_language(LAMP, "de")
    segments = said.paths[0].variants[0].segments
    assert segments[0] == ACCOUNT_ROW
    assert not isinstance(segments[0], Foreign)
    assert isinstance(segments[1], Foreign)


def test_one_line_texts_are_those_in_lists():
    lines = {place for place, text in texts_of(COMMON) if is_line(place)}
    data = GuideContent.model_json_schema(by_alias=True)["$defs"]
    listed = {
        name
        for part in data.values()
        for name, field in part["properties"].items()
        if field.get("items", {}).get("type") == "string" and name not in NOT_READ
    }
    assert {place.split("/")[-2] for place in lines} == listed
