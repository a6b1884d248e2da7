"""Are the migrations named by what they do, and can each be undone? Tries it on an empty database, both ways."""

from __future__ import annotations

import os
import re
import sys

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styring.project.settings")
django.setup()

from django.apps import apps  # noqa: E402 - Django must be set up first
from django.db import connection  # noqa: E402
from django.db.migrations.loader import MigrationLoader  # noqa: E402

OWN = sorted(app.label for app in apps.get_app_configs() if app.name.startswith("styring."))


def badly_named(loader: MigrationLoader) -> list[str]:
    """Migrations with the name that Django makes up when nobody gives one."""
    return [
        f"{app}.{name}" for app, name in loader.disk_migrations if app in OWN and re.search(r"_auto_\d|_alter_", name)
    ]


def one_way(loader: MigrationLoader) -> list[str]:
    """Migrations with a step that cannot be undone."""
    own = {key: migration for key, migration in loader.disk_migrations.items() if key[0] in OWN}
    return [f"{app}.{name}" for (app, name), m in own.items() if not all(step.reversible for step in m.operations)]


def main() -> int:
    """Say what is wrong; 0 when nothing is."""
    loader = MigrationLoader(connection)
    wrong = [f"{name}: trenger et navn som sier hva den gjør" for name in badly_named(loader)]
    wrong += [f"{name}: kan ikke rulles tilbake" for name in one_way(loader)]
    if not wrong:
        name = connection.creation.create_test_db(verbosity=0)
        try:
            for app in OWN:
                if loader.graph.root_nodes(app):
                    call_command("migrate", app, "zero", verbosity=0)
            call_command("migrate", verbosity=0)
        finally:
            connection.creation.destroy_test_db(name, verbosity=0)
    print("\n".join(wrong) or f"{sum(app in OWN for app, _ in loader.disk_migrations)} migreringer går begge veier.")
    return 1 if wrong else 0


sys.exit(main())
