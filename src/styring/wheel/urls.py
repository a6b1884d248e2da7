"""Addresses of the wheel's pages."""

from __future__ import annotations

from django.urls import path

from styring.wheel.views import activities, years

app_name = "wheel"
urlpatterns = [
    path("arshjulet/", years.this_year, name="this_year"),
    path("arshjulet/<int:year>/", years.year_page, name="year"),
    path("arshjulet/<int:year>/liste/", years.year_page, {"view": "list"}, name="list"),
    path("arshjulet/<int:year>/tidslinje/", years.year_page, {"view": "timeline"}, name="timeline"),
    path("arshjulet/<int:year>/drei/", years.turn, name="turn"),
    path("arshjulet/aktivitet/<int:pk>/", activities.activity_page, name="activity"),
    path("arshjulet/aktivitet/<int:pk>/endre/", activities.edit, name="edit"),
    path("arshjulet/aktivitet/<int:pk>/avlys/", activities.cancel, name="cancel"),
    path("arshjulet/aktivitet/<int:pk>/enhet/<int:unit>/ferdig/", activities.finish_unit, name="finish_unit"),
    path("arshjulet/aktivitet/<int:pk>/start/", activities.act, {"deed": "start"}, name="start"),
    path("arshjulet/aktivitet/<int:pk>/ferdig/", activities.act, {"deed": "ferdig"}, name="finish"),
    path("arshjulet/aktivitet/<int:pk>/gjenapne/", activities.act, {"deed": "gjenapne"}, name="reopen"),
    path("arshjulet/aktivitet/<int:pk>/ta-tilbake/", activities.act, {"deed": "ta-tilbake"}, name="restore"),
]
