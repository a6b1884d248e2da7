"""Addresses of the pages about oneself, about people and roles, and of the demo."""

from __future__ import annotations

from django.urls import path

from styring.access.views import demo, own, people

app_name = "access"
urlpatterns = [
    path("konto/", own.own_account, name="own_account"),
    path("konto/sprak/", own.language, name="language"),
    path("tilgang/", people.people, name="people"),
    path("tilgang/inviter/", people.invite, name="invite"),
    path("tilgang/roller/", people.roles, name="roles"),
    path("tilgang/person/<int:pk>/", people.person, name="person"),
    path("tilgang/person/<int:pk>/dor/", people.door, name="door"),
    path("tilgang/rolle/<int:pk>/avslutt/", people.end, name="end_grant"),
    path("demo/", demo.demo, name="demo"),
    path("demo/<str:username>/", demo.step, name="step_into"),
]
