from __future__ import annotations

from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "styring.public"
    label = "public"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.public import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
