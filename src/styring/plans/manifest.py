"""What this app contributes to the whole: its kinds of elements and links, its broken-thread rules, its sentences."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from styring.audit.rules import add_sentence
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.plans.queries import (
    has_no_money,
    needs_money,
    nobody_owns,
    nothing_works_for,
    rests_on_nothing,
    works_for_nothing,
)
from styring.plans.seeds import load_plans
from styring.thread.queries import BreakRule, add_break_rule
from styring.thread.rules import Kind, Way, registry
from styring.ui import navigation

FOCUS_AREA = Kind(
    "focus_area",
    gettext_noop("Fokusområde"),
    gettext_noop("Fokusområder"),
    "Compass",
    document="goals",
    tables=("plans.focusarea",),
)
GOAL = Kind(
    "goal",
    gettext_noop("Mål"),
    gettext_noop("Mål"),
    "goal",
    url_name="plans:goal",
    document="goals",
    tables=("plans.goal",),
)
MEASURE = Kind(
    "measure",
    gettext_noop("Tiltak"),
    gettext_noop("Tiltak"),
    "Tasklist",
    url_name="plans:measure",
    document="measures",
    tables=("plans.measure",),
)
ABOVE, BELOW = Way.UP, Way.DOWN
NO_DELIVERY = gettext_noop("Ingen tiltak arbeider for målet eller noe under det.")
NO_GROUND = gettext_noop("Målet bygger ikke på noe mål, fokusområde eller noen utfordring.")
NO_GOAL = gettext_noop("Tiltaket arbeider ikke for noe mål.")
NO_MONEY = gettext_noop("Ingen ramme dekker tiltaket.")
BREAK_RULES = (
    BreakRule("G1", "goal", 24, NO_DELIVERY, nothing_works_for, missing=BELOW),
    BreakRule("G3", "goal", 4, NO_GROUND, rests_on_nothing, missing=ABOVE),
    BreakRule("G4", "goal", 2, gettext_noop("Målet har ingen eier."), nobody_owns),
    BreakRule("M1", "measure", 6, NO_GOAL, works_for_nothing, missing=ABOVE),
    BreakRule("M2", "measure", 4, NO_MONEY, has_no_money, missing=BELOW, among=needs_money),
    BreakRule("M4", "measure", 2, gettext_noop("Tiltaket har ingen eier."), nobody_owns),
)
SENTENCES = {
    "plans.focus_area.adopted": gettext_noop("%(actor)s vedtok fokusområdet «%(object)s»."),
    "plans.goal.drafted": gettext_noop("%(actor)s skrev et utkast til målet «%(object)s»."),
    "plans.goal.adopted": gettext_noop("%(actor)s vedtok målet «%(object)s»."),
    "plans.goal.edited": gettext_noop("%(actor)s endret målet «%(object)s»."),
    "plans.goal.reworded": gettext_noop("%(actor)s ga målet «%(object)s» ny ordlyd."),
    "plans.goal.dropped": gettext_noop("%(actor)s tok ut målet «%(object)s»."),
    "plans.measure.adopted": gettext_noop("%(actor)s vedtok tiltaket «%(object)s»."),
    "plans.measure.proposed": gettext_noop("%(actor)s foreslo tiltaket «%(object)s»."),
    "plans.measure.edited": gettext_noop("%(actor)s endret tiltaket «%(object)s»."),
    "plans.measure.decided": gettext_noop("%(actor)s førte beslutningen om tiltaket «%(object)s»."),
    "plans.measure.dropped": gettext_noop("%(actor)s tok ut tiltaket «%(object)s»."),
}

MENU = (
    navigation.MenuItem("steering", 10, _("Mål"), "plans:goal_list", covers=("/styring/ny/maal/",), group="goals"),
    navigation.MenuItem(
        "steering",
        12,
        pgettext_lazy("flere", "Tiltak"),
        "plans:measure_list",
        covers=("/styring/ny/tiltak/", "/okonomi/tiltak/"),
        group="goals",
    ),
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    for item in MENU:
        navigation.add(item)
    for kind in (FOCUS_AREA, GOAL, MEASURE):
        registry.add(kind)
    registry.allow("belongs_to", citing=["goal"], cited=["focus_area"])
    registry.allow("sharpens", citing=["goal"], cited=["goal"])
    registry.allow("delivers", citing=["measure"], cited=["goal"])
    registry.allow("part_of", citing=["measure"], cited=["measure"])
    registry.allow("replaces", citing=["goal"], cited=["goal"])
    registry.allow("replaces", citing=["measure"], cited=["measure"])
    add_demo_part(DemoPart(100, "plans", load_plans))
    for rule in BREAK_RULES:
        add_break_rule(rule)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
