"""Addresses of the front page, the first run and health."""

from __future__ import annotations

from django.urls import path

from styring.home.views import front, health, my_page, setup

app_name = "home"
urlpatterns = [
    path("", front.front, name="front"),
    path("min-side/", my_page.my_page, name="my_page"),
    path("helse/", health.show_health, name="health"),
    path("oppsett/", setup.setup_start, name="setup"),
    path("oppsett/<slug:step>/", setup.setup_step, name="setup_step"),
]
