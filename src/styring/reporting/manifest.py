"""What this app contributes to the whole: kinds of elements and links, broken-thread rules, sentences."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styring.audit.rules import add_sentence, add_words
from styring.kernel.periods import Period
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.plans.queries import nobody_owns
from styring.reporting.models import RoundKind
from styring.reporting.queries.breaks import nothing_corrects, past_its_deadline, without_effect
from styring.reporting.queries.duties import reporting_duties, rounds_opened
from styring.reporting.seeds import load_reporting
from styring.reporting.views.panels import explained_panel, reporting_panel
from styring.thread.queries import BreakRule, add_break_rule
from styring.thread.rules import Kind, Way, registry
from styring.ui import navigation, slots
from styring.ui.templatetags.ui import period_name
from styring.wheel.queries import add_duty_source, add_target

KINDS = (
    Kind(
        "report",
        gettext_noop("Rapport"),
        gettext_noop("Rapporter"),
        "FileText",
        url_name="reporting:report_element",
        document="monthly_report",
        tables=("reporting.contribution",),
    ),
    Kind(
        "deviation",
        gettext_noop("Avvik"),
        gettext_noop("Avvik"),
        "ExclamationmarkTriangle",
        url_name="reporting:deviation",
        document="monthly_report",
        tables=("reporting.deviation",),
    ),
    Kind(
        "corrective_measure",
        gettext_noop("Korrigerende tiltak"),
        gettext_noop("Korrigerende tiltak"),
        "Tasklist",
        url_name="reporting:measure",
        document="monthly_report",
        tables=("reporting.correctivemeasure",),
    ),
)
REPORTED_ON = (
    "goal", "requirement", "measure", "investment", "frame", "decision", "assignment", "indicator", "deviation",
    "corrective_measure", "quality_standard", "survey_focus",
)  # fmt: skip
DEPARTED_FROM = ("requirement", "measure", "investment", "frame", "indicator", "quality_standard")
THREATENED = ("goal", "requirement", "measure", "investment", "quality_standard")
BREAK_RULES = (
    BreakRule(
        "V1",
        "deviation",
        8,
        gettext_noop("Ingen tiltak retter opp avviket."),
        nothing_corrects,
        grace=timedelta(days=14),
        missing=Way.DOWN,
    ),
    BreakRule("C1", "corrective_measure", 3, gettext_noop("Fristen for tiltaket er ute."), past_its_deadline),
    BreakRule("C2", "corrective_measure", 2, gettext_noop("Tiltaket har ingen eier."), nobody_owns),
    BreakRule("C3", "corrective_measure", 3, gettext_noop("Tiltaket har ikke vist virkning."), without_effect),
)
SENTENCES = {
    "reporting.round.opened": gettext_noop("%(actor)s åpnet runden «%(object)s»."),
    "reporting.round.closed": gettext_noop("%(actor)s lukket runden «%(object)s» og låste tallene."),
    "reporting.round.taken_over": gettext_noop("%(actor)s hentet inn runden «%(object)s»."),
    "reporting.report.written": gettext_noop("%(actor)s skrev i rapporten «%(object)s»."),
    "reporting.report.delivered": gettext_noop("%(actor)s leverte rapporten «%(object)s»."),
    "reporting.report.withdrawn": gettext_noop("%(actor)s trakk tilbake rapporten «%(object)s»."),
    "reporting.report.returned": gettext_noop("%(actor)s sendte tilbake rapporten «%(object)s»."),
    "reporting.report.approved": gettext_noop("%(actor)s godkjente rapporten «%(object)s»."),
    "reporting.report.reopened": gettext_noop("%(actor)s åpnet igjen rapporten «%(object)s»."),
    "reporting.report.reminded": gettext_noop("%(actor)s minnet om rapporten «%(object)s»."),
    "reporting.measure.begun": gettext_noop("%(actor)s satte i gang tiltaket «%(object)s»."),
    "reporting.measure.changed": gettext_noop("%(actor)s endret tiltaket «%(object)s»."),
    "reporting.measure.answered": gettext_noop("%(actor)s svarte på om tiltaket «%(object)s» virket."),
}


MENU = (
    navigation.MenuItem("reporting", 10, _("Runder"), "reporting:rounds", group="reports"),
    navigation.MenuItem(
        "reporting",
        12,
        pgettext_lazy("flere", "Avvik"),
        "reporting:deviations",
        covers=("/rapportering/tiltak/",),
        group="reports",
    ),
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    add_demo_part(DemoPart(130, "reporting", load_reporting))
    slots.fill("economy.explained", explained_panel)
    for slot in ("organisation.unit", "home.my_page.panels"):
        slots.fill(slot, reporting_panel)
    for item in MENU:
        navigation.add(item)
    add_target("monthly_report", rounds_opened)
    add_duty_source(reporting_duties, outputs=("monthly_report",))
    for kind in KINDS:
        registry.add(kind)
    registry.allow("reports_on", citing=["report"], cited=REPORTED_ON)
    registry.allow("builds_on", citing=["report"], cited=["plan", "report", "challenge"])
    registry.allow("departs_from", citing=["deviation"], cited=DEPARTED_FROM)
    registry.allow("threatens", citing=["deviation"], cited=THREATENED)
    registry.allow("corrects", citing=["corrective_measure"], cited=["deviation"])
    for rule in BREAK_RULES:
        add_break_rule(rule)
    add_words("round", lambda key: RoundKind(key).label)
    add_words("period", lambda key: period_name(Period.parse(key)))
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
