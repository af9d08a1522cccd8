"""What visits showed is read from their events, and nothing else is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.admin.factories import twin_of_lamp
from tests.conftest import GUIDES
from troubleshooter.content.importing import import_guide
from troubleshooter.content.publishing import publish
from troubleshooter.content.reader import read_guide
from troubleshooter.engine.learning import History, Tally
from troubleshooter.learning.diagnosis import name_cause
from troubleshooter.models import Event, Visit
from troubleshooter.visits import services

from .cast import many, read, token_visit, visit

pytestmark = pytest.mark.usefixtures("lamp")


def seen(**settings):
    histories, _ = read(**settings)
    assert set(histories.values()) <= {1}
    return set(histories)


def test_a_visit_becomes_its_answers_failed_steps_and_the_step_that_ended_it():
    visit(
        answers={"others": "yes", "flicker": "no"},
        results={"plug-in": "no_help", "new-bulb": "fixed"},
    )
    assert seen() == {
        History(
            answers=frozenset({("others", "yes"), ("flicker", "no")}),
            failed=frozenset({"plug-in"}),
            fixed=frozenset({"new-bulb"}),
        )
    }


def test_a_changed_answer_counts_as_it_was_in_the_end():
    visit(answers={"others": "yes"}, results={"plug-in": "no_help"})
    token, _ = token_visit()
    services.answer("lamp", token, question="others", option="no")
    services.answer("lamp", token, question="others", option="yes")
    services.record_result("lamp", token, step="plug-in", result="fixed")
    services.record_result("lamp", token, step="plug-in", result="no_help")
    assert set(read()[0]) == {
        History(answers=frozenset({("others", "yes")}), failed=frozenset({"plug-in"}))
    }


def test_an_answer_that_was_taken_back_with_its_message_teaches_nothing():
    token, row = token_visit(results={"plug-in": "no_help"})
    services.pick_message("lamp", token, message="no-power")
    assert {history.answers for history in seen()} == {frozenset({("others", "no")})}
    services.pick_message("lamp", token, message="")
    histories, record = read()
    assert set(histories) == {History(failed=frozenset({"plug-in"}))}
    assert "others" not in record.most.unsure | record.held_out.unsure
    name_cause(row.pk, cause="bulb")
    assert row.events.get(kind="diagnosed").place == 1


def test_what_says_nothing_about_causes_is_left_out():
    visit(
        answers={"others": "unsure", "flicker": "yes"},
        results={"plug-in": "could_not", "new-bulb": "waiting", "fuse-out": "no_help"},
    )
    visit(results={"candle": "fixed"})
    visit()
    assert seen() == {History(answers=frozenset({("flicker", "yes")}))}


def test_how_often_steps_are_declined_and_people_cannot_tell_is_counted():
    many(3, answers={"others": "unsure"}, results={"plug-in": "not_found"})
    many(4, answers={"others": "no"}, results={"plug-in": "no_help", "new-bulb": "waiting"})
    _, reading = read()
    declined = [each.declined.get("plug-in", Tally()) for each in (reading.most, reading.held_out)]
    unsure = [each.unsure.get("others", Tally()) for each in (reading.most, reading.held_out)]
    assert (sum(t.times for t in declined), sum(t.of for t in declined)) == (3, 7)
    assert (sum(t.times for t in unsure), sum(t.of for t in unsure)) == (3, 7)
    assert "new-bulb" not in reading.most.declined


def test_the_last_cause_that_support_named_counts():
    row = visit(results={"plug-in": "no_help"}, handed_over=True, cause="bulb")
    name_cause(row.pk, cause="wiring")
    assert seen() == {History(failed=frozenset({"plug-in"}), cause="wiring")}


@pytest.mark.parametrize("field", ["outage", "simulated"])
def test_visits_that_were_not_as_usual_are_left_out(field):
    row = visit(results={"plug-in": "fixed"})
    Visit.objects.filter(pk=row.pk).update(**{field: True})
    assert seen() == set()


def test_simulated_visits_are_read_when_asked_for():
    row = visit(results={"plug-in": "fixed"})
    Visit.objects.filter(pk=row.pk).update(simulated=True)
    assert seen(include_simulated=True) == {History(fixed=frozenset({"plug-in"}))}


def test_a_forgotten_visit_is_left_out():
    token, _ = token_visit(results={"plug-in": "fixed"})
    services.forget("lamp", token)
    assert seen() == set()


def test_visits_of_another_guide_are_left_out():
    publish(twin_of_lamp())
    visit(results={"plug-in": "fixed"}, guide="twin")
    assert seen() == set()
    assert seen(guide="twin") == {History(fixed=frozenset({"plug-in"}))}


def test_what_happened_later_is_left_out():
    row = visit(answers={"others": "no"}, results={"plug-in": "fixed"})
    now = timezone.now()
    Event.objects.filter(visit=row, node="step").update(at=now + timedelta(days=2))
    assert seen(until=now + timedelta(days=1)) == {History(answers=frozenset({("others", "no")}))}


def test_only_the_latest_visits_are_read():
    many(2, results={"plug-in": "fixed"})
    many(3, results={"plug-in": "no_help"})
    histories, reading = read(most=3)
    assert set(histories) == {History(failed=frozenset({"plug-in"}))}
    assert reading.most.visits + reading.held_out.visits == 3


def test_every_fifth_visit_or_so_is_held_out_and_always_the_same():
    many(60, results={"plug-in": "fixed"})
    sizes = [(r.most.visits, r.held_out.visits) for _, r in (read(), read())]
    assert sizes[0] == sizes[1]
    assert sum(sizes[0]) == 60
    assert 4 <= sizes[0][1] <= 22


def new_revision(*changes):
    text = (GUIDES / "lamp.yaml").read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    content, problems = read_guide(text.encode())
    assert problems == ()
    publish(import_guide(content).guide)


def test_an_earlier_edition_of_a_step_counts_half_for_each_edition():
    visit(results={"plug-in": "no_help"})
    new_revision(("key: plug-in\n", "key: plug-in\n    edition: 3\n"))
    visit(results={"plug-in": "no_help"})
    failed = frozenset({"plug-in"})
    assert seen() == {
        History(failed=failed, faded=frozenset({("plug-in", 0.25)})),
        History(failed=failed),
    }


def test_what_a_newer_revision_does_not_have_is_left_out():
    visit(answers={"flicker": "yes"}, results={"plug-in": "no_help"}, cause="bulb")
    new_revision(("key: flicker", "key: blinking"), ("key: plug-in", "key: push-in"))
    assert seen() == {History(cause="bulb")}


def test_reading_takes_the_same_queries_for_any_number_of_visits():
    counts = []
    for _ in range(2):
        many(10, results={"plug-in": "no_help"})
        with CaptureQueriesContext(connection) as queries:
            read()
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 4


def test_visits_that_began_at_the_same_moment_are_told_apart():
    first = visit(results={"plug-in": "no_help", "new-bulb": "fixed"})
    visit(answers={"others": "no"}, results={"plug-in": "fixed"})
    Visit.objects.update(started_at=first.started_at)
    assert seen() == {
        History(failed=frozenset({"plug-in"}), fixed=frozenset({"new-bulb"})),
        History(answers=frozenset({("others", "no")}), fixed=frozenset({"plug-in"})),
    }


def test_histories_are_told_apart_by_device_and_version_where_both_are_known():
    rows = [visit(results={"plug-in": "fixed"}) for _ in range(3)]
    Visit.objects.filter(pk=rows[1].pk).update(platform="floor", version="1.10")
    Visit.objects.filter(pk=rows[2].pk).update(version="")
    _, reading = read()
    groups = {*reading.most_by_group, *reading.held_out_by_group}
    assert groups == {"desk/2", "floor/1.10"}
    assert reading.most.visits + reading.held_out.visits == 3
