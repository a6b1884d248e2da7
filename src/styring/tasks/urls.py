"""Addresses of the pages about background work."""

from __future__ import annotations

from django.urls import path

from styring.tasks import views

app_name = "tasks"
urlpatterns = [
    path("oppgaver/", views.job_list, name="job_list"),
    path("oppgaver/epost/", views.mail_list, name="mail_list"),
    path("oppgaver/epost/<uuid:mail>/igjen/", views.mail_again, name="mail_again"),
    path("oppgaver/<uuid:job>/", views.job_page, name="job"),
    path("oppgaver/<uuid:job>/igjen/", views.job_retry, name="job_retry"),
]
