from __future__ import annotations

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "styring.home"
    label = "home"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.home import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
