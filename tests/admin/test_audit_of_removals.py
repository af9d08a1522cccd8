"""Rows that are deleted together are told as if each went by itself, at a cost that does not grow."""

import pytest
from auditlog.models import LogEntry
from django.db import connection, models, transaction
from django.test.utils import CaptureQueriesContext

from troubleshooter.content.importing import import_guide
from troubleshooter.content.rows import content_from_rows
from troubleshooter.models import (
    Cause,
    Likelihood,
    Message,
    Option,
    Picture,
    Platform,
    Question,
    Step,
)

from .factories import more_like
from .test_audit import entries, forget

TOLD = ("content_type", "object_pk", "object_id", "object_repr", "action", "changes")
TOLD += ("additional_data", "actor", "actor_email", "serialized_data", "cid", "remote_addr")


def told_after(delete, rows):
    """What the trail has of it, in its order; the rows are there again afterwards."""
    forget()
    with transaction.atomic():
        counted = delete(rows)
        told = list(LogEntry.objects.order_by("pk").values(*TOLD))
        transaction.set_rollback(True)
    return counted, told


@pytest.mark.parametrize("model", [Platform, Cause, Question, Step, Option, Message, Likelihood])
def test_the_trail_has_what_auditlog_writes_of_each_row(guide, model):
    rows = model.objects.order_by("order") if hasattr(model, "order") else model.objects.all()
    (count, together), (same, one_by_one) = (
        told_after(delete, rows) for delete in (type(rows).delete, models.QuerySet.delete)
    )
    assert together == one_by_one
    assert count == same
    assert len(together) >= rows.count() > 0


def test_a_removal_that_is_taken_back_is_not_told(guide):
    forget()
    with transaction.atomic():
        Likelihood.objects.all().delete()
        transaction.set_rollback(True)
    assert Likelihood.objects.exists()
    assert not entries()


def test_what_is_not_there_is_not_told(guide):
    forget()
    assert Picture.objects.filter(pk=-1).delete() == (0, {})
    assert not entries()


def test_nobody_deletes_a_whole_table_by_its_manager():
    assert not hasattr(Likelihood.objects, "delete")


def statements_to_delete(options):
    cause = options[0].question.guide.causes.first()
    Likelihood.objects.bulk_create(
        Likelihood(option=option, cause=cause, probability=0.1) for option in options
    )
    with CaptureQueriesContext(connection) as captured:
        Option.objects.filter(pk__in=[option.pk for option in options]).delete()
    return len(captured)


def test_deleting_costs_the_same_however_many_rows_go(guide):
    option = Option.objects.first()
    statements_to_delete(more_like(option, 2))  # content types are looked up once
    few = statements_to_delete(more_like(option, 2))
    assert statements_to_delete(more_like(option, 20)) == few


def test_an_edition_with_other_options_costs_the_same_however_many_those_are(guide):
    def statements(options_of):
        content = content_from_rows(guide)
        questions = [
            question.model_copy(update={"options": options_of(question.options)})
            for question in content.questions
        ]
        new = content.model_copy(update={"questions": questions, "messages": []})
        with CaptureQueriesContext(connection) as captured:
            import_guide(new)
        return len(captured)

    def named(word, times):
        return lambda options: [
            option.model_copy(update={"key": f"{word}-{number}-{option.key}"})
            for number in range(times)
            for option in options
        ]

    statements(named("first", 1))
    few = statements(named("second", 1))
    statements(named("third", 3))
    assert statements(named("fourth", 3)) == few
