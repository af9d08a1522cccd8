"""What a file leaves out is deleted, or kept out of sight where a visit refers to it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.content.importing_cast import guide as guide
from tests.content.importing_cast import import_draft, say, visit_to, without_all_kinds
from tests.content.importing_cast import visit as visit
from tests.content.sample_guides import (
    lamp_draft,
    writes,
)
from troubleshooter.content.importing import import_guide
from troubleshooter.models import (
    Cause,
    Message,
    Node,
    Option,
    Platform,
    PlatformVersion,
    Question,
    SettingsPath,
    Step,
    StepEffect,
)

pytestmark = pytest.mark.django_db


GONE = [
    (Message, "message", "no-power"),
    (Question, "question", "others"),
    (Step, "step", "rewire"),
    (Cause, "cause", "wiring"),
    (SettingsPath, "path", "switch"),
]


def refer_to_everything(visit):
    say(visit, Node.QUESTION, "others", "no")
    say(visit, Node.QUESTION, "flicker", "yes")
    say(visit, Node.STEP, "rewire", "no_help")
    say(visit, Node.PATH, "switch")


def test_what_no_visit_refers_to_is_deleted(guide):
    lines = import_draft(without_all_kinds())
    for model, word, key in GONE:
        assert f"removed {word} {key}" in lines
        assert not model.objects.filter(key=key).exists()
    assert "removed option yes of question flicker" in lines
    assert not Option.objects.filter(question__key="flicker", key="yes").exists()


def test_of_visits_only_what_differs_is_read_however_many_there_are(guide, visit):
    refer_to_everything(visit)
    with CaptureQueriesContext(connection) as captured:
        import_draft(without_all_kinds())
    reading = re.compile(r'SELECT .*FROM "troubleshooter_(visit|event)"')
    of_visits = [one["sql"] for one in captured if reading.match(one["sql"])]
    assert of_visits
    once = ("GROUP BY", "LIMIT 1", " IN (")
    assert all(any(word in sql for word in once) for sql in of_visits)


def test_what_a_visit_refers_to_is_retired(guide, visit):
    refer_to_everything(visit)
    lines = import_draft(without_all_kinds())
    for model, word, key in GONE:
        assert f"retired {word} {key}: visits refer to it" in lines
        assert model.objects.get(key=key).retired
    assert "retired option yes of question flicker: visits refer to it" in lines
    assert Option.objects.get(question__key="flicker", key="yes").retired


def test_visits_to_other_guides_retire_nothing(guide, visit):
    refer_to_everything(visit)
    draft = lamp_draft()
    draft["key"] = "lantern"
    visit_to(import_guide(draft.content()).guide)
    draft.remove("steps", "candle")
    draft.remove("paths", "switch")
    draft.remove("questions", "others")
    say(visit, Node.STEP, "candle", "could_not")
    assert not any("retired" in line for line in import_draft(draft))


def test_step_that_was_only_offered_is_retired(guide, visit):
    say(visit, Node.QUESTION, "others", "no", move="try", move_key="candle")
    draft = lamp_draft()
    draft.remove("steps", "candle")
    assert import_draft(draft) == ("retired step candle: visits refer to it",)


def test_step_is_not_kept_for_a_question_with_its_key(guide, visit):
    say(visit, Node.QUESTION, "candle", "no")
    draft = lamp_draft()
    draft.remove("steps", "candle")
    assert import_draft(draft) == ("removed step candle",)


def test_importing_again_after_retirement_writes_nothing(guide, visit):
    refer_to_everything(visit)
    content = without_all_kinds().content()
    import_guide(content)
    with CaptureQueriesContext(connection) as captured:
        assert not import_guide(content).changed
    assert writes(captured) == []


def test_retired_entries_stay_retired_when_something_else_changes(guide, visit):
    refer_to_everything(visit)
    draft = without_all_kinds()
    import_draft(draft)
    draft["title"] = "Dark again"
    assert import_draft(draft) == ("changed the guide: title “The lamp stays dark” → “Dark again”",)
    assert Step.objects.get(key="rewire").retired


def test_what_comes_back_is_the_same_row_as_before(guide, visit):
    refer_to_everything(visit)
    ids = {model: model.objects.get(key=key).pk for model, _, key in GONE}
    import_draft(without_all_kinds())
    lines = import_draft(lamp_draft())
    for model, word, key in GONE:
        assert f"brought back {word} {key}" in lines
        assert model.objects.get(key=key).pk == ids[model]
    assert "brought back option yes of question flicker" in lines
    assert not Step.objects.filter(retired=True).exists()


def test_retired_step_keeps_what_belongs_to_it(guide, visit):
    refer_to_everything(visit)
    draft = lamp_draft()
    draft.remove("steps", "rewire")
    draft.entry("causes", "wiring")["unfixable"] = True
    import_draft(draft)
    assert StepEffect.objects.filter(step__key="rewire").count() == 1


def test_version_goes_even_where_a_retired_path_names_it(guide, visit):
    draft = lamp_draft()
    variants = draft.entry("paths", "switch")["variants"]
    variants[0]["to"] = "1.10"
    variants[1]["from"] = "2"
    import_draft(draft)
    say(visit, Node.PATH, "switch")
    draft.remove("paths", "switch")
    draft["platforms"][0]["versions"] = ["1", "1.10"]
    import_draft(draft)
    assert not PlatformVersion.objects.filter(platform__key="desk", name="2").exists()
    assert SettingsPath.objects.get(key="switch").variants.count() == 2


def test_platform_goes_with_its_versions_and_variants(guide, visit):
    say(visit, Node.PATH, "switch")
    draft = lamp_draft()
    draft.remove("platforms", "desk")
    for path in draft["paths"]:
        path["variants"] = [v for v in path["variants"] if v["platform"] == "floor"]
    draft.remove("paths", "switch")
    assert "removed platform desk" in import_draft(draft)
    assert Platform.objects.count() == 1


def test_rows_that_editors_doubled_are_made_one(guide):
    variant = SettingsPath.objects.get(key="model").variants.first()
    variant.pk = None
    variant.save()
    assert import_draft(lamp_draft()) == ("changed path model: variants",)
