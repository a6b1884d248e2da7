from __future__ import annotations

from django.apps import AppConfig


class WheelConfig(AppConfig):
    name = "styring.wheel"
    label = "wheel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.wheel import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
