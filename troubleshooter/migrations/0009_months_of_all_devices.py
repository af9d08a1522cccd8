"""Months of all devices together, from the months that are counted already."""

from django.db import migrations
from django.db.models import Sum

ALL = "*"
OF_SLICE = ("guide_id", "revision_id", "simulated", "exclusion")
VISIT = ("visits", "resolved", "worked_around", "handed_over", "forgotten", "left")
NODE = ("shown", "answered", "fixed", "no_help", "could_not", "not_found", "waiting", "left")
TABLES = {
    "VisitCount": ((), VISIT),
    "NodeCount": (("node", "key"), NODE),
    "DetailCount": (
        ("node", "key", "by", "value", "to_node", "to_key"),
        ("shown", "tried", "fixed", "left"),
    ),
    "TimeCount": (("clock", "end", "minutes"), ("visits",)),
}


def add(apps, schema_editor):
    slices = apps.get_model("troubleshooter", "Slice").objects
    wholes = {}
    for values in slices.order_by().values_list(*OF_SLICE).distinct():
        named = dict(zip(OF_SLICE, values, strict=True))
        wholes[values] = slices.create(**named, platform=ALL, version=ALL).pk
    for name, (columns, measures) in TABLES.items():
        model = apps.get_model("troubleshooter", name)
        apart = (*(f"slice__{column}" for column in OF_SLICE), "start", *columns)
        rows = model.objects.filter(grain="month").order_by().values(*apart)
        summed = rows.annotate(**{f"sum_{measure}": Sum(measure) for measure in measures})
        model.objects.bulk_create(
            [
                model(
                    slice_id=wholes[tuple(row[f"slice__{column}"] for column in OF_SLICE)],
                    grain="month",
                    **{column: row[column] for column in ("start", *columns)},
                    **{measure: row[f"sum_{measure}"] for measure in measures},
                )
                for row in summed
            ],
            batch_size=500,
        )


def take_off(apps, schema_editor):
    wholes = apps.get_model("troubleshooter", "Slice").objects.filter(platform=ALL)
    for name in TABLES:
        apps.get_model("troubleshooter", name).objects.filter(slice__in=wholes).delete()
    wholes.delete()


class Migration(migrations.Migration):
    dependencies = [("troubleshooter", "0008_on_a_phone")]
    operations = [migrations.RunPython(add, take_off)]
