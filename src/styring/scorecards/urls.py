"""Addresses of the pages about indicators and cards."""

from __future__ import annotations

from django.urls import path

from styring.scorecards.views import cards, indicators

app_name = "scorecards"
urlpatterns = [
    path("nokkeltall/malekart/", cards.card_list, name="card_list"),
    path("nokkeltall/malekart/<str:code>/", cards.card_page, name="card"),
    path("nokkeltall/malekart/<str:code>/egne/", cards.own_rows, name="own_rows"),
    path("nokkeltall/malekart/<str:code>/egne/<int:row>/ta-av/", cards.end_row, name="end_row"),
    path("nokkeltall/indikatorer/", indicators.indicator_list, name="indicator_list"),
    path("nokkeltall/indikatorer/<uuid:key>/", indicators.indicator_page, name="indicator"),
    path("nokkeltall/indikatorer/<uuid:key>/nytt-tall/", indicators.record, name="record"),
]
