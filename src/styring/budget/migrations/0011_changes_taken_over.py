"""Let a change point at the one that it was taken over from."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

guards = import_module("styring.budget.migrations.0005_guard_layers")
LOST = [guards.sqlite(*guard) for guard in guards.GUARDED if guard[2] == guards.CHANGE]
"""SQLite takes a column away by making the table anew, without its guards."""


class Migration(migrations.Migration):

    dependencies = [("budget", "0010_investments_and_finance")]

    operations = [
        guards.SQLOfTheEngine({"sqlite": [], "postgresql": []}, {"sqlite": LOST, "postgresql": []}),
        migrations.AddField(
            model_name="change",
            name="taken_from",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="budget.change"
            ),
        ),
    ]
