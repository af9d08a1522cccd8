"""Editing changes the draft, exactly as typed, and never what visitors see."""

import re

import pytest
from django.urls import reverse

from troubleshooter.content.catalogue import live_guide
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import Cause, Guide, Option, Platform, Question, SettingsPath, Step

from .forms import change, refused, saved, sent_by_browser
from .test_pages import CONTENT, address, name

# Django 5 says “duplicate data”; Django 6 says what the constraint says.
TWICE = "already"
FROM_0_TO_1 = "from 0 to 1"


@pytest.mark.parametrize("model", CONTENT, ids=name)
def test_looking_at_a_form_and_saving_it_changes_nothing(model, guide, admin_client):
    before = content_from_rows(guide)
    for row in model.objects.all():
        assert saved(change(admin_client, row))
    assert content_from_rows(guide) == before


def test_an_edited_step_is_in_the_draft_and_not_in_the_live_revision(guide, step, admin_client):
    live = live_guide("lamp").published
    assert saved(change(admin_client, step, title="Push the plug in"))
    assert "Push the plug in" in {s.title for s in content_from_rows(guide).steps}
    assert live_guide("lamp").published == live
    assert live.steps["plug-in"].title == "Plug it in"
    guide.refresh_from_db()
    assert guide.live_revision.content["steps"][0]["title"] == "Plug it in"


def test_the_switches_of_the_day_act_at_once(guide, admin_client):
    assert saved(change(admin_client, guide, outage="on", outage_text="The power is out."))
    assert live_guide("lamp").outage
    assert live_guide("lamp").outage_text == "The power is out."


def test_markdown_keeps_its_spaces_and_has_one_kind_of_line_break(step, admin_client):
    typed = "    code\r\n\r\n1. One  \r\n2. Two\r\n"
    assert saved(change(admin_client, step, instructions=typed))
    step.refresh_from_db()
    assert step.instructions == "    code\n\n1. One  \n2. Two\n"


def test_an_empty_line_is_no_entry_of_a_list(step, admin_client):
    assert saved(change(admin_client, step, before="a chair\r\n\r\na torch\r\n"))
    step.refresh_from_db()
    assert step.before == "a chair\na torch"


def test_a_text_of_spaces_counts_as_none(guide, admin_client):
    assert "required" in refused(change(admin_client, guide, summary="  \r\n "))


def test_a_caption_of_two_lines_keeps_its_words_apart(step, admin_client):
    Step.objects.filter(pk=step.pk).update(title="Plug\nit in")
    assert saved(change(admin_client, step))
    step.refresh_from_db()
    assert step.title == "Plug it in"


@pytest.mark.parametrize(
    ("model", "key", "fields", "words"),
    [
        (Cause, "bulb", {"share": "1.5"}, FROM_0_TO_1),
        (Cause, "bulb", {"key": "wiring"}, TWICE),
        (Cause, "bulb", {"key": "The Bulb"}, "Use small letters"),
        (Step, "plug-in", {"minutes": "-1"}, "Write 0 or more"),
        (Step, "plug-in", {"minutes": "inf"}, "Enter a number"),
        (Step, "plug-in", {"disruption": "6"}, "not one of the available"),
        (Question, "others", {"options-0-order": "9" * 40}, "less than or equal"),
        (Question, "others", {"options-0-order": "-1"}, "greater than or equal"),
        (Step, "plug-in", {"skip": "2"}, FROM_0_TO_1),
        (Step, "plug-in", {"kind": "magic"}, "not one of the available choices"),
        (Step, "plug-in", {"key": "rewire"}, TWICE),
        (Step, "plug-in", {"effects-0-probability": "7"}, FROM_0_TO_1),
        (Question, "others", {"options-0-usual": "-0.1"}, FROM_0_TO_1),
        (Question, "others", {"unsure": "1.01"}, FROM_0_TO_1),
        (SettingsPath, "switch", {"variants-0-segments": " "}, "required"),
        (SettingsPath, "switch", {"variants-0-checked": "soon"}, "valid date"),
        (Platform, "desk", {"versions-0-name": "2"}, TWICE),
        (Guide, "lamp", {"tie_band": "-1"}, "Write 0 or more"),
        (Guide, "lamp", {"check_minutes": "-1"}, "Write 0 or more"),
        (Guide, "lamp", {"trip_minutes": "-1"}, "Write 0 or more"),
        (Guide, "lamp", {"hold_out": "1.1"}, "Write 0 to 1"),
        (Guide, "lamp", {"explore": "0.11"}, "Write 0 to 0.1"),
        (Guide, "lamp", {"adopt_band": "0.5"}, "Write 0, or 1 or more"),
        (Step, "plug-in", {"check_minutes": "-1"}, "Write 0 or more"),
        (Step, "plug-in", {"test": "The light"}, "Use small letters"),
        (Step, "plug-in", {"edition": "0"}, "Write 1 or more"),
        (Platform, "desk", {"key": "floor"}, TWICE),
    ],
)
def test_what_the_database_would_refuse_is_said_in_the_form(
    guide, admin_client, model, key, fields, words
):
    row = model.objects.get(key=key)
    assert re.search(words, refused(change(admin_client, row, **fields)))


@pytest.mark.parametrize(("typed", "kept"), [("", None), ("0", 0), ("2.5", 2.5)])
def test_minutes_of_a_test_that_are_left_empty_are_not_0(guide, step, admin_client, typed, kept):
    assert saved(change(admin_client, step, check_minutes=typed))
    content = next(s for s in content_from_rows(guide).steps if s.key == "plug-in")
    assert content.check_minutes == kept


def test_proof_and_learning_are_part_of_the_draft(guide, admin_client):
    fields = {"shadow": "on", "hold_out": "0.05", "explore": "0.1", "adopt_band": "1.5"}
    assert saved(change(admin_client, guide, **fields))
    content = content_from_rows(guide)
    assert (content.shadow, content.hold_out) == (True, 0.05)
    assert (content.explore, content.adopt_band) == (0.1, 1.5)
    assert not live_guide("lamp").published.content.shadow


def test_an_answer_keeps_its_key_for_itself(guide, admin_client):
    option = Option.objects.filter(key="yes").first()
    assert "already" in refused(change(admin_client, option, key="no"))
    assert "always offered" in refused(change(admin_client, option, key="unsure"))


def test_a_step_cannot_require_itself(guide, admin_client):
    step = Step.objects.get(key="rewire")
    fields = {"requirements-0-required": str(step.pk)}
    assert "cannot require itself" in refused(change(admin_client, step, **fields))


def test_a_new_guide_cannot_take_the_key_of_another(guide, admin_client):
    page = address(Guide, "add")
    words = {"title": "Dark", "key": "lamp", "summary": "Dark.", "support_minutes": "5"}
    response = admin_client.post(page, sent_by_browser(admin_client.get(page)) | words)
    assert "already exists" in refused(response)


def test_the_key_of_a_published_guide_is_for_ever(guide, admin_client):
    assert saved(change(admin_client, guide, key="torch"))
    guide.refresh_from_db()
    assert guide.key == "lamp"


def test_a_guide_with_revisions_cannot_be_deleted(guide, admin_client):
    page = address(Guide, "delete", guide.pk)
    assert "Cannot delete" in admin_client.get(page).content.decode()
    assert admin_client.post(page, {"post": "yes"}).status_code in (200, 403)
    assert Guide.objects.filter(pk=guide.pk).exists()


def test_a_guide_that_was_never_published_can_be_deleted(twin, admin_client):
    page = address(Guide, "delete", twin.pk)
    assert admin_client.post(page, {"post": "yes"}).status_code == 302
    assert not Guide.objects.filter(pk=twin.pk).exists()


def test_a_version_that_a_settings_path_names_cannot_be_deleted(guide, admin_client):
    platform = Platform.objects.get(guide=guide, key="desk")
    response = change(admin_client, platform, **{"versions-0-DELETE": "on"})
    assert response.status_code == 200
    assert platform.versions.count() == 3


def test_an_answer_is_reached_from_its_question(guide, admin_client):
    question = Question.objects.get(key="others")
    page = admin_client.get(address(Question, "change", question.pk)).content.decode()
    for option in question.options.all():
        assert reverse("admin:troubleshooter_option_change", args=[option.pk]) in page
