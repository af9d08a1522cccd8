"""A guide's rows say exactly what its file says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings

from tests.conftest import SHIPPED
from tests.content.made_up_guides import guides
from tests.content.sample_guides import content_of, enlarged, lamp_content, lamp_draft
from tests.trying import tries
from troubleshooter.content.checks import check
from troubleshooter.content.importing import import_guide
from troubleshooter.content.reader import read_guide
from troubleshooter.content.rows import content_from_rows
from troubleshooter.content.schema import GuideContent
from troubleshooter.content.writer import write_guide
from troubleshooter.models import (
    Cause,
    Guide,
    Message,
    Option,
    Platform,
    Question,
    SettingsPath,
    Step,
)

pytestmark = pytest.mark.django_db


def imported(content) -> Guide:
    return import_guide(content).guide


def test_lamp_guide_comes_back_as_it_went_in():
    assert content_from_rows(imported(lamp_content())) == lamp_content()


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.yaml")), ids=lambda path: path.stem)
def test_shipped_guide_exports_what_its_import_exports(path):
    content = content_of(path.read_bytes())
    exported = write_guide(content_from_rows(imported(content)))
    again = content_of(exported.encode())
    assert again == content
    assert write_guide(content_from_rows(imported(again))) == exported


# One database for all examples: each is imported over the one before.
@settings(
    max_examples=tries(15),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(content=guides())
def test_any_guide_imported_over_any_other_comes_back_as_it_went_in(content):
    assert check(content) == ()
    report = import_guide(content)
    stored = content_from_rows(report.guide)
    assert stored == content
    assert not import_guide(content).changed
    exported = write_guide(stored)
    assert read_guide(exported.encode()) == (content, ())
    import_guide(content_of(exported.encode()))
    assert write_guide(content_from_rows(report.guide)) == exported


def test_odd_texts_and_numbers_are_kept_to_the_last_character():
    draft = lamp_draft()
    draft["summary"] = "  two spaces at both ends  \n\ttab\r\nand a line \u2028 separator\n\n"
    draft.step("rewire")["minutes"] = 0.15000000000000002
    draft.step("rewire")["before"] = [" a space before", "and after ", "yes", "1.10", "💡 → ü"]
    draft["support_minutes"] = 1e-320
    content = draft.content()
    assert content_from_rows(imported(content)) == content


def test_lists_keep_the_order_of_the_file():
    draft = lamp_draft()
    draft.step("rewire")["requires"] = ["plug-in", "fuse-out", "candle"]
    draft.step("rewire")["paths"] = ["model", "switch"]
    draft["version_paths"] = ["switch", "model"]
    guide = imported(draft.content())
    for order in (["candle", "plug-in", "fuse-out"], ["fuse-out", "candle", "plug-in"]):
        draft.step("rewire")["requires"] = order
        assert content_from_rows(imported(draft.content())) == draft.content()
    assert content_from_rows(guide).version_paths == ("switch", "model")


def test_mappings_come_in_the_order_of_what_they_name():
    draft = lamp_draft()
    draft.step("plug-in")["fixes"] = {"wiring": 0.1, "unplugged": 0.9, "bulb": 0.2}
    content = content_from_rows(imported(draft.content()))
    fixes = next(step.fixes for step in content.steps if step.key == "plug-in")
    assert list(fixes) == ["unplugged", "bulb", "wiring"]


@pytest.mark.parametrize(
    ("model", "section", "key"),
    [
        (Cause, "causes", "bulb"),
        (Question, "questions", "others"),
        (Step, "steps", "fuse-out"),
        (SettingsPath, "paths", "switch"),
        (Message, "messages", "no-power"),
    ],
)
def test_what_is_retired_is_left_out_and_named_nowhere(model, section, key):
    guide = imported(lamp_content())
    model.objects.filter(key=key).update(retired=True)
    without = lamp_draft()
    without.remove(section, key)
    assert content_from_rows(guide) == GuideContent.model_validate(without.data)


def test_retired_option_is_left_out_with_the_answers_that_pick_it():
    guide = imported(lamp_content())
    Option.objects.filter(question__key="others", key="no").update(retired=True)
    content = content_from_rows(guide)
    assert [option.key for option in content.questions[0].options] == ["yes"]
    assert content.messages[0].answers == {}


def test_rows_are_read_afresh_and_leave_no_trace_on_the_guide_given():
    guide = imported(lamp_content())
    content_from_rows(guide)
    Step.objects.filter(key="candle").update(title="Light two candles")
    titles = [step.title for step in content_from_rows(guide).steps]
    assert "Light two candles" in titles


def test_blank_lines_that_an_editor_left_in_a_list_are_no_entries():
    guide = imported(lamp_content())
    Step.objects.filter(key="rewire").update(before="pliers\r\n  \r\n\r\na new cable\r\n")
    step = next(s for s in content_from_rows(guide).steps if s.key == "rewire")
    assert step.before == ("pliers", "a new cable")


def test_variant_for_a_platform_of_another_guide_is_a_problem_and_no_crash():
    guide = imported(lamp_content())
    other = Guide.objects.create(key="other", title="Other", support_minutes=1)
    foreign = Platform.objects.create(guide=other, key="desk", name="Other desk")
    variant = guide.paths.get(key="model").variants.first()
    variant.platform = foreign
    variant.save()
    codes = {problem.code for problem in check(content_from_rows(guide))}
    assert "undefined-name" in codes


def test_every_guide_takes_the_same_number_of_queries():
    counts = set()
    for times in (1, 6):
        guide = imported(enlarged(lamp_content(), times))
        with CaptureQueriesContext(connection) as captured:
            content_from_rows(guide)
        counts.add(len(captured))
    assert len(counts) == 1
    assert counts.pop() <= 28
