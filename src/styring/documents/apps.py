from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "styring.documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from styring.documents import manifest  # noqa: PLC0415 - apps are ready only now

        manifest.register()
