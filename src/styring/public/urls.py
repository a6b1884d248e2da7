"""Addresses that everyone may read, signed in or not; they are permanent."""

from __future__ import annotations

from django.urls import path

from styring.public import views

_VERSION = "offentlig/rapporter/<slug:slug>/versjon/<int:number>"

app_name = "public"
urlpatterns = [
    path("offentlig/", views.front, name="front"),
    path("offentlig/rapporter/<slug:slug>/", views.report, name="report"),
    path(f"{_VERSION}/", views.report, name="report_version"),
    path(f"{_VERSION}/rapport.pdf", views.report_pdf, name="report_pdf"),
    path(
        "offentlig/rapporter/<slug:slug>/versjon/<int:number>/tabeller.xlsx", views.report_tables, name="report_tables"
    ),
    path(f"{_VERSION}/data.json", views.report_data, name="report_data"),
]
