"""A broken guide file is refused with every fault in it, each in its place, and nothing made up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trying import tries
from troubleshooter.content.checks import check
from troubleshooter.content.problems import MOST_LISTED, Code
from troubleshooter.content.reader import LARGEST_FILE, read_guide

from .faults import FAULTS, KETTLE, MARK, MINIMAL, marked_lines, planted


def problems_of(text):
    data = text.encode() if isinstance(text, str) else text
    content, problems = read_guide(data)
    assert (content is None) == bool(problems)
    return problems


def said(problems):
    return sorted(f"{problem.code} {problem.place}" for problem in problems)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.name}: {fault.new[:30]!r}")
def test_one_fault_is_named_alone_and_in_its_place(fault):
    text = planted(fault)
    problems = problems_of(text)
    assert said(problems) == sorted(fault.expected)
    assert set(marked_lines(text)) <= {problem.line for problem in problems}


@st.composite
def faults_apart(draw):
    """Up to a dozen faults that touch different parts of the guide."""
    chosen = []
    for fault in draw(st.permutations(FAULTS)):
        if len(chosen) < 12 and all(fault.goes_with(other) for other in chosen):
            chosen.append(fault)
    return chosen


@given(faults_apart())
@settings(max_examples=tries(150), deadline=None)
def test_many_faults_are_all_named_and_nothing_else(faults):
    text = planted(*faults)
    problems = problems_of(text)
    assert said(problems) == sorted(entry for fault in faults for entry in fault.expected)
    assert set(marked_lines(text)) <= {problem.line for problem in problems}


def test_problems_come_in_the_order_of_their_lines():
    lines = [problem.line for problem in problems_of(planted(*FAULTS[1:2], *FAULTS[-1:]))]
    assert lines == sorted(lines)


def test_every_problem_says_what_is_wrong_and_what_to_do_in_a_line_or_two():
    for fault in FAULTS:
        for problem in problems_of(planted(fault)):
            for text in (problem.message, problem.remedy):
                assert text.isprintable()
                assert 10 < len(text) < 420
                assert text.endswith((".", "?")), text


NO_TREE = {
    "empty": (b"", "not-a-guide"),
    "a comment": (b"# to be written\n", "not-a-guide"),
    "a list": (b"- a\n- b\n", "not-a-guide"),
    "a word": (b"guide", "not-a-guide"),
    "too large": (KETTLE.encode() + b"#" * LARGEST_FILE, "file-too-large"),
    "UTF-16": (KETTLE.encode("utf-16"), "not-utf8"),
    "no YAML": (KETTLE.replace("title: The", "title: a: The").encode(), "not-yaml"),
    "a tab": (KETTLE.replace("  - key: steel", "\t- key: steel").encode(), "not-yaml"),
    "an open bracket": (KETTLE.replace("[label, switch]", "[label, switch").encode(), "not-yaml"),
}


@pytest.mark.parametrize("name", NO_TREE)
def test_file_without_a_guide_in_it_is_refused_as_a_whole(name):
    data, code = NO_TREE[name]
    assert said(problems_of(data)) == [f"{code} file"]


def test_second_document_is_refused_and_the_first_is_checked_all_the_same():
    text = planted(FAULTS[0]) + "---\nformat: 1\n"
    assert said(problems_of(text)) == ["several-documents file", "unknown-format format"]


def test_bytes_that_are_not_utf8_are_named_with_the_other_faults():
    data = planted(FAULTS[0]).encode().replace(b"stays cold", b"stays k\xfchl")
    problems = problems_of(data)
    assert said(problems) == ["not-utf8 file", "unknown-format format"]
    assert problems[1].line == 4


def test_control_character_in_the_file_is_named_with_the_other_faults():
    text = planted(FAULTS[0]).replace("Glass kettle", "Glass\x07 kettle")
    problems = problems_of(text)
    assert said(problems) == ["control-character file", "unknown-format format"]


def test_unclosed_quote_is_traced_to_where_it_begins():
    text = KETTLE.replace("title: The kettle stays cold", 'title: "The kettle stays cold')
    (problem,) = problems_of(text)
    assert problem.code == "not-yaml"
    assert "begins on line 4" in problem.message


def test_everything_missing_is_named():
    required = "format key title summary language support_minutes platforms causes steps"
    expected = sorted(f"missing-key {key}" for key in required.split())
    assert said(problems_of("{}")) == expected
    assert said(problems_of("null: ''")) == sorted([*expected, "unknown-key null"])


def test_nothing_follows_from_a_section_that_cannot_be_read():
    for section in ("causes", "steps", "platforms", "paths"):
        begin = KETTLE.index(f"\n{section}:") + 1
        rest = KETTLE[begin:].split("\n")
        length = next(i for i, line in enumerate(rest[1:], 1) if not line.startswith(" "))
        text = KETTLE[:begin] + f"{section}: 5 {MARK}\n" + "\n".join(rest[length:])
        (problem,) = problems_of(text)
        assert (problem.code, problem.place) == ("wrong-type", section)
        assert [problem.line] == marked_lines(text)


def test_misspelt_section_is_read_as_what_was_meant():
    text = KETTLE.replace("\ncauses:", "\ncause:").replace("share: 0.5", "share: 5")
    assert said(problems_of(text)) == [
        "missing-key causes",
        "out-of-range causes[plug].share",
        "unknown-key cause",
    ]


def test_what_lies_under_a_misspelt_key_is_said_once():
    text = MINIMAL.replace("platforms:", "platfroms:").replace("versions: [old]", "versions: [*x]")
    assert said(problems_of(text)) == [
        "missing-key platforms",
        "unknown-key platfroms",
        "yaml-alias platfroms[0].versions[0]",
    ]


def test_what_a_merge_key_would_bring_is_not_missed():
    text = MINIMAL.replace("name: Wooden door", "<<: {name: Wooden door}")
    assert text != MINIMAL
    assert said(problems_of(text)) == ["yaml-alias platforms[wood].<<"]


@pytest.mark.parametrize("texts", ["5", "[title]"])
def test_a_language_without_texts_is_named_alone(texts):
    (problem,) = problems_of(f"{MINIMAL}translations:\n  de: {texts}\n")
    assert (problem.code, problem.place) == ("wrong-type", "translations.de")
    assert problem.line == len(MINIMAL.splitlines()) + 2


def test_name_is_suggested_where_one_is_close():
    text = KETTLE.replace("fixes: {lid: 1}", "fixes: {lidd: 1}").replace("tie_band", "tie_bund")
    remedies = {problem.code: problem.remedy for problem in problems_of(text)}
    assert remedies == {
        "unknown-key": "Did you mean “tie_band”?",
        "undefined-name": "Did you mean “lid”?",
    }


def test_no_more_is_listed_than_anyone_can_read():
    problems = problems_of("\n".join(f"k{i}: 1" for i in range(3 * MOST_LISTED)))
    unknown = [problem for problem in problems if problem.code == "unknown-key"]
    assert len(unknown) == MOST_LISTED + 1
    assert "more" in unknown[-1].message


def test_every_code_can_happen():
    seen = {entry.split()[0] for fault in FAULTS for entry in fault.expected}
    seen |= {code for _, code in NO_TREE.values()} | {"several-documents"}
    seen |= {problem.code for problem in problems_of(MINIMAL.replace("share: 1", "share: 0"))}
    options = ", ".join(f"{{key: o{i}, label: a, usual: 0.125}}" for i in range(8))
    asked = f"{MINIMAL}\nquestions:\n- {{key: q, text: t, minutes: 1, options: [{options}]}}\n"
    seen |= {problem.code for problem in problems_of(asked)}
    elsewhere = {"missing-picture"}  # a file alone cannot show it: tests/content/test_pictures.py
    assert seen | elsewhere == {code.value for code in Code}
    assert all(code.meaning.endswith(".") for code in Code)


def test_content_that_did_not_come_from_a_file_has_no_lines():
    content, _ = read_guide(MINIMAL.encode())
    cause = content.causes[0].model_copy(update={"share": 2.0, "key": "Swollen"})
    problems = check(content.model_copy(update={"causes": (cause,)}))
    assert said(problems) == [
        "bad-slug causes[0].key",
        "out-of-range causes[0].share",
        "undefined-name steps[plane].fixes.swollen",
    ]
    assert {problem.line for problem in problems} == {None}
