"""The iCloud guide says what it should, where docs/icloud-coverage.md says it does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from troubleshooter.content.reader import read_guide
from troubleshooter.content.schema import GuideContent
from troubleshooter.views.buttons import result_buttons

ROOT = Path(__file__).parents[2]
FILE = ROOT / "troubleshooter" / "guides" / "icloud-backup.yaml"
COVERAGE = ROOT / "docs" / "icloud-coverage.md"
ELEMENTS = {"S": 86, "W": 10, "E": 28, "M": 26, "P": 19}
GUIDE_FIELDS = {"summary", "status_page", "contact"}
ROW = re.compile(r"^\| ([SWEMP]\d+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)
NUMBER = re.compile(r"\d(?:[ ().\-]?\d){6,}")
CHOICE = re.compile(r'[Cc]hoose\s"([^"]+)"')
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def read() -> GuideContent:
    content, problems = read_guide(FILE.read_bytes())
    assert problems == ()
    assert content is not None
    return content


@pytest.fixture(scope="module")
def guide() -> GuideContent:
    return read()


@pytest.fixture(scope="module")
def parts(guide) -> dict[str, Any]:
    """Every place that the coverage page may name."""
    kinds = ["causes", "questions", "messages", "paths", "steps", "handoff", "aftercare", "facts"]
    found = {f"{kind}/{part.key}": part for kind in kinds for part in getattr(guide, kind)}
    for question in guide.questions:
        for option in question.options:
            found[f"questions/{question.key}/{option.key}"] = option
    return found | {f"guide/{name}": getattr(guide, name) for name in GUIDE_FIELDS}


def coverage() -> dict[str, list[str]]:
    rows = ROW.findall(COVERAGE.read_text())
    assert len(rows) == len(dict(rows)), "an element has two rows"
    return {element: places.strip().split(", ") for element, places in rows}


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from texts(part)


def said(part: Any) -> str:
    """All that a part says, on one line, without the marks for bold."""
    words = " ".join(texts(part.model_dump(mode="python", exclude={"sources"})))
    return re.sub(r"\s+", " ", words.replace("**", ""))


def test_reads_without_a_problem():
    assert read().key == "icloud-backup"


@pytest.mark.parametrize("letter", ELEMENTS)
def test_coverage_has_a_row_for_every_element(letter):
    wanted = {f"{letter}{number}" for number in range(1, ELEMENTS[letter] + 1)}
    assert {element for element in coverage() if element[0] == letter} == wanted


def test_every_place_in_the_coverage_exists(parts):
    missing = {
        (element, place)
        for element, places in coverage().items()
        for place in places
        if place not in parts
    }
    assert missing == set()


def test_no_cause_step_message_or_path_is_left_out_of_the_coverage(guide):
    """What nobody asked for would otherwise slip in unread."""
    named = {place for places in coverage().values() for place in places}
    for kind in ("causes", "steps", "messages", "paths"):
        keys = {f"{kind}/{part.key}" for part in getattr(guide, kind)}
        assert keys - named == set()


def test_shows_nothing_that_could_be_a_telephone_number():
    plain = ISO_DATE.sub("", FILE.read_text())
    assert NUMBER.findall(plain) == []
    assert "tel:" not in plain


def test_prints_no_price():
    assert not re.search(r"[$£€¥]\s?\d|\d\s?(USD|EUR|GBP)", FILE.read_text())


def test_contains_no_html_image_or_exclamation_mark(guide):
    for text in texts(guide.model_dump(mode="python")):
        assert "!" not in text
        assert not re.search(r"</?[a-z]", text)


@pytest.mark.parametrize("word", ["simply", "just", "please note", "obviously", "easily"])
def test_avoids_words_that_talk_down(guide, word):
    everything = " ".join(texts(guide.model_dump(mode="python")))
    assert not re.search(rf"\b{word}\b", everything, re.IGNORECASE)


def test_names_no_internal_element():
    assert not re.search(r"\b[SWMEPCFOAT]\d{1,2}\b", FILE.read_text())


def test_every_path_has_one_way_for_every_device_and_version(guide):
    for path in guide.paths:
        for platform in guide.platforms:
            order = list(platform.versions)
            for version in order:
                fitting = [
                    variant
                    for variant in path.variants
                    if variant.platform == platform.key
                    and order.index(variant.from_ or order[0])
                    <= order.index(version)
                    <= order.index(variant.to or order[-1])
                ]
                assert len(fitting) == 1, (path.key, platform.key, version)


def test_every_way_says_where_and_when_it_was_read(guide):
    for path in guide.paths:
        for variant in path.variants:
            assert variant.source, path.key
            assert variant.checked == "2026-11-20", path.key


def test_ipad_paths_never_say_iphone(guide):
    for path in guide.paths:
        for variant in path.variants:
            if variant.platform == "ipad":
                assert not any("iPhone" in segment for segment in variant.segments), path.key


def test_storage_label_is_tolerant_where_pages_disagree(parts):
    labels = {variant.to or "newest": variant for variant in parts["paths/icloud-storage"].variants}
    assert labels["15"].segments[-1] == "Manage Storage"
    assert labels["17"].segments[-1] == "Manage Account Storage"
    for newer in ("18", "newest"):
        assert labels[newer].segments[-1] == "Storage or Manage Account Storage"
        assert labels[newer].confidence == "unverified"


def test_shares_add_up_to_about_one_and_a_tenth(guide):
    assert 1.05 <= sum(cause.share for cause in guide.causes) <= 1.15


def test_storage_is_the_likeliest_cause(guide):
    assert max(guide.causes, key=lambda cause: cause.share).key == "storage-full"


def test_asks_for_switch_and_storage_before_any_step(guide):
    assert [q.key for q in guide.questions if q.gate] == ["backup-switch", "storage-message"]


def test_steps_that_can_lose_things_say_what(guide):
    for step in guide.steps:
        if step.disruption >= 4 or step.irreversible:
            assert step.at_risk, step.key


def test_steps_that_can_lose_what_is_on_this_device_need_a_safety_copy(guide):
    """Deleting another device's backup, an update and a network reset lose nothing that is kept
    on a computer, or only advise the copy; these two may lose what is on the device."""
    needy = {step.key for step in guide.steps if "local-backup" in step.requires}
    assert needy == {"sign-out", "delete-this-backup"}
    assert {step.key for step in guide.steps if step.disruption >= 4} == needy


def test_safety_copy_is_also_a_way_to_what_the_person_needs(parts):
    copy = parts["steps/local-backup"]
    assert copy.kind == "workaround"
    assert copy.other_device


def test_least_disruptive_steps_stand_before_the_riskiest(guide):
    order = [step.key for step in guide.steps]
    assert order[0] == "check-system-status"
    assert order[-2:] == ["sign-out", "delete-this-backup"]
    assert order.index("answer-account") < order.index("sign-out")
    assert order.index("restart") < order.index("sign-out")


def test_every_fix_says_how_to_know_that_it_worked(guide):
    for step in guide.steps:
        assert step.check, step.key
        assert step.instructions.startswith("1. "), step.key


@pytest.mark.parametrize("name", ["icloud-backup", "printer"])
def test_help_and_titles_are_short_enough_for_a_phone(name):
    content, _ = read_guide((FILE.parent / f"{name}.yaml").read_bytes())
    assert content is not None
    for question in content.questions:
        assert len(question.help.split()) <= 60, question.key
    for step in content.steps:
        assert len(step.title) <= 45, step.key


def test_a_step_names_its_buttons_as_they_are(guide):
    for step in guide.steps:
        labels = {button.label for button in result_buttons(step, waiting=False)}
        assert set(CHOICE.findall(step.instructions + step.check)) <= labels, step.key
