"""Addresses of the pages where documents are put together and published, and of the files of what is published."""

from __future__ import annotations

from django.urls import path

from styring.documents import views

_VERSION = "offentlig/rapporter/<slug:slug>/versjon/<int:number>"

app_name = "documents"
urlpatterns = [
    path("dokumenter/", views.document_list, name="document_list"),
    path("dokumenter/runde/<str:period>/", views.draft, name="draft"),
    path("dokumenter/runde/<str:period>/publiser/", views.publish, name="publish"),
    path(f"{_VERSION}/rapport.pdf", views.report_pdf, name="report_pdf"),
    path(f"{_VERSION}/tabeller.xlsx", views.report_tables, name="report_tables"),
    path(f"{_VERSION}/data.json", views.report_data, name="report_data"),
]
