from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "styring.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.reporting import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
