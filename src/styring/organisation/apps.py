from __future__ import annotations

from django.apps import AppConfig


class OrganisationConfig(AppConfig):
    name = "styring.organisation"
    label = "organisation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.organisation import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
