"""Addresses of the pages of the organisation."""

from __future__ import annotations

from django.urls import path

from styring.organisation.views import changing, files, reading

app_name = "organisation"
urlpatterns = [
    path("organisasjon/", reading.tree, name="tree"),
    path("organisasjon/politisk/", reading.politics, name="politics"),
    path("organisasjon/politisk/<slug:kind>/ny/", changing.new_political, name="new_political"),
    path("organisasjon/politisk/<slug:kind>/<int:pk>/", changing.change_political, name="change_political"),
    path("organisasjon/politisk/<slug:kind>/<int:pk>/avslutt/", changing.end_political, name="end_political"),
    path("organisasjon/filer/", files.files, name="files"),
    path("organisasjon/filer/organisasjon.<slug:written_as>", files.export, name="export"),
    path("organisasjon/kommunen/", changing.change_municipality, name="change_municipality"),
    path("organisasjon/nivaaer/ny/", changing.new_level, name="new_level"),
    path("organisasjon/nivaaer/<int:number>/", changing.change_level, name="change_level"),
    path("organisasjon/ny/", changing.open_new_unit, name="open_unit"),
    path("organisasjon/stillinger/<int:position>/<slug:act>/", changing.change_position, name="change_position"),
    path("organisasjon/innehavere/<int:holding>/avslutt/", changing.end_tenure, name="end_holding"),
    path("organisasjon/<str:code>/", reading.unit_page, name="unit"),
    path("organisasjon/<str:code>/<slug:act>/", changing.change_unit, name="change_unit"),
]
