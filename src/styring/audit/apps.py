from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "styring.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.audit import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
