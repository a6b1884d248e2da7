from __future__ import annotations

from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "styring.imports"
    label = "imports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.imports import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
