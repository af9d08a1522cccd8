"""Old code can live with new tables: a release only adds, and what it adds the database can fill in.

`make drill-upgrade FROM=commit` lets old code serve on new tables; this reads what migrations do.
"""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

# The migrations of before the first release: nobody has old code of theirs.
FIRST_RELEASE = 9
TAKE_AWAY = (
    migrations.RemoveField,
    migrations.RenameField,
    migrations.DeleteModel,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def breaks_old_code(operation):
    """Whether code that does not know of it could no longer write."""
    if isinstance(operation, TAKE_AWAY):
        return True
    if isinstance(operation, migrations.AddField):
        field = operation.field
        filled = field.null or field.many_to_many or field.db_default is not NOT_PROVIDED
        return not filled
    return False


def test_no_migration_since_the_first_release_breaks_the_code_before_it():
    loader = MigrationLoader(connection, load=False)
    loader.load_disk()
    ours = {
        name: one for (app, name), one in loader.disk_migrations.items() if app == "troubleshooter"
    }
    assert len(ours) >= FIRST_RELEASE
    for name, migration in ours.items():
        if int(name[:4]) > FIRST_RELEASE:
            broken = [op for op in migration.operations if breaks_old_code(op)]
            assert broken == [], f"{name}: see docs/deploying.md, upgrades without a pause"


@pytest.mark.parametrize(
    ("field", "breaks"),
    [
        (models.CharField(default="x"), True),
        (models.CharField(default="x", db_default="x"), False),
        (models.CharField(null=True), False),
        (models.BooleanField(db_default=False), False),
    ],
)
def test_a_column_that_only_new_code_fills_is_caught(field, breaks):
    operation = migrations.AddField("visit", "planted", field)
    assert breaks_old_code(operation) is breaks


def test_what_takes_away_is_caught():
    assert breaks_old_code(migrations.RemoveField("visit", "planted"))
    assert not breaks_old_code(migrations.AddIndex("visit", models.Index(fields=["x"], name="x")))
