from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "styring.ledger"
    label = "ledger"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.ledger import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
