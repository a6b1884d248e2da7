"""What this app contributes to the whole: its kind of element, its break rules and what it writes in the trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.audit.rules import add_sentence
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.scorecards.queries import measures_nothing, not_measured_at_all, value_overdue
from styring.scorecards.seeds import load_scorecards
from styring.scorecards.views import fillings
from styring.thread.queries import BreakRule, add_break_rule
from styring.thread.rules import Kind, Way, registry
from styring.ui import navigation, slots
from styring.wheel.queries import add_target

INDICATOR = Kind(
    "indicator",
    gettext_noop("Indikator"),
    gettext_noop("Indikatorer"),
    "LineGraph",
    url_name="scorecards:indicator",
    document="common_scorecard",
    tables=("scorecards.indicator",),
)
BREAK_RULES = (
    BreakRule(
        "G2",
        "goal",
        16,
        gettext_noop("Ingen indikator eller noe krav sier når målet er nådd."),
        not_measured_at_all,
        missing=Way.DOWN,
    ),
    BreakRule("N1", "indicator", 3, gettext_noop("Det mangler et tall som er nytt nok."), value_overdue),
    BreakRule("N2", "indicator", 1, gettext_noop("Indikatoren måler ingenting."), measures_nothing, missing=Way.UP),
)
SENTENCES = {
    "scorecards.indicator.defined": gettext_noop("%(actor)s definerte indikatoren «%(object)s»."),
    "scorecards.value.recorded": gettext_noop("%(actor)s førte et tall: %(object)s."),
    "scorecards.value.revised": gettext_noop("%(actor)s rettet et tall: %(object)s."),
    "scorecards.values.imported": gettext_noop("%(actor)s leste inn tall for «%(object)s»."),
    "scorecards.target.set": gettext_noop("%(actor)s satte måltall: %(object)s."),
    "scorecards.threshold.set": gettext_noop("%(actor)s satte grenser: %(object)s."),
    "scorecards.common_row.added": gettext_noop("%(actor)s satte «%(object)s» på alle målekart."),
    "scorecards.card.opened": gettext_noop("%(actor)s opprettet «%(object)s»."),
    "scorecards.own_row.added": gettext_noop("%(actor)s satte en rad på målekartet: %(object)s."),
    "scorecards.own_row.ended": gettext_noop("%(actor)s tok en rad av målekartet: %(object)s."),
}
FILLINGS: dict[str, slots.Filling] = {
    "element.status": fillings.goal_status,
    "element.outcome": fillings.goal_outcome,
    "element.figures": fillings.goal_figures,
    "plans.goal_list": fillings.goal_list,
    "plans.overarching_goal": fillings.result_goals,
    "organisation.unit": fillings.unit_card,
    "home.my_page": fillings.my_tiles,
    "home.my_page.goals": fillings.my_goals,
}


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("key_figures", 10, _("Målekart"), "scorecards:card_list"))
    navigation.add(navigation.MenuItem("key_figures", 20, _("Indikatorer"), "scorecards:indicator_list"))
    for slot, filling in FILLINGS.items():
        slots.fill(slot, filling)
    add_target("common_scorecard", fillings.common_card)
    registry.add(INDICATOR)
    registry.allow("measures", citing=["indicator"], cited=["goal"])
    registry.allow("replaces", citing=["indicator"], cited=["indicator"])
    add_demo_part(DemoPart(115, "scorecards", load_scorecards))
    for rule in BREAK_RULES:
        add_break_rule(rule)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
