"""What a unit is called becomes a thing in time on the unit itself, as its placements say it."""

from django.db import migrations, models


def read_from_placements(apps, schema_editor):
    Placement = apps.get_model("organisation", "Placement")
    Unit = apps.get_model("organisation", "Unit")
    names = {}
    for placement in Placement.objects.order_by("unit", "valid_from"):
        own = names.setdefault(placement.unit_id, [])
        if not own or own[-1][1] != placement.name:
            own.append([placement.valid_from.isoformat(), placement.name])
    units = list(Unit.objects.all())
    for unit in units:
        unit.names = names.get(unit.pk) or [[unit.opened_on.isoformat(), unit.name]]
    Unit.objects.bulk_update(units, ["names"], batch_size=200)


def keep_the_last(apps, schema_editor):
    Unit = apps.get_model("organisation", "Unit")
    units = list(Unit.objects.all())
    for unit in units:
        unit.name = unit.names[-1][1] if unit.names else unit.code
    Unit.objects.bulk_update(units, ["name"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ("organisation", "0003_codes_can_stand_in_an_address"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="unit",
            options={"ordering": ("code",)},
        ),
        migrations.AddField(
            model_name="unit",
            name="names",
            field=models.JSONField(blank=True, default=list, verbose_name="navn"),
        ),
        migrations.AlterField(
            model_name="unit",
            name="name",
            field=models.CharField(default="", max_length=200, verbose_name="navn"),
        ),
        migrations.RunPython(read_from_placements, keep_the_last),
        migrations.RemoveField(
            model_name="unit",
            name="name",
        ),
    ]
