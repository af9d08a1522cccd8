"""The order of a guide's rows is set whole, once, and only over the list that the editor saw."""

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext

from troubleshooter.content.rows import content_from_rows
from troubleshooter.editing.ordering import OrderHasChanged, moved, put_in_order, rows_in_order
from troubleshooter.models import Cause, Fact, Step


def pks(guide, model):
    return [row.pk for row in rows_in_order(guide, model)]


@pytest.mark.parametrize("model", [Step, Cause, Fact])
def test_the_wanted_order_is_the_drafts_order(guide, editor, model):
    seen = pks(guide, model)
    wanted = seen[::-1]
    changed = put_in_order(guide, model, seen=seen, wanted=wanted, editor=editor)
    assert changed == (len(seen) > 1)
    assert pks(guide, model) == wanted


def test_the_next_revision_has_the_new_order(guide, editor):
    seen = pks(guide, Step)
    put_in_order(guide, Step, seen=seen, wanted=seen[::-1], editor=editor)
    keys = [step.key for step in content_from_rows(guide).steps]
    assert keys == [Step.objects.get(pk=pk).key for pk in seen[::-1]]


def test_a_row_that_someone_added_meanwhile_stops_it(guide, editor):
    seen = pks(guide, Cause)
    guide.causes.create(key="new", name="New", share=0.1, order=0)
    before = pks(guide, Cause)
    with pytest.raises(OrderHasChanged):
        put_in_order(guide, Cause, seen=seen, wanted=seen[::-1], editor=editor)
    assert pks(guide, Cause) == before
    assert not LogEntry.objects.exists()


def test_rows_that_someone_moved_meanwhile_stop_it(guide, editor):
    seen = pks(guide, Cause)
    put_in_order(guide, Cause, seen=seen, wanted=seen[::-1], editor=editor)
    with pytest.raises(OrderHasChanged):
        put_in_order(guide, Cause, seen=seen, wanted=moved(seen, seen[0], 1), editor=editor)
    assert pks(guide, Cause) == seen[::-1]


@pytest.mark.parametrize("spoilt", [[], [0], "one less", "one twice", "of another guide"])
def test_other_rows_than_those_on_the_page_are_refused(guide, twin, editor, spoilt):
    seen = pks(guide, Cause)
    wanted = {
        "one less": seen[1:],
        "one twice": [*seen, seen[0]],
        "of another guide": pks(twin, Cause),
    }.get(str(spoilt), spoilt)
    with pytest.raises(OrderHasChanged):
        put_in_order(guide, Cause, seen=seen, wanted=wanted, editor=editor)
    assert pks(guide, Cause) == seen


def test_another_guides_order_stays(guide, twin, editor):
    before = pks(twin, Step)
    seen = pks(guide, Step)
    put_in_order(guide, Step, seen=seen, wanted=seen[::-1], editor=editor)
    assert pks(twin, Step) == before


def test_retired_rows_are_no_part_of_the_list(guide, editor):
    cause = guide.causes.first()
    Cause.objects.filter(pk=cause.pk).update(retired=True)
    assert cause.pk not in pks(guide, Cause)
    seen = pks(guide, Cause)
    assert put_in_order(guide, Cause, seen=seen, wanted=seen[::-1], editor=editor)
    cause.refresh_from_db()
    assert cause.retired


def test_who_moved_what_is_written_down_once(guide, editor):
    seen = pks(guide, Cause)
    put_in_order(guide, Cause, seen=seen, wanted=[*seen[1:], seen[0]], editor=editor)
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (editor, str(guide.pk))
    assert str(Cause.objects.get(pk=seen[0])) in entry.change_message
    assert not put_in_order(
        guide, Cause, seen=pks(guide, Cause), wanted=pks(guide, Cause), editor=editor
    )
    assert LogEntry.objects.count() == 1


def cost(guide, editor):
    seen = pks(guide, Cause)
    with CaptureQueriesContext(connection) as captured:
        put_in_order(guide, Cause, seen=seen, wanted=seen[::-1], editor=editor)
    updates = [q for q in captured if q["sql"].startswith('UPDATE "troubleshooter_cause"')]
    return len(captured), len(updates)


def test_it_costs_the_same_for_any_number_of_rows(guide, editor):
    cost(guide, editor)  # content types are looked up once in each process
    before = cost(guide, editor)
    for number in range(20):
        guide.causes.create(key=f"more-{number}", name="More", share=0.1, order=number)
    assert cost(guide, editor) == before
    assert before[1] == 1


@pytest.mark.parametrize(
    ("pk", "by", "order"),
    [
        (7, -1, [7, 8, 9]),
        (7, 1, [8, 7, 9]),
        (9, 1, [7, 8, 9]),
        (9, -1, [7, 9, 8]),
        (6, 1, [7, 8, 9]),
    ],
)
def test_one_row_moves_one_place_and_stops_at_the_ends(pk, by, order):
    assert moved([7, 8, 9], pk, by) == order
