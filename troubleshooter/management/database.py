"""What a command needs of the database before it begins."""

from django.core.management.base import CommandError
from django.db import connection

from troubleshooter.models import Guide


def require_tables() -> None:
    """Raise CommandError, saying what to do, when the database has not been set up yet."""
    if Guide._meta.db_table not in connection.introspection.table_names():
        raise CommandError("The database has no tables yet. Run first: manage.py migrate")
