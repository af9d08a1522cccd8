"""A database that an earlier version filled is brought up to date with nothing lost."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

APP = "troubleshooter"
BEFORE, AFTER = [(APP, "0001_initial")], [(APP, "0002_learning_and_proof")]


def migrated(target):
    """The models as they were at that migration, with the database brought there."""
    MigrationExecutor(connection).migrate(target)
    return MigrationExecutor(connection).loader.project_state(target).apps


@pytest.fixture
def at_the_latest_again():
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def fill(apps):
    """A visit with one event, as the first version kept them."""

    def create(model, **values):
        return apps.get_model(APP, model).objects.create(**values)

    now = timezone.now()
    guide = create("Guide", key="lamp", title="Dark", summary="Dark.", support_minutes=9)
    create("Step", guide=guide, key="plug", title="Plug it in", minutes=1, disruption=1)
    revision = create("Revision", guide=guide, number=1, content={}, content_hash="0")
    numbers = create("Parameters", revision=revision, origin="editorial", content={"shares": {}})
    both = {"revision": revision, "parameters": numbers}
    times = {"started_at": now, "last_event_at": now}
    visit = create("Visit", token_hash=b"1" * 32, guide=guide, last_sequence=1, **both, **times)
    create("Event", visit=visit, sequence=1, kind="started", at=now, **both)


@pytest.mark.django_db(transaction=True)
def test_what_the_first_version_kept_is_there_after_the_second(at_the_latest_again):
    fill(migrated(BEFORE))
    apps = migrated(AFTER)
    visit = apps.get_model(APP, "Visit").objects.get()
    assert (visit.arm, visit.lot, visit.simulated) == ("engine", 0, False)
    event = visit.events.get()
    assert (event.kind, event.propensity, event.shadow_move) == ("started", 1, "")
    numbers = visit.parameters
    assert (numbers.content, numbers.parent, numbers.report) == ({"shares": {}}, None, {})
    step = apps.get_model(APP, "Step").objects.get()
    assert (step.check_minutes, step.test, step.edition) == (None, "", 1)
    assert apps.get_model(APP, "Guide").objects.get().adopt_band == 0
