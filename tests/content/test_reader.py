"""A guide file becomes content: every value as its author wrote it, whatever YAML makes of it."""

import json

import pytest

from troubleshooter.content.reader import LARGEST_FILE, read_guide

from .faults import EXAMPLES, KETTLE, MINIMAL


def read(text):
    content, problems = read_guide(text.encode() if isinstance(text, str) else text)
    assert problems == ()
    return content


def step_with(**values):
    """The only step of the minimal guide, with values written as they are."""
    more = "".join(f", {key}: {value}" for key, value in values.items())
    return read(MINIMAL.replace("disruption: 1,", f"disruption: 1{more},")).steps[0]


def test_what_is_left_out_has_the_defaults_of_the_format():
    guide = read(MINIMAL)
    step = guide.steps[0]
    assert (guide.waiting_weight, guide.tie_band, guide.ask_margin) == (0.02, 0, 0)
    assert guide.disruption_minutes.levels() == (0, 2, 8, 20, 60)
    assert [guide.disruption_minutes[level] for level in range(1, 6)] == [0, 2, 8, 20, 60]
    assert (guide.status_page, guide.contact) == ("", "")
    assert (guide.questions, guide.messages, guide.paths, guide.handoff) == ((), (), (), ())
    assert (step.skip, step.wait_minutes, step.interrupts, step.kind) == (0, 0, "none", "fix")
    assert (step.irreversible, step.other_device, step.pinned) == (False, False, "none")
    assert (step.instructions, step.at_risk, step.before, step.requires) == ("", "", (), ())


def test_every_key_of_the_format_is_read():
    guide = read(KETTLE)
    assert guide.summary == "You switch it on, and the water stays cold.\nLet us find out why.\n"
    assert guide.disruption_minutes.levels() == (1, 3, 9, 25, 70)
    assert guide.platforms[0].versions == ("1", "1.1", "1.10", "on")
    assert guide.causes[3].unfixable
    assert guide.questions[0].gate
    assert guide.questions[0].options[1].likelihood == {"plug": 0.99, "storm": 0.98}
    assert guide.messages[0].also == ("Error 1", "Lid: open")
    assert guide.messages[0].answers == {"lamp": "no", "noise": "click"}
    variant = guide.paths[0].variants[0]
    assert (variant.from_, variant.to, variant.checked) == ("1", "1.10", "2026-11-20")
    assert variant.segments == ("Base", "[Your Name]", "Label")
    assert guide.steps[0].sources == ("https://example.org/plugs", "The box")
    assert guide.aftercare[0].reminder == "P1M"
    assert guide.questions[1].unsure == 0.05


def test_every_optional_key_of_the_format_is_in_the_kettle_guide():
    """What the faults are planted in has everything that faults can be planted in."""
    guide = read(KETTLE)
    parts = [
        guide,
        guide.platforms[0],
        guide.causes[0],
        guide.questions[0],
        guide.questions[0].options[0],
        guide.messages[0],
        guide.paths[0],
        guide.paths[0].variants[0],
        guide.steps[0],
        guide.handoff[0],
        guide.aftercare[0],
        guide.facts[0],
    ]
    for part in parts:
        unused = set(type(part).model_fields) - part.model_fields_set
        assert unused <= {"unfixable", "irreversible", "at_risk", "requires"}, part


ODD_WORDS = ["yes", "No", "on", "OFF", "true", "null", "~", "1.10", "015", "1_000", "0x10", "1e3"]


@pytest.mark.parametrize("word", [*ODD_WORDS, "2026-11-20", "12:30:45", ".inf", "=", "<<"])
def test_plain_word_stays_the_text_that_its_author_wrote(word):
    text = MINIMAL.replace("title: The door sticks", f"title: {word}").replace("[old]", f"[{word}]")
    guide = read(text)
    assert guide.title == word
    assert guide.platforms[0].versions == (word,)


@pytest.mark.parametrize(
    ("written", "number"),
    [("3", 3), ("0.5", 0.5), (".5", 0.5), ("3.", 3), ("1e1", 10), ("'4'", 4), ("+2", 2), ("-0", 0)],
)
def test_numbers_are_read_as_people_write_them(written, number):
    assert step_with(wait_minutes=written).wait_minutes == number


@pytest.mark.parametrize(
    "written", ["1_000", "0x10", "nan", ".inf", "inf", "1,5", "1e999", "", "½"]
)
def test_what_only_some_take_for_a_number_is_refused(written):
    text = MINIMAL.replace("support_minutes: 30", f"support_minutes: {written}")
    content, (problem,) = read_guide(text.encode())
    assert content is None
    assert problem.code == ("wrong-type" if written else "missing-key")
    assert (problem.place, problem.line) == ("support_minutes", 7)


@pytest.mark.parametrize("written", ["true", "True", "yes", "YES", "on", "'true'"])
def test_yes_can_be_said_in_many_ways(written):
    assert step_with(other_device=written).other_device is True


@pytest.mark.parametrize("written", ["false", "No", "off"])
def test_no_can_be_said_in_many_ways(written):
    assert step_with(other_device=written).other_device is False


@pytest.mark.parametrize("nothing", ["", "null", "~"])
def test_nothing_is_the_same_as_leaving_the_key_out(nothing):
    step = step_with(
        paths=nothing, before=nothing, skip=nothing, kind=nothing, irreversible=nothing
    )
    assert (step.paths, step.before, step.skip, step.kind) == ((), (), 0, "fix")


def test_long_titles_and_many_entries_are_welcome():
    steps = "".join(
        f"  - {{key: s{i}, title: t, minutes: 1, disruption: 1, kind: check}}\n" for i in range(500)
    )
    guide = read(MINIMAL.replace("The door sticks", "d" * 400) + steps)
    assert (len(guide.title), len(guide.steps)) == (400, 501)


def test_text_of_20_kb_and_a_file_of_1_mb_are_the_most():
    guide = read(MINIMAL.replace("It will not close.", "ä" * 10_000))
    assert len(guide.summary) == 10_000
    read(MINIMAL + "#" * (LARGEST_FILE - len(MINIMAL)))


def test_marks_of_other_editors_are_tolerated():
    guide = read(KETTLE)
    assert read(b"\xef\xbb\xbf" + KETTLE.encode()) == guide
    assert read(KETTLE.replace("\n", "\r\n")) == guide
    assert read(f"%YAML 1.2\n---\n{KETTLE}...\n") == guide


@pytest.mark.parametrize("ascii_only", [True, False])
def test_json_is_a_guide_file_too(ascii_only):
    guide = read(MINIMAL.replace("The door", "The door \U0001f6aa \\ud83d"))
    data = guide.model_dump(by_alias=True, exclude_defaults=True)
    assert read(json.dumps(data, ensure_ascii=ascii_only)) == guide


def test_block_of_one_line_is_one_line():
    text = MINIMAL.replace("[old]}", "[old]}").replace(
        "minutes: 20", "minutes: 20, before: [a saw]"
    )
    assert read(text).steps[0].before == ("a saw",)
    block = MINIMAL.split("steps:")[0] + (
        "steps:\n  - key: plane\n    title: Plane it\n    minutes: 20\n    disruption: 1\n"
        "    fixes: {swollen: 1}\n    before:\n      - >\n        a saw\n        and a plane\n"
    )
    assert read(block).steps[0].before == ("a saw and a plane",)


def test_example_files_are_what_the_tests_say_they_are():
    assert {path.name for path in EXAMPLES.glob("*.yaml")} == {"kettle.yaml", "minimal.yaml"}


MEGABYTE = 1_000_000
HOSTILE = {
    "nested lists": b"[" * 100_000,
    "nested lists in a key": b"title: " + b"[" * 100_000 + b"]" * 100_000,
    "nested mappings": b"{a: " * 100_000,
    "nested keys": b"? " * 100_000,
    "nested dashes": b"- " * 100_000,
    "keys": b"".join(b"k%d: 1\n" % i for i in range(90_000)),
    "one key": b"a:\n" * 330_000,
    "empty steps": b"steps: [" + b"{}," * 330_000 + b"]",
    "words for steps": b"steps:\n" + b"- a\n" * 240_000,
    "laughs": b"a: &a [x]\n" + b"".join(b"b%d: &b%d [*a,*a,*a]\n" % (i, i) for i in range(30_000)),
    "tags": b"title: [" + b"!a x," * 190_000 + b"]",
    "control characters": b"\x01\n" * 490_000,
    "bytes": b"\xff\n" * 490_000,
    "zeros": b"\x00" * MEGABYTE,
    "backslashes": b'"' + b"\\" * 900_000,
    "documents": b"---\n" * 240_000,
    "undefined names": MINIMAL.encode()
    + b"version_paths: ["
    + b",".join(b"n%d" % i for i in range(100_000))
    + b"]",
    "gaps": b"platforms:\n"
    + b"".join(b"- {key: p%d, name: a, versions: [1]}\n" % i for i in range(9_000))
    + b"paths:\n"
    + b"".join(b"- {key: p%d, name: a, variants: []}\n" % i for i in range(9_000)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused(name):
    """A second or so each; one that took for ever would stop the whole suite."""
    assert len(HOSTILE[name]) <= MEGABYTE
    content, problems = read_guide(HOSTILE[name])
    assert content is None
    assert 1 <= len(problems) < 3_000
