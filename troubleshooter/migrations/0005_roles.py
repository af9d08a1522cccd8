"""Three groups of people, each with as little as its work needs.

Content editors write and preview. Publishers also decide what visitors meet. Support leads see
statistics, and nothing of a single visit.
"""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

APP = "troubleshooter"
WRITTEN = (
    "guide", "guidepath", "platform", "platformversion",
    "cause", "causefact", "fact",
    "question", "questionpath", "questionfact", "option", "likelihood",
    "step", "stepeffect", "steprequirement", "steppath", "stepfact", "steppicture",
    "settingspath", "variant", "pathpicture", "picture",
    "message", "messageanswer", "handoffitem", "aftercare", "aftercarepath",
)
LOOKED_AT = ("revision", "parameters", "plannedpublication", "linkcheck")
EDIT = (
    *(f"{verb}_{model}" for model in WRITTEN for verb in ("view", "add", "change", "delete")),
    *(f"view_{model}" for model in LOOKED_AT),
)
GROUPS = {
    "Content editors": EDIT,
    "Publishers": (*EDIT, "publish_guide"),
    "Support leads": ("view_statistics",),
}


def make_groups(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """A group of that name that is there already keeps what it has and gets what it lacks."""
    using = editor.connection.alias
    _make_permissions(apps, using)
    permissions = apps.get_model("auth", "Permission").objects.using(using)
    for name, codenames in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(using).get_or_create(name=name)
        found = permissions.filter(content_type__app_label=APP, codename__in=codenames)
        group.permissions.add(*found)


def _make_permissions(apps: Apps, using: str) -> None:
    """Django makes permissions after all migrations; on a new database they would come too late.

    The apps of a migration have no module of models, which Django takes for "has no models".
    """
    config = apps.get_app_config(APP)
    config.models_module = True
    create_permissions(config, apps=apps, using=using, verbosity=0)
    config.models_module = None


def remove_groups(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    using = editor.connection.alias
    apps.get_model("auth", "Group").objects.using(using).filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("troubleshooter", "0004_workbench"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="visit",
            options={
                "ordering": ["-started_at"],
                "permissions": [("view_statistics", "Can see the statistics of all visits")],
            },
        ),
        migrations.RunPython(make_groups, remove_groups),
    ]
