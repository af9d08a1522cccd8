"""Importing a guide changes what changed, keeps what visits refer to, and says what it did."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.content.importing_cast import changed_tables, import_draft, without_all_kinds
from tests.content.importing_cast import guide as guide
from tests.content.importing_cast import visit as visit
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
    Guide,
    Likelihood,
    Step,
    Variant,
)

pytestmark = pytest.mark.django_db


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
        "changed the guide: support_minutes 600 → 90, disruption_minutes 4 20 → 30",
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


def test_answers_that_change_their_order_are_said_to(guide):
    draft = lamp_draft()
    draft.question("others")["options"].reverse()
    assert import_draft(draft) == ("changed the order of options of question others",)


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
