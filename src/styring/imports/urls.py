"""Addresses of the pages of taking files in."""

from __future__ import annotations

from django.urls import path

from styring.imports import api, views

app_name = "imports"
urlpatterns = [
    path("okonomi/innlesing/", views.batch_list, name="batch_list"),
    path("okonomi/innlesing/ny/", views.upload, name="upload"),
    path("okonomi/innlesing/oppsett/", views.layout_list, name="layout_list"),
    path("okonomi/innlesing/oppsett/nytt/<str:kind>/", views.layout_new, name="layout_new"),
    path("okonomi/innlesing/oppsett/<int:number>/", views.layout_page, name="layout"),
    path("okonomi/innlesing/oppsett/<int:number>/fjern/", views.layout_remove, name="layout_remove"),
    path("okonomi/innlesing/<int:number>/", views.batch_page, name="batch"),
    path("okonomi/innlesing/<int:number>/ta-i-bruk/", views.batch_post, name="batch_post"),
    path("okonomi/innlesing/<int:number>/les/", views.batch_read, name="batch_read"),
    path("okonomi/innlesing/<int:number>/angre/", views.batch_undo, name="batch_undo"),
    path("okonomi/innlesing/<int:number>/forkast/", views.batch_discard, name="batch_discard"),
    path("api/v1/innlesinger/<str:kind>/", api.files, name="api_files"),
    path("api/v1/innlesinger/nr/<int:number>/", api.batch, name="api_batch"),
    path("api/v1/innlesinger/nr/<int:number>/ta-i-bruk/", api.change, {"change": "post"}, name="api_post"),
    path("api/v1/innlesinger/nr/<int:number>/angre/", api.change, {"change": "undo"}, name="api_undo"),
    path("api/v1/innlesinger/nr/<int:number>/forkast/", api.change, {"change": "discard"}, name="api_discard"),
]
