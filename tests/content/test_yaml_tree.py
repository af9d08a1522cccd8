"""YAML becomes plain values that know their lines; what is dangerous or doubtful in it is named."""

import pytest

from troubleshooter.content.places import line
from troubleshooter.content.yaml_tree import DEEPEST, Unreadable, read_tree

ALL_KINDS = """\
a: 1
b:
  - x
  - y: no

  - "z"
c: {d: [e, f],
    g: }
h: |
  text
"""


def codes(text):
    return [(finding.code.value, finding.loc, finding.line) for finding in read_tree(text).findings]


def test_values_stay_text_and_empty_ones_are_none():
    tree = read_tree(ALL_KINDS)
    assert tree.findings == []
    assert tree.root == {
        "a": "1",
        "b": ["x", {"y": "no"}, "z"],
        "c": {"d": ["e", "f"], "g": None},
        "h": "text\n",
    }


def test_every_key_and_entry_knows_its_line():
    root = read_tree(ALL_KINDS).root
    assert root.lines == {"a": 1, "b": 2, "c": 7, "h": 9}
    assert root["b"].lines == [3, 4, 6]
    assert root["c"].lines == {"d": 7, "g": 8}
    assert (root.line, root["b"].line, root["b"][1].line) == (1, 3, 4)


@pytest.mark.parametrize(
    ("loc", "expected"),
    [
        ((), 1),
        (("b",), 2),
        (("b", 1, "y"), 4),
        (("b", 2, "deeper", 7), 6),
        (("b", 9), 2),
        (("c", "elsewhere"), 7),
        (("c", "g", "deeper"), 8),
    ],
)
def test_a_place_that_the_file_does_not_have_is_on_the_line_of_what_is_around_it(loc, expected):
    assert line(loc, read_tree(ALL_KINDS).root) == expected


def test_quoted_nothing_is_text():
    assert read_tree("a: ''").root == {"a": ""}


def test_first_of_two_equal_keys_is_kept():
    tree = read_tree("a: 1\nb: 2\na: {c: 3}\n")
    assert tree.root == {"a": "1", "b": "2"}
    assert codes("a: 1\nb: 2\na: {c: 3}\n") == [("duplicate-key", ("a",), 3)]


def test_equal_keys_are_found_at_every_depth():
    assert codes("a:\n  - {b: 1, c: {d: 1, d: 2}}\n") == [("duplicate-key", ("a", 0, "c", "d"), 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x 1\nb: *x", [("yaml-alias", ("a",), 1), ("yaml-alias", ("b",), 2)]),
        ("a: [1, *x]", [("yaml-alias", ("a", 1), 1)]),
        ("a: &x [1]", [("yaml-alias", ("a",), 1)]),
        ("&x a: 1", [("yaml-alias", ("a",), 1)]),
        ("*x : 1\nb: 2", [("complex-key", (), 1)]),
        ("a:\n  <<: {b: 1}", [("yaml-alias", ("a", "<<"), 2)]),
        ("a: !!int 1", [("yaml-tag", ("a",), 1)]),
        ("a: ! b", [("yaml-tag", ("a",), 1)]),
        ("a: !!python/object:os.system [b]", [("yaml-tag", ("a",), 1)]),
        ("!!str a: b", [("yaml-tag", ("a",), 1)]),
        ("--- !x\na: b", [("yaml-tag", (), 1)]),
        ("? [a, {b: c}]\n: d\ne: f", [("complex-key", (), 1)]),
        ("? {a: b}\n: {c: [d]}\ne: f", [("complex-key", (), 1)]),
        ("? [*x, {a: *x}]\n: d\ne: f", [("complex-key", (), 1)]),
        ("a: 1\n---\nb: 2", [("several-documents", (), 2)]),
        ("a: 1\n--- x", [("several-documents", (), 2)]),
    ],
)
def test_what_could_surprise_is_named_with_its_place_and_line(text, expected):
    assert codes(text) == expected


def test_reading_goes_on_after_each_of_these():
    tree = read_tree("? [a]\n: b\nc: !x d\ne: *f\ng: h\n")
    assert tree.root["g"] == "h"
    assert tree.root["c"] == "d"
    assert isinstance(tree.root["e"], Unreadable)
    assert len(tree.findings) == 3


def nested(depth):
    """A mapping with lists in it, `depth` deep in all."""
    return "a: " + "[" * (depth - 1) + "x" + "]" * (depth - 1) + "\nb: c\n"


def test_twenty_deep_is_the_deepest():
    assert codes(nested(DEEPEST)) == []
    (finding,) = read_tree(nested(DEEPEST + 1)).findings
    assert (finding.code.value, finding.line) == ("nested-too-deep", 1)


def test_reading_goes_on_after_what_is_too_deep():
    tree = read_tree(nested(300))
    assert [finding.code.value for finding in tree.findings] == ["nested-too-deep"]
    assert tree.root["b"] == "c"


def test_depth_in_place_of_a_key_is_found_too():
    text = "[" * (DEEPEST - 1) + "{? [x] : y, z: w}" + "]" * (DEEPEST - 1)
    assert [code for code, _, _ in codes(text)] == ["nested-too-deep"]


def test_broken_yaml_is_named_with_its_line():
    tree = read_tree("a: 1\nb: c: d\n")
    assert isinstance(tree.root, Unreadable)
    assert [(finding.code.value, finding.line) for finding in tree.findings] == [("not-yaml", 2)]
