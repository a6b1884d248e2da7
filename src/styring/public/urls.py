"""Addresses that everyone may read, signed in or not; they are permanent."""

from __future__ import annotations

from django.urls import path

from styring.public import views

app_name = "public"
urlpatterns = [
    path("offentlig/", views.front, name="front"),
    path("offentlig/tilgjengelighet/", views.accessibility, name="accessibility"),
    path("offentlig/personvern/", views.privacy, name="privacy"),
    path("offentlig/rapporter/<slug:slug>/", views.report, name="report"),
    path("offentlig/rapporter/<slug:slug>/versjon/<int:number>/", views.report, name="report_version"),
]
