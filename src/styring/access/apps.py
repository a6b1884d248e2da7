from __future__ import annotations

from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "styring.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.access import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
