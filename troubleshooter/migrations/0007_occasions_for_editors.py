"""Those who edit and those who publish may note what happened in the world."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APP = "troubleshooter"
CODENAMES = tuple(f"{verb}_occasion" for verb in ("view", "add", "change", "delete"))
GROUPS = ("Content editors", "Publishers")


def allow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias
    _make_permissions(apps, using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    found = permissions.filter(content_type__app_label=APP, codename__in=CODENAMES)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.add(*found)


def _make_permissions(apps: Apps, using: str) -> None:
    """Django makes permissions after all migrations; on a new database they would come too late."""
    config = apps.get_app_config(APP)
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None


def disallow(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    found = permissions.filter(content_type__app_label=APP, codename__in=CODENAMES)
    for group in apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS):
        group.permissions.remove(*found)


class Migration(migrations.Migration):

    dependencies = [
        ("troubleshooter", "0006_statistics"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(allow, disallow)]
