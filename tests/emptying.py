"""What a test has committed is taken out again, and what migrations put there stays.

Django empties all tables, and then makes kinds of content, permissions and our roles anew, which
takes ten times as long. It still does that where a test has changed one of them.
"""

from auditlog.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connections
from django.test import TransactionTestCase

STAYS = (ContentType, Permission, Group, Group.permissions.through)

with_all_made_anew = TransactionTestCase._fixture_teardown
first: dict[str, list[list[tuple]]] = {}


def remember(database: str) -> None:
    """As it stands once the tables are there. That the roles were made is no entry of the trail
    that a test counts on."""
    LogEntry.objects.using(database).all().delete()
    first[database] = made(database)


def made(database: str) -> list[list[tuple]]:
    return [sorted(kind.objects.using(database).values_list()) for kind in STAYS]


def empty(test: TransactionTestCase) -> None:
    databases = test._databases_names(include_mirrors=False)
    if any(made(database) != first.get(database) for database in databases):
        with_all_made_anew(test)
        first.update({database: made(database) for database in databases})
        return
    for database in databases:
        connection = connections[database]
        tables = connection.introspection.django_table_names(
            only_existing=True, include_views=False
        )
        tables = set(tables) - {kind._meta.db_table for kind in STAYS}
        connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))
