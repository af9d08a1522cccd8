"""Importing a guide changes what changed, keeps what visits refer to, and says what it did."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.content.sample_guides import (
    enlarged,
    every_row,
    lamp_content,
    lamp_draft,
    writes,
)
from troubleshooter.content import importing
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import (
    Cause,
    Event,
    EventKind,
    Guide,
    Likelihood,
    Message,
    Node,
    Option,
    Platform,
    PlatformVersion,
    Question,
    SettingsPath,
    Step,
    StepEffect,
    Variant,
    Visit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide():
    return import_guide(lamp_content()).guide


@pytest.fixture
def visit(guide):
    return visit_to(guide)


def visit_to(guide):
    """Somebody who picked the message and has done nothing yet."""
    publish(guide)
    now = timezone.now()
    return Visit.objects.create(
        token_hash=guide.key.encode(),
        guide=guide,
        revision=guide.live_revision,
        parameters=guide.live_parameters,
        message="no-power",
        started_at=now,
        last_event_at=now,
    )


def say(visit, node, key, value="", **more):
    visit.last_sequence += 1
    Event.objects.create(
        visit=visit,
        sequence=visit.last_sequence,
        kind=EventKind.ANSWERED,
        node=node,
        key=key,
        value=value,
        revision=visit.revision,
        parameters=visit.parameters,
        at=timezone.now(),
        **more,
    )


def import_draft(draft):
    """The report's lines, for a draft that comes out as it went in."""
    report = import_guide(draft.content())
    assert content_from_rows(report.guide) == draft.content()
    return report.lines


def changed_tables(before):
    after = every_row()
    return {name for name in after if after[name] != before[name]}


# Nothing to do


def test_importing_twice_writes_nothing(guide):
    before = every_row()
    with CaptureQueriesContext(connection) as captured:
        report = import_guide(lamp_content())
    assert writes(captured) == []
    assert every_row() == before
    assert (report.lines, report.changed) == ((), False)


def test_new_guide_is_counted_in_the_report():
    report = import_guide(lamp_content())
    assert report.changed
    assert report.lines == (
        "added the guide: 2 platforms, 3 causes, 2 questions, 1 messages, 2 paths, 5 steps, "
        "3 handoff, 1 aftercare, 1 facts",
    )


# Changes


def test_one_changed_number_changes_one_row(guide):
    before = every_row()
    draft = lamp_draft()
    draft.step("rewire")["minutes"] = 25.5
    assert import_draft(draft) == ("changed step rewire: minutes 20 → 25.5",)
    after = every_row()
    assert changed_tables(before) == {"Step"}
    assert sum(a != b for a, b in zip(before["Step"], after["Step"], strict=True)) == 1


def test_report_shows_short_values_and_names_long_ones(guide):
    draft = lamp_draft()
    draft["support_minutes"] = 90
    draft["disruption_minutes"]["4"] = 30
    draft.step("new-bulb")["title"] = "Change the bulb"
    draft.step("new-bulb")["fixes"] = {"bulb": 0.8, "wiring": 0.1}
    draft.step("plug-in")["instructions"] = "1. Push.\n2. Look."
    draft.step("plug-in")["irreversible"] = True
    draft.step("plug-in")["at_risk"] = "Nothing much."
    draft.question("flicker")["options"][0]["usual"] = 0.051
    assert import_draft(draft) == (
        "changed the guide: support_minutes 60 → 90, disruption_minutes 4 20 → 30",
        "changed option yes of question flicker: usual 0.05 → 0.051",
        "changed step plug-in: instructions, irreversible no → yes, at_risk “” → “Nothing much.”",
        "changed step new-bulb: title “Put in a new bulb” → “Change the bulb”, "
        "fixes bulb 0.9 → 0.8, fixes wiring none → 0.1",
    )


def test_two_entries_that_swap_their_places_are_the_same_rows(guide):
    ids = dict(Step.objects.values_list("key", "pk"))
    draft = lamp_draft()
    steps = draft["steps"]
    steps[0], steps[1] = steps[1], steps[0]
    assert import_draft(draft) == ("changed the order of steps",)
    assert dict(Step.objects.values_list("key", "pk")) == ids


def test_two_entries_that_swap_their_words_keep_their_keys(guide):
    draft = lamp_draft()
    first, second = draft["steps"][:2]
    first["title"], second["title"] = second["title"], first["title"]
    assert len(import_draft(draft)) == 2


def test_entry_put_first_moves_the_others_without_a_word(guide):
    draft = lamp_draft()
    draft["facts"].insert(0, {"key": "volts", "title": "How many volts?", "text": "Enough."})
    draft["causes"][1]["facts"] = ["volts", "sockets"]
    assert import_draft(draft) == ("changed cause bulb: facts", "added fact volts")


def test_versions_and_variants_can_be_split(guide):
    kept = set(Variant.objects.values_list("pk", flat=True))
    draft = lamp_draft()
    draft["platforms"][0]["versions"] = ["1", "1.5", "1.10", "2", "3"]
    variants = draft.entry("paths", "switch")["variants"]
    variants[1]["to"] = "2"
    variants.insert(0, {"platform": "desk", "from": "3", "segments": ["Cloud"]})
    variants[1]["to"] = "1.5"
    assert import_draft(draft) == (
        "changed platform desk: versions",
        "changed path switch: variants",
    )
    assert len(kept & set(Variant.objects.values_list("pk", flat=True))) == 3


def test_links_that_change_their_order_are_the_same_rows(guide):
    draft = lamp_draft()
    draft["version_paths"] = ["switch", "model"]
    import_draft(draft)
    draft["version_paths"] = ["model", "switch"]
    assert import_draft(draft) == ("changed the guide: version_paths",)


def test_switches_of_the_day_and_what_is_live_are_none_of_the_files_business(guide):
    publish(guide)
    Guide.objects.update(outage=True, outage_text="Dark everywhere.", withdrawn=True, order=7)
    live = Guide.objects.values("outage", "withdrawn", "order", "live_revision_id").get()
    draft = lamp_draft()
    draft["title"] = "The lamp is dark"
    import_draft(draft)
    assert Guide.objects.values("outage", "withdrawn", "order", "live_revision_id").get() == live


def test_report_carries_the_guide_as_it_is_now(guide):
    draft = lamp_draft()
    draft["title"] = "The lamp is dark"
    assert import_guide(draft.content()).guide.title == "The lamp is dark"


def test_other_guides_stay_as_they_are(guide):
    draft = lamp_draft()
    draft["key"] = "lantern"
    import_draft(draft)
    other = content_from_rows(guide)
    draft.remove("steps", "candle")
    draft.remove("paths", "model")
    import_draft(draft)
    assert content_from_rows(guide) == other


# What goes


def without_all_kinds():
    """The lamp guide without an entry of each kind that visits may refer to."""
    draft = lamp_draft()
    draft.question("flicker")["options"] = [
        {"key": "no", "label": "No", "usual": 0.95, "likelihood": {"bulb": 0.1}},
        {"key": "once", "label": "Once", "usual": 0.05, "likelihood": {"bulb": 0.9}},
    ]
    for section, key in [
        ("messages", "no-power"),
        ("questions", "others"),
        ("steps", "rewire"),
        ("causes", "wiring"),
        ("paths", "switch"),
    ]:
        draft.remove(section, key)
    return draft


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


# All or nothing, and at what price


def test_import_that_fails_halfway_leaves_every_row_as_it_was(guide, monkeypatch):
    def fail(*_):
        raise RuntimeError("power cut")

    before = every_row()
    monkeypatch.setattr(importing, "delete_or_retire", fail)
    with pytest.raises(RuntimeError, match="power cut"):
        import_guide(without_all_kinds().content())
    assert every_row() == before


@pytest.mark.parametrize("again", [False, True], ids=["new", "changed"])
def test_every_guide_takes_the_same_number_of_queries(again):
    counts = []
    for times in (2, 8):
        draft = lamp_draft()
        draft["key"] = f"lamp-{times}"
        content = enlarged(draft.content(), times)
        if again:
            import_guide(enlarged(draft.content(), times))
            steps = tuple(s.model_copy(update={"minutes": s.minutes + 1}) for s in content.steps)
            content = content.model_copy(update={"steps": steps[::-1], "title": "Changed"})
        with CaptureQueriesContext(connection) as captured:
            import_guide(content)
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_likelihoods_of_a_cause_that_goes_go_with_it(guide):
    draft = lamp_draft()
    draft.remove("causes", "wiring")
    draft.remove("steps", "rewire")
    import_draft(draft)
    assert Likelihood.objects.count() == 4
