"""Addresses of the thread's pages."""

from __future__ import annotations

from django.urls import path

from styring.thread import views

app_name = "thread"
urlpatterns = [
    path("styring/element/<uuid:key>/", views.element_page, name="element"),
    path("styring/traad/<uuid:key>/", views.walk_page, name="walk"),
    path("styring/brudd/", views.breaks_page, name="breaks"),
]
