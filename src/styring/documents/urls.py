"""Addresses of the pages where documents are put together and published."""

from __future__ import annotations

from django.urls import path

from styring.documents import views

app_name = "documents"
urlpatterns = [
    path("dokumenter/", views.document_list, name="document_list"),
    path("dokumenter/runde/<str:period>/", views.draft, name="draft"),
    path("dokumenter/runde/<str:period>/publiser/", views.publish, name="publish"),
]
