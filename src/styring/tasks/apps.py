from __future__ import annotations

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "styring.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.tasks import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
