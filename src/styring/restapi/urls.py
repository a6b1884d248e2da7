"""Addresses of a person's own keys."""

from __future__ import annotations

from django.urls import path

from styring.restapi import views

app_name = "restapi"
urlpatterns = [
    path("konto/nokler/", views.tokens, name="tokens"),
    path("konto/nokler/<int:number>/trekk-tilbake/", views.withdraw, name="withdraw"),
]
