"""What this app contributes to the whole: its menu entry, its kinds of elements and links, its broken-thread rules."""

from __future__ import annotations

from styring.kernel.words import gettext_noop
from styring.plans.queries import nobody_owns, nothing_works_for, works_for_nothing
from styring.thread.queries import BreakRule, add_break_rule
from styring.thread.rules import Kind, Way, registry

GOAL = Kind("goal", gettext_noop("Mål"), gettext_noop("Mål"), "goal", document="goals", tables=("plans.goal",))
MEASURE = Kind(
    "measure",
    gettext_noop("Tiltak"),
    gettext_noop("Tiltak"),
    "Tasklist",
    document="measures",
    tables=("plans.measure",),
)
BREAK_RULES = (
    BreakRule(
        "G1",
        "goal",
        24,
        gettext_noop("Ingen tiltak arbeider for målet eller noe under det."),
        nothing_works_for,
        missing=Way.DOWN,
    ),
    BreakRule("G4", "goal", 2, gettext_noop("Målet har ingen eier."), nobody_owns),
    BreakRule(
        "M1",
        "measure",
        6,
        gettext_noop("Tiltaket arbeider ikke for noe mål."),
        works_for_nothing,
        missing=Way.UP,
    ),
    BreakRule("M4", "measure", 2, gettext_noop("Tiltaket har ingen eier."), nobody_owns),
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    registry.add(GOAL)
    registry.add(MEASURE)
    registry.allow("sharpens", citing=["goal"], cited=["goal"])
    registry.allow("delivers", citing=["measure"], cited=["goal"])
    registry.allow("part_of", citing=["measure"], cited=["measure"])
    registry.allow("replaces", citing=["goal"], cited=["goal"])
    registry.allow("replaces", citing=["measure"], cited=["measure"])
    for rule in BREAK_RULES:
        add_break_rule(rule)
