"""The cast: small example guides that the tests name."""

import gc
from importlib import import_module
from itertools import count
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate
from django.template.base import Template
from django.test import Client, TransactionTestCase, override_settings
from django.test import client as test_client
from django.test.signals import template_rendered
from django.utils import translation

from helpdesk.in_time import patience
from tests import emptying, trying  # noqa: F401 - what it does is to choose how many examples are tried
from tests.snapshots import Snapshot
from troubleshooter.content import catalogue
from troubleshooter.statistics import sources
from troubleshooter.templatetags import kept
from troubleshooter.views.counting import counters

OF_FORMS = ("django/forms/", "admin/widgets/")
PLAIN_STATIC_FILES = "django.contrib.staticfiles.storage.StaticFilesStorage"
GUIDES = Path(__file__).parent / "guides"
SHIPPED = Path(__file__).parent.parent / "troubleshooter" / "guides"


@pytest.hookimpl(wrapper=True)
def pytest_collection(session):
    """Thousands of tests are found and none is let go of: there is nothing to look for meanwhile."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.enable()


def pytest_collection_finish(session):
    """What was loaded by now stays to the end: nobody need look through it again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


@pytest.fixture(scope="session", autouse=True)
def _context_of_the_page_alone(django_test_environment):
    """A test client is told of every template that a page includes, each widget of a form among
    them, and copies its context. A test asks for what the page itself was given."""
    kept = test_client.store_rendered_templates

    def store(store, signal, sender, template, context, **kwargs):
        if not store.get("templates"):
            kept(store, signal, sender, template, context, **kwargs)

    def render(template, context):
        if context.template is template and not (template.name or "").startswith(OF_FORMS):
            template_rendered.send(sender=template, template=template, context=context)
        return template.nodelist.render(context)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(test_client, "store_rendered_templates", store)
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(scope="session", autouse=True)
def _emptied_sooner():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", emptying.empty)
        yield


@pytest.fixture(scope="session", autouse=True)
def _quick_settings(tmp_path_factory):
    """No collected static files to look through for each client, and no slow password hash."""
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STATIC_FILES}}
    with override_settings(
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        STORAGES=storages,
        WRONG_PASSWORDS="counts+memory:",
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    ):
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    """A test's database need not survive a power cut."""
    options = connection.settings_dict.get("OPTIONS", {})
    if "init_command" in options:
        command = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        options["init_command"] = command


@pytest.fixture(scope="session")
def django_db_setup(request, django_db_blocker):
    """Tables as the models say: the same as the migrations make (test_upgrade.py), and sooner.

    The roles come from a migration. A test that empties the tables must not take them along."""
    unmigrated = {app.label: None for app in apps.get_app_configs()}
    with override_settings(MIGRATION_MODULES=unmigrated):
        request.getfixturevalue("django_db_setup")
    post_migrate.connect(make_roles, sender=apps.get_app_config("troubleshooter"))
    with django_db_blocker.unblock():
        make_roles()
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        for migration in MigrationLoader(connection).disk_migrations:
            recorder.record_applied(*migration)
        emptying.remember(connection.alias)


def make_roles(**kwargs):
    roles = import_module("troubleshooter.migrations.0005_roles").GROUPS
    occasions = import_module("troubleshooter.migrations.0007_occasions_for_editors")
    for name, codenames in roles.items():
        more = occasions.CODENAMES if name in occasions.GROUPS else ()
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*Permission.objects.filter(codename__in=(*codenames, *more)))


@pytest.fixture(scope="session")
def _media(tmp_path_factory):
    """Folders that are there as soon as something is put in them, each another one."""
    root = tmp_path_factory.mktemp("media")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def _own_media(_media, settings):
    """Pictures that a test uploads are no other test's."""
    settings.MEDIA_ROOT = next(_media)


@pytest.fixture(autouse=True)
def _fresh_catalogue():
    """A process keeps revisions and parts of pages for ever, for a day how many visits came from
    where, and what was counted; a test's database is gone after it."""
    yield
    caches["sources"].clear()
    for counter in counters():
        counter.reset()
    sources.forget()
    kept.forget()
    catalogue.published.cache_clear()
    catalogue.parameters.cache_clear()


@pytest.fixture(autouse=True)
def _nothing_of_other_requests():
    """A request leaves its language to whatever its thread does next, and one that is answered bit
    by bit how long a statement may take; here that is a test."""
    yield
    translation.deactivate()
    patience._patience.set(None)


@pytest.fixture
def lamp(db):
    """The lamp guide, published."""
    LAMP.put()
    return catalogue.live_guide("lamp")


def publish_file(path: Path) -> "catalogue.LiveGuide":
    call_command("import_guide", str(path), publish=True, verbosity=0)
    live = catalogue.live_guide(key_of(path))
    assert live is not None
    return live


LAMP = Snapshot(lambda: publish_file(GUIDES / "lamp.yaml"))


def key_of(path: Path) -> str:
    line = next(x for x in path.read_text().splitlines() if x.startswith("key: "))
    return line.removeprefix("key: ").strip()


@pytest.fixture
def visitor(lamp):
    """Someone with a desk lamp of version 2 who has begun the lamp guide."""
    client = Client()
    client.post("/guides/lamp/start/", {"platform": "desk", "version": "2"})
    return client
