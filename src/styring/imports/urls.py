"""Addresses of the pages of taking files in."""

from __future__ import annotations

from django.urls import path

from styring.imports import views

app_name = "imports"
urlpatterns = [
    path("okonomi/innlesing/", views.batch_list, name="batch_list"),
    path("okonomi/innlesing/ny/", views.upload, name="upload"),
    path("okonomi/innlesing/<int:number>/", views.batch_page, name="batch"),
    path("okonomi/innlesing/<int:number>/ta-i-bruk/", views.batch_post, name="batch_post"),
    path("okonomi/innlesing/<int:number>/angre/", views.batch_undo, name="batch_undo"),
    path("okonomi/innlesing/<int:number>/forkast/", views.batch_discard, name="batch_discard"),
]
