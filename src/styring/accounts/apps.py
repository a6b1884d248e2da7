from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "styring.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.accounts import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
