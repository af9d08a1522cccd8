import pytest
from auditlog.models import LogEntry

from tests.conftest import SHIPPED
from troubleshooter.content.importing import import_guide
from troubleshooter.content.reader import read_guide


@pytest.fixture(scope="module")
def icloud_once(django_db_setup, django_db_blocker):
    """The iCloud guide's draft, imported once for all tests of a module; each puts it back. What the
    audit trail says of that goes too: another test's guide may get the same number."""
    content, _ = read_guide((SHIPPED / "icloud-backup.yaml").read_bytes())
    with django_db_blocker.unblock():
        there = set(LogEntry.objects.values_list("pk", flat=True))
        guide = import_guide(content).guide
        yield guide
        guide.delete()
        LogEntry.objects.exclude(pk__in=there).delete()


@pytest.fixture
def icloud(icloud_once, db):
    return icloud_once
