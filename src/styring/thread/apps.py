from __future__ import annotations

from django.apps import AppConfig


class ThreadConfig(AppConfig):
    name = "styring.thread"
    label = "thread"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.thread import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
