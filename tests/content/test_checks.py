"""What does not fit together in a guide is found, and what fits is left in peace."""

import pytest

from troubleshooter.content.reader import read_guide

from .faults import MINIMAL


def said(text):
    _, problems = read_guide(text.encode())
    return [f"{problem.code} {problem.place}" for problem in problems]


def messages(text):
    _, problems = read_guide(text.encode())
    return [problem.message for problem in problems]


def asking(*options):
    written = "".join(f"      - {{key: o{i}, label: a, {o}}}\n" for i, o in enumerate(options))
    return f"{MINIMAL}questions:\n  - key: q\n    text: t\n    minutes: 1\n    options:\n{written}"


@pytest.mark.parametrize("other", [0.495, 0.5, 0.505])
def test_columns_may_miss_1_by_rounding(other):
    assert said(asking("usual: 0.5", f"usual: {other}")) == []


@pytest.mark.parametrize("other", [0.494, 0.506, 0, 1])
def test_columns_may_not_miss_1_by_more(other):
    expected = ["columns-do-not-sum questions[q].options"]
    assert said(asking("usual: 0.5", f"usual: {other}")) == expected
    halves = (
        "usual: 0.5, likelihood: {swollen: 0.5}",
        f"usual: 0.5, likelihood: {{swollen: {other}}}",
    )
    assert said(asking(*halves)) == expected


def test_both_columns_are_named_when_both_are_wrong():
    text = asking("usual: 0.5, likelihood: {swollen: 1}", "usual: 0.6, likelihood: {swollen: 1}")
    first, second = messages(text)
    assert "`usual`" in first
    assert "1.1" in first
    assert "swollen" in second


def test_column_with_an_unreadable_cell_is_wrong_only_if_nothing_could_put_it_right():
    assert said(asking("usual: 0.5", "usual: x")) == ["wrong-type questions[q].options[o1].usual"]
    assert said(asking("usual: 0.9", "usual: 0.9", "usual: x")) == [
        "columns-do-not-sum questions[q].options",
        "wrong-type questions[q].options[o2].usual",
    ]


@pytest.mark.parametrize("count", [2, 6])
def test_question_has_two_to_six_options(count):
    assert said(asking("usual: 1", *["usual: 0"] * (count - 1))) == []


@pytest.mark.parametrize(("count", "code"), [(1, "too-few"), (7, "too-many")])
def test_question_has_no_fewer_and_no_more_options(count, code):
    assert said(asking("usual: 1", *["usual: 0"] * (count - 1))) == [f"{code} questions[q].options"]


def test_all_shares_zero_leaves_nothing_to_tell_apart():
    assert said(MINIMAL.replace("share: 1", "share: 0")) == ["no-share causes"]


def stepping(**requires):
    steps = "".join(
        f"  - {{key: {key}, title: t, minutes: 1, disruption: 1, kind: safety, requires: [{names}]}}\n"
        for key, names in requires.items()
    )
    return MINIMAL + steps


@pytest.mark.parametrize(
    ("requires", "circles"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "b, c", "b": "d", "c": "d", "d": ""}, []),
        ({"a": "a"}, ["a → a"]),
        ({"a": "b", "b": "a"}, ["a → b → a"]),
        ({"a": "b", "b": "c", "c": "a"}, ["a → b → c → a"]),
        ({"x": "a", "a": "b", "b": "a"}, ["a → b → a"]),
        ({"a": "b", "b": "a, c", "c": "b"}, ["a → b → a", "b → c → b"]),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, ["a → b → a", "c → d → c"]),
        ({"a": "b, c", "b": "a", "c": "a"}, ["a → b → a", "a → c → a"]),
    ],
)
def test_each_circle_of_requirements_is_named_once(requires, circles):
    text = stepping(**requires)
    assert set(said(text)) <= {f"requires-cycle steps[{c[0]}].requires" for c in circles}
    assert [
        message.split(": ")[1].split(". ")[0].rstrip(".") for message in messages(text)
    ] == circles


def test_circle_of_thousands_of_steps_is_found_without_recursion():
    ring = {f"s{i}": f"s{(i + 1) % 5000}" for i in range(5000)}
    assert said(stepping(**ring)) == ["requires-cycle steps[s0].requires"]


def walking(*variants):
    text = MINIMAL.replace("versions: [old]", "versions: [a, b, c, d]").replace(
        "steps:", "  - {key: x, name: n, share: 0, unfixable: true}\nsteps:"
    )
    written = "".join(f"      - {{segments: [s], {variant}}}\n" for variant in variants)
    return f"{text}paths:\n  - key: p\n    name: n\n    variants:\n{written}"


@pytest.mark.parametrize(
    "variants",
    [
        ["platform: wood"],
        ["platform: wood, from: a, to: d"],
        ["platform: wood, to: b", "platform: wood, from: c"],
        ["platform: wood, from: d", "platform: wood, to: a", "platform: wood, from: b, to: c"],
    ],
)
def test_variants_that_cover_each_version_once_are_fine(variants):
    assert said(walking(*variants)) == []


@pytest.mark.parametrize(
    ("variants", "missing"),
    [
        (["platform: wood, from: b"], "a"),
        (["platform: wood, to: b"], "c, d"),
        (["platform: wood, to: a", "platform: wood, from: d"], "b, c"),
        (["platform: wood, from: b, to: b", "platform: wood, from: d"], "a, c"),
    ],
)
def test_versions_without_a_variant_are_named(variants, missing):
    (message,) = messages(walking(*variants))
    assert (
        message.split(". ")[0].endswith(f"in version {missing}.".rstrip(".")) or missing in message
    )
    assert said(walking(*variants)) == ["variant-missing paths[p].variants"]


@pytest.mark.parametrize(
    ("variants", "places"),
    [
        (["platform: wood", "platform: wood"], [1]),
        (["platform: wood, to: b", "platform: wood, from: b"], [1]),
        (["platform: wood, from: b", "platform: wood, to: b"], [1]),
        (["platform: wood", "platform: wood, from: d"], [1]),
        (["platform: wood, to: a", "platform: wood", "platform: wood, from: d"], [1, 2]),
    ],
)
def test_variants_that_overlap_are_named(variants, places):
    expected = [f"variants-overlap paths[p].variants[{place}]" for place in places]
    assert said(walking(*variants)) == expected


def test_unknown_bound_hides_no_other_overlap_and_makes_no_gap():
    text = walking("platform: wood, from: z", "platform: wood, to: b", "platform: wood, to: a")
    assert said(text) == [
        "undefined-name paths[p].variants[0].from",
        "variants-overlap paths[p].variants[2]",
    ]


def test_a_variant_of_an_unreadable_platform_is_taken_for_one_that_it_completes():
    """It could close the gap of the second platform, and not that of the first."""
    text = walking("platform: wood, from: b", "platform: iron, to: c", "platform: [], from: d")
    text = text.replace("causes:", "  - {key: iron, name: n, versions: [c, d]}\ncauses:", 1)
    assert said(text) == [
        "variant-missing paths[p].variants",
        "wrong-type paths[p].variants[2].platform",
    ]
    (missing,) = (message for message in messages(text) if "no variant" in message)
    assert "wood" in missing


@pytest.mark.parametrize("empty", ["", "at_risk: '', ", "at_risk: ' ', "])
def test_heavy_step_names_its_risk(empty):
    for risk in ("disruption: 4", "disruption: 5", "disruption: 1, irreversible: true"):
        text = MINIMAL.replace("disruption: 1", f"{empty}{risk}")
        assert said(text) == ["risk-not-named steps[plane].at_risk"]


def test_fix_that_fixes_nothing_and_its_cause_are_both_named():
    for fixes in ("", ", fixes: {}", ", fixes: {swollen: 0}"):
        text = MINIMAL.replace(", fixes: {swollen: 0.8}", fixes)
        assert said(text) == [
            "cause-without-step causes[swollen]",
            "step-fixes-nothing steps[plane].fixes",
        ]


def test_not_sure_is_no_answer_that_a_message_can_give():
    text = asking("usual: 0.5", "usual: 0.5") + (
        "messages:\n  - {key: m, text: t, answers: {q: unsure}}\n"
    )
    assert said(text) == ["undefined-name messages[m].answers.q"]
