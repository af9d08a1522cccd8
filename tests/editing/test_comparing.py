"""Two contents compared: nothing that differs is left out, and nothing else is said."""

from difflib import SequenceMatcher

import pytest
from hypothesis import given, settings

from tests.content.faults import KETTLE
from tests.content.made_up_guides import guides
from tests.trying import tries
from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.editing import text_pieces
from troubleshooter.editing.comparing import compare
from troubleshooter.editing.telling import SECTIONS
from troubleshooter.editing.text_pieces import pieces


def kettle(*changes):
    text = KETTLE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    content, problems = read_guide(text.encode())
    assert content, problems
    return content


def all_fields(comparison):
    return [
        (section.heading, entry.kind, entry.name, field)
        for section in comparison.sections
        for entry in section.entries
        for field in entry.fields
    ]


def test_a_number_is_shown_from_and_to():
    found = compare(kettle(), kettle(("minutes: 1\n    wait", "minutes: 3\n    wait")))
    ((heading, kind, name, field),) = all_fields(found)
    assert (heading, kind, name) == ("Steps", "changed", "Plug it in")
    assert (field.before, field.after, field.pieces) == ("1", "3", ())


def test_a_chance_is_shown_in_people_and_its_cause_by_name():
    found = compare(kettle(), kettle(("fixes: {plug: 0.9}", "fixes: {plug: 0.25}")))
    ((*_, field),) = all_fields(found)
    assert field.before == "90 in 100 (almost always)"
    assert field.after == "25 in 100 (≈ sometimes)"
    plug = next(cause.name for cause in kettle().causes if cause.key == "plug")
    assert plug in field.what


def test_a_text_has_its_changed_words_marked():
    found = compare(kettle(), kettle(("2. Push it in.", "2. Push it in firmly.")))
    ((*_, field),) = all_fields(found)
    assert [(p.kind, p.text) for p in field.pieces if p.kind != "same"] == [
        ("out", "in."),
        ("in", "in firmly."),
    ]
    assert "".join(p.text for p in field.pieces if p.kind != "in") == field.before
    assert "".join(p.text for p in field.pieces if p.kind != "out") == field.after


def test_what_comes_goes_and_moves_is_named():
    old = kettle()
    new = old.model_copy(
        update={"facts": (), "steps": (old.steps[1], old.steps[0], *old.steps[2:])}
    )
    found = {section.heading: section for section in compare(old, new).sections}
    assert {entry.kind for entry in found["Facts"].entries} == {"removed"}
    assert len(found["Facts"].entries) == len(old.facts)
    (moved,) = found["Steps"].moved
    assert {moved.before, moved.after} == {1, 2}
    assert moved.name in {step.title for step in old.steps[:2]}
    assert not found["Steps"].entries
    back = {section.heading: section for section in compare(new, old).sections}
    assert {entry.kind for entry in back["Facts"].entries} == {"added"}


def test_what_is_added_is_told_with_what_it_says():
    old = kettle()
    new = old.model_copy(update={"steps": old.steps[1:]})
    (section,) = (s for s in compare(new, old).sections if s.heading == "Steps")
    (entry,) = section.entries
    step, said = old.steps[0], {field.what: field.after for field in entry.fields}
    assert entry.name == step.title
    assert step.instructions in said.values()
    assert not any(field.before for field in entry.fields)
    causes = {cause.key: cause.name for cause in old.causes}
    for cause in step.fixes:
        assert any(causes[cause] in what for what in said)
    assert not set(said.values()) & {step.key, *step.fixes, *step.paths}


def test_one_that_went_to_the_end_is_the_only_one_that_moved():
    old = kettle()
    new = old.model_copy(update={"causes": (*old.causes[1:], old.causes[0])})
    (section,) = compare(old, new).sections
    assert [(m.name, m.before, m.after) for m in section.moved] == [
        (old.causes[0].name, 1, len(old.causes))
    ]


@pytest.mark.parametrize(
    ("field", "value"), [("interrupts", "account"), ("kind", "workaround"), ("disruption", 4)]
)
def test_a_choice_is_said_in_words(field, value):
    old = kettle()
    step = old.steps[0].model_copy(update={field: value})
    ((*_, change),) = all_fields(
        compare(old, old.model_copy(update={"steps": (step, *old.steps[1:])}))
    )
    assert len(change.after.split()) > 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 9_000, "a b " * 4_500),
        (" ".join(map(str, range(4_000))), " ".join(map(str, reversed(range(4_000))))),
    ],
)
def test_two_long_texts_keep_nobody_waiting(before, after, monkeypatch):
    """Counted in pairs of equal words that are looked at, not in seconds."""
    pairs = []

    class Counted(SequenceMatcher):
        def get_opcodes(self):
            pairs.append(sum(len(self.b2j.get(word, ())) for word in self.a))
            return [] if pairs[-1] > text_pieces.MOST_PAIRS else super().get_opcodes()

    monkeypatch.setattr(text_pieces, "SequenceMatcher", Counted)
    found = pieces(before, after)
    assert len(pairs) == 1
    assert pairs[0] <= text_pieces.MOST_PAIRS
    assert "".join(p.text for p in found if p.kind != "in") == before
    assert "".join(p.text for p in found if p.kind != "out") == after


def test_a_changed_phrase_is_read_as_one():
    found = pieces("Tap the old button now", "Tap a new button now")
    assert [(p.kind, p.text) for p in found if p.kind != "same"] == [
        ("out", "the old"),
        ("in", "a new"),
    ]


def test_without_an_old_one_all_is_added():
    found = compare(None, kettle())
    assert {entry.kind for section in found.sections for entry in section.entries} == {"added"}


def read(guide):
    return GuideContent.model_validate(guide)


@given(guides().map(read), guides().map(read))
@settings(max_examples=tries(30), deadline=None)
def test_what_differs_is_said_and_what_is_the_same_is_not(old, other):
    """Each part of a guide in turn, put in the place of another guide's: some 600 pairs."""
    for name in type(old).model_fields:
        if name not in ("format", "key"):
            new = old.model_copy(update={name: getattr(other, name)})
            says_what_differs(old, new, name)


def says_what_differs(old, new, name):
    found = compare(old, new)
    assert found.empty == (old == new), name
    headings = {section.heading for section in found.sections}
    assert headings <= {{**SECTIONS, "translations": "Translations"}.get(name, "The guide itself")}
    back = compare(new, old)
    swapped = {(field.what, field.after, field.before) for *_, field in all_fields(back)}
    here = {(field.what, field.before, field.after) for *_, field in all_fields(found)}
    if not any("another order" in change[1] for change in here):
        assert {change[1:] for change in here} == {change[1:] for change in swapped}


def test_a_variant_is_itself_by_device_and_first_version():
    old = kettle()
    (first, *others) = old.paths[0].variants
    path = old.paths[0].model_copy(update={"variants": tuple(others)})
    found = all_fields(compare(old, old.model_copy(update={"paths": (path, *old.paths[1:])})))
    ((*_, field),) = found
    assert " › ".join(first.segments) in field.before
    assert field.after == ""
    device = next(p.name for p in old.platforms if p.key == first.platform)
    assert device in field.what


@pytest.mark.parametrize("at", [0, 1])
def test_of_two_that_are_alike_neither_is_lost(at):
    """A draft may hold two variants for the same device and version, until it is checked."""
    old = kettle()
    path, others = old.paths[0], old.paths[1:]

    def holding(*segments):
        twins = [path.variants[0].model_copy(update={"segments": (each,)}) for each in segments]
        twin = path.model_copy(update={"variants": tuple(twins)})
        return old.model_copy(update={"paths": (twin, *others)})

    before, after = ["Menu", "Tools"], ["Menu", "Tools"]
    after[at] = "Settings"
    ((*_, field),) = all_fields(compare(holding(*before), holding(*after)))
    assert (field.before, field.after) == (before[at], "Settings")
    ((*_, gone),) = all_fields(compare(holding(*before), holding(before[0])))
    assert before[1] in gone.before
    assert gone.after == ""
    assert compare(holding(*before), holding(*before)).empty


def test_an_answer_of_a_message_is_shown_by_its_label():
    old = kettle()
    question, message = old.questions[0], old.messages[0]
    one, other = (
        old.model_copy(
            update={"messages": (message.model_copy(update={"answers": {question.key: o.key}}),)}
        )
        for o in question.options[:2]
    )
    ((*_, field),) = all_fields(compare(one, other))
    assert (field.before, field.after) == tuple(o.label for o in question.options[:2])
    assert question.text in field.what
