from __future__ import annotations

from django.apps import AppConfig


class BudgetConfig(AppConfig):
    name = "styring.budget"
    label = "budget"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.budget import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
