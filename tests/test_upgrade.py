"""The way up through all migrations: nothing is lost on it, and it ends where the models are."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

APP = "troubleshooter"
ROLES = {"Content editors", "Publishers", "Support leads"}


def migrated(target):
    """The models as they were at that migration, with the database brought there."""
    MigrationExecutor(connection).migrate([(APP, target)])
    return MigrationExecutor(connection).loader.project_state([(APP, target)]).apps


def to_the_latest():
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


@pytest.fixture
def at_the_latest_again(transactional_db):
    yield
    to_the_latest()


def emptied():
    """A database of before the first migration, made without walking all the way down."""
    Group.objects.filter(name__in=ROLES).delete()
    with connection.schema_editor() as editor:
        for model in apps.get_app_config(APP).get_models():
            editor.delete_model(model)
    MigrationRecorder(connection).migration_qs.filter(app=APP).delete()


def tables():
    """table -> (its columns, its constraints), in no order."""
    models = apps.get_app_config(APP).get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        return {model._meta.db_table: table(cursor, model._meta.db_table) for model in models}


def table(cursor, name):
    introspection = connection.introspection
    columns = introspection.get_table_description(cursor, name)
    found = introspection.get_constraints(cursor, name).values()
    constraints = [(sorted(c.pop("columns") or []), sorted(map(str, c.items()))) for c in found]
    return sorted(map(str, columns)), sorted(constraints)


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


def kept_by_the_second(apps):
    visit = apps.get_model(APP, "Visit").objects.get()
    assert (visit.arm, visit.lot, visit.simulated) == ("engine", 0, False)
    event = visit.events.get()
    assert (event.kind, event.propensity, event.shadow_move) == ("started", 1, "")
    numbers = visit.parameters
    assert (numbers.content, numbers.parent, numbers.report) == ({"shares": {}}, None, {})
    step = apps.get_model(APP, "Step").objects.get()
    assert (step.check_minutes, step.test, step.edition) == (None, "", 1)
    assert apps.get_model(APP, "Guide").objects.get().adopt_band == 0


def held(role):
    return set(Permission.objects.filter(group__name=role).values_list("codename", flat=True))


def test_all_is_there_at_the_end_of_the_way_up(at_the_latest_again):
    """One way through, because it takes seconds: what the first version kept is there after the
    second; the roles go and come with their migration, on a database that has nothing but the
    tables of before too; and the tables of the tests, made from the models, are those that the
    migrations make."""
    of_the_models = tables()
    emptied()
    fill(migrated("0001_initial"))
    kept_by_the_second(migrated("0002_learning_and_proof"))
    migrated("0005_roles")
    assert set(Group.objects.values_list("name", flat=True)) >= ROLES
    migrated("0004_workbench")
    assert not Group.objects.filter(name__in=ROLES).exists()
    Permission.objects.filter(content_type__app_label=APP).delete()
    to_the_latest()
    assert tables() == of_the_models
    assert held("Support leads") == {"view_statistics"}
    assert "change_picture" in held("Content editors")
    assert "publish_guide" in held("Publishers")
