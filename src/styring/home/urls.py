"""Addresses of the front page, the first run and health."""

from __future__ import annotations

from django.urls import path

from styring.home.views import front, health, kept, my_page, setup, trail

app_name = "home"
urlpatterns = [
    path("", front.front, name="front"),
    path("min-side/", my_page.my_page, name="my_page"),
    path("revisjonsspor/", trail.audit_trail, name="audit_trail"),
    path("uferdig/", kept.show_kept, name="kept"),
    path("helse/", health.show_health, name="health"),
    path("oppsett/", setup.setup_start, name="setup"),
    path("oppsett/<slug:step>/", setup.setup_step, name="setup_step"),
]
