from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "styring.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.ui import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
