"""The list of addresses."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [
    path("konto/", include("styring.project.sign_in_urls")),
    path("", include("styring.home.urls")),
    *(
        path("", include(f"styring.{app}.urls"))
        for app in (
            "accounts",
            "access",
            "audit",
            "budget",
            "documents",
            "imports",
            "ledger",
            "organisation",
            "plans",
            "public",
            "reporting",
            "restapi",
            "scorecards",
            "tasks",
            "thread",
            "wheel",
        )
    ),
]
handler400 = "styring.home.views.errors.bad_request"
handler403 = "styring.home.views.errors.forbidden"
handler404 = "styring.home.views.errors.not_found"
handler500 = "styring.home.views.errors.server_error"
