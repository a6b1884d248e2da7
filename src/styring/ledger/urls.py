"""Addresses of the statements."""

from __future__ import annotations

from django.urls import path

from styring.ledger.views import statements

app_name = "ledger"
urlpatterns = [
    path("okonomi/oppstillinger/", statements.statements_latest, name="statements_latest"),
    path("okonomi/oppstillinger/<int:year>/", statements.statements, name="statements"),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/", statements.line, name="line"),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/<slug:art>/", statements.art, name="art"),
]
