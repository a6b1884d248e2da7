from __future__ import annotations

from django.apps import AppConfig


class RestapiConfig(AppConfig):
    name = "styring.restapi"
    label = "restapi"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.restapi import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
