"""Addresses of the statements, the report to KOSTRA and the chart of accounts."""

from __future__ import annotations

from django.urls import path

from styring.ledger.views import chart, codes, kostra, lines, mending, postings, statements

app_name = "ledger"
urlpatterns = [
    path("okonomi/oppstillinger/", statements.statements_latest, name="statements_latest"),
    path("okonomi/oppstillinger/<int:year>/", statements.statements, name="statements"),
    path("okonomi/oppstillinger/budsjett/<slug:name>/", statements.budget_statements, name="budget_statements"),
    path(
        "okonomi/oppstillinger/budsjett/<slug:name>/<slug:statement>/<str:post>/",
        statements.budget_line,
        name="budget_line",
    ),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/", statements.line, name="line"),
    path("okonomi/oppstillinger/<int:year>/<slug:statement>/<str:post>/linjer/", postings.postings, name="postings"),
    path("okonomi/kostra/", kostra.kostra_latest, name="kostra_latest"),
    path("okonomi/kostra/kontroller/", kostra.kostra_rules, name="kostra_rules"),
    path("okonomi/kostra/<int:year>/", kostra.kostra, name="kostra"),
    path("okonomi/kostra/<int:year>/fil/", kostra.kostra_file, name="kostra_file"),
    path("okonomi/kontoplan/", chart.chart_latest, name="chart_latest"),
    path("okonomi/kontoplan/koder/ny/", codes.new_code, name="new_code"),
    path("okonomi/kontoplan/koder/<int:key>/", codes.own_code, name="own_code"),
    path("okonomi/kontoplan/koder/<int:key>/avslutt/", codes.end_own_code, name="end_own_code"),
    path("okonomi/kontoplan/regler/plass/", codes.code_rule, name="code_rule"),
    path("okonomi/kontoplan/regler/ny/", codes.new_combination_rule, name="new_combination_rule"),
    path("okonomi/kontoplan/regler/<int:key>/", codes.combination_rule, name="combination_rule"),
    path("okonomi/kontoplan/<int:year>/linjer/", lines.lines, name="lines"),
    path("okonomi/kontoplan/<int:year>/rettes/", mending.mend, name="mend"),
    path("okonomi/kontoplan/<int:year>/<slug:part>/", chart.chart, name="chart"),
]
