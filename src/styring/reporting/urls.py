"""Addresses of the pages of reporting."""

from __future__ import annotations

from django.urls import path

from styring.reporting.views import deviations, level, rounds, unit

app_name = "reporting"
urlpatterns = [
    path("rapportering/", rounds.rounds, name="rounds"),
    path("rapportering/apne/", rounds.open_page, name="open"),
    path("rapportering/avvik/", deviations.deviations, name="deviations"),
    path("rapportering/avvik/<uuid:key>/", deviations.deviation, name="deviation"),
    path("rapportering/tiltak/<uuid:key>/", deviations.measure, name="measure"),
    path("rapportering/rapport/<uuid:key>/", deviations.report_element, name="report_element"),
    path("rapportering/<str:period>/", rounds.round_page, name="round"),
    path("rapportering/<str:period>/lukk/", rounds.close_page, name="close"),
    path("rapportering/<str:period>/samlet/", rounds.consolidated_page, name="consolidated"),
    path("rapportering/<str:period>/<str:unit>/", unit.report, name="report"),
    path("rapportering/<str:period>/<str:unit>/niva/", level.level, name="level"),
    path("rapportering/<str:period>/<str:unit>/flytt/", level.move, name="move"),
    path("rapportering/<str:period>/<str:unit>/tiltak/", deviations.new_measure, name="new_measure"),
]
