"""Addresses of the statements."""

from __future__ import annotations

from django.urls import path

from styring.ledger import views

app_name = "ledger"
urlpatterns = [
    path("okonomi/oppstillinger/", views.statements_latest, name="statements_latest"),
    path("okonomi/oppstillinger/<int:year>/", views.statements, name="statements"),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/", views.line, name="line"),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/<slug:art>/", views.art, name="art"),
]
