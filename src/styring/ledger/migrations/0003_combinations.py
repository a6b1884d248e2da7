"""Lines and sums point at an account combination that is stored once, and balances know their year."""

import django.db.models.deletion
from django.db import migrations, models

KEY = "account_class, unit_id, function, art, project"
TABLES = ("ledger_posting", "ledger_balance")


def point_at_combinations(apps, schema_editor):
    """Store each combination that is used, and let lines and sums point at it."""
    run = schema_editor.execute
    both = " UNION ".join(f"SELECT {KEY} FROM {table}" for table in TABLES)
    run(f"INSERT INTO ledger_combination ({KEY}) SELECT {KEY} FROM ({both}) AS used ORDER BY {KEY}")
    same = " AND ".join(f"known.{name.strip()} = {{table}}.{name.strip()}" for name in KEY.split(","))
    for table in TABLES:
        found = f"SELECT known.id FROM ledger_combination AS known WHERE {same.format(table=table)}"
        run(f"UPDATE {table} SET combination_id = ({found})")
    of_delivery = "SELECT year FROM ledger_delivery AS known WHERE known.id = ledger_balance.delivery_id"
    run(f"UPDATE ledger_balance SET year = ({of_delivery})")
    settle(schema_editor)


def spell_out(apps, schema_editor):
    """Write each combination out on every line and sum."""
    for table in TABLES:
        for name in KEY.split(","):
            found = f"SELECT known.{name} FROM ledger_combination AS known WHERE known.id = {table}.combination_id"
            schema_editor.execute(f"UPDATE {table} SET {name} = ({found})")
    settle(schema_editor)


def settle(schema_editor):
    """Check what foreign keys have put off; PostgreSQL changes no table that has such checks waiting."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        schema_editor.execute("SET CONSTRAINTS ALL DEFERRED")


def _pointer(model: str, *, null: bool):
    return models.ForeignKey(
        db_constraint=False, db_index=False, null=null, on_delete=django.db.models.deletion.PROTECT,
        related_name="+", to=f"ledger.{model}",
    )


def _unit():
    return models.ForeignKey(
        db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
        to="organisation.unit",
    )


OLD = {
    "account_class": models.CharField(
        choices=[("0", "Investering"), ("1", "Drift")], default="", max_length=1
    ),
    "unit": _unit(),
    "function": models.CharField(max_length=3, default="", verbose_name="funksjon"),
    "art": models.CharField(max_length=3, default="", verbose_name="art"),
    "project": models.CharField(blank=True, max_length=20, default="", verbose_name="prosjekt"),
}


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_own_codes_and_balance_sheets"), ("organisation", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Combination",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account_class", models.CharField(choices=[("0", "Investering"), ("1", "Drift")], max_length=1)),
                ("function", models.CharField(max_length=3, verbose_name="funksjon")),
                ("art", models.CharField(max_length=3, verbose_name="art")),
                ("project", models.CharField(blank=True, max_length=20, verbose_name="prosjekt")),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to="organisation.unit",
                    ),
                ),
            ],
            options={"ordering": ("pk",)},
        ),
        migrations.AddConstraint(
            model_name="combination",
            constraint=models.UniqueConstraint(
                fields=("unit", "account_class", "art", "function", "project"), name="ledger_combination_once"
            ),
        ),
        migrations.RemoveIndex(model_name="balance", name="ledger_balance_of_unit"),
        migrations.RemoveIndex(model_name="posting", name="ledger_posting_of_unit"),
        *(
            migrations.AlterField(model_name=model, name=name, field=field)
            for model in ("posting", "balance")
            for name, field in OLD.items()
        ),
        *(
            migrations.AddField(model_name=model, name="combination", field=_pointer("combination", null=True))
            for model in ("posting", "balance")
        ),
        migrations.AddField(
            model_name="balance", name="year", field=models.PositiveSmallIntegerField(null=True, verbose_name="år")
        ),
        migrations.RunPython(point_at_combinations, spell_out),
        *(
            migrations.RemoveField(model_name=model, name=name)
            for model in ("posting", "balance")
            for name in OLD
        ),
        *(
            migrations.AlterField(model_name=model, name=name, field=_pointer(name, null=False))
            for model in ("posting", "balance")
            for name in ("combination", "delivery")
        ),
        migrations.AlterField(
            model_name="balance", name="year", field=models.PositiveSmallIntegerField(verbose_name="år")
        ),
        migrations.AddField(
            model_name="posting",
            name="voucher",
            field=models.CharField(blank=True, default="", max_length=30, verbose_name="bilag"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(fields=["delivery", "combination", "amount"], name="ledger_posting_of_combination"),
        ),
        migrations.AddIndex(
            model_name="balance",
            index=models.Index(
                fields=["year", "combination", "delivery", "amount"], name="ledger_balance_of_year"
            ),
        ),
    ]
