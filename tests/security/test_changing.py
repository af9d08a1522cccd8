"""What changes something takes a POST with a token against forgery; a GET changes nothing."""

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.admin.addresses import MAY
from tests.admin.conftest import guide, learnt, occasion, visitor  # noqa: F401  fixtures
from tests.admin.test_roles import ADDRESSES, examples, reversed_with, unwritten  # noqa: F401
from troubleshooter.models import Guide

from .addresses import MATRIX
from .test_addresses import begun, places  # noqa: F401  a fixture

WRITES = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"', re.IGNORECASE)


@pytest.fixture
def everywhere(examples, places):  # noqa: F811
    """(name, address) of every address that there is."""
    ours = [(name, row.where.format(**places)) for name, row in MATRIX.items()]
    of_admin = [(n, reversed_with(examples, p)) for n, p in ADDRESSES.items() if n in MAY]
    return ours + of_admin


def chief_in_a_visit(**options) -> Client:
    """Somebody who may do everything, so that nothing else stands in the way."""
    client = Client(**options)
    client.cookies["visit-lamp"] = begun().cookies["visit-lamp"].value
    client.force_login(get_user_model().objects.create_superuser("may-all"))
    return client


def test_every_post_without_the_token_is_refused_and_writes_nothing(everywhere):
    client = chief_in_a_visit(enforce_csrf_checks=True)
    with CaptureQueriesContext(connection) as asked:
        statuses = {name: client.post(where, {}).status_code for name, where in everywhere}
    assert {name: status for name, status in statuses.items() if status != 403} == {}
    assert written(asked) == set()


def test_a_get_leaves_every_row_as_it_was(everywhere, unwritten):  # noqa: F811
    client, wrote, waited = chief_in_a_visit(), {}, set()
    before = all_rows()
    for name, where in everywhere:
        with CaptureQueriesContext(connection) as asked:
            client.get(where).getvalue()
        wrote |= {name: written(asked)} if written(asked) else {}
        waited |= {name} if "SAVEPOINT" in str(asked.captured_queries) else set()
    after = all_rows()
    assert {t: rows for t, rows in after.items() if rows != before[t]} == {}, wrote
    # Asks what would be deleted by deleting it, and takes that back; makes a secret that waits.
    assert set(wrote) <= {"troubleshooter_guide_delete", "second-factor"}
    # Nobody else begins a transaction: on the embedded database it would wait for a writer's turn.
    assert waited <= {"troubleshooter_guide_delete"}


def all_rows() -> dict[str, list[str]]:
    """What every table holds, but for sessions, and secrets of second factors that are not on."""
    return {
        model._meta.db_table: sorted(map(str, model._default_manager.values()))
        for model in apps.get_models()
        if model._meta.managed and model not in (Session, TOTPDevice)
    } | {"devices": sorted(map(str, TOTPDevice.objects.filter(confirmed=True).values()))}


def written(asked) -> set[str]:
    """The tables that were written to, sessions left out."""
    found = (WRITES.match(one["sql"]) for one in asked.captured_queries)
    return {one[1] for one in found if one} - {Session._meta.db_table}


@pytest.mark.django_db
def test_what_is_written_is_seen(lamp):
    before = all_rows()
    with CaptureQueriesContext(connection) as asked:
        Guide.objects.update(title="Another")
    after = all_rows()
    assert "troubleshooter_guide" in written(asked)
    assert "troubleshooter_guide" in {name for name in after if after[name] != before[name]}
