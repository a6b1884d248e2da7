"""What this app contributes to the whole: the kind of element it owns, its links, its broken-thread rule, its demo."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.access.policies import open_to
from styring.audit.rules import add_sentence
from styring.budget.importers import discard_budget, is_in_force, post_budget, read_budget, undo_budget
from styring.budget.policies import (
    IMPORT_BUDGET,
    VIEW_ECONOMY,
    VIEW_FINANCE,
    VIEW_INVESTMENT,
    VIEW_LAYERS,
    VIEW_TRANSFER,
    VIEW_UNIT_BUDGET,
    VIEW_WISHES,
)
from styring.budget.queries import (
    add_bounds,
    add_required_table,
    add_targets,
    add_warnings,
    funds_nothing,
)
from styring.budget.queries.finance_checks import bounds_of, robek_warnings, target_checks
from styring.budget.queries.investments import is_in_no_frame
from styring.budget.queries.statements import project_titles
from styring.budget.queries.tables import lacking_in_appropriations
from styring.budget.seeds import load, load_workspace
from styring.budget.views.fillings import economy_per_sector, economy_tile, unit_economy
from styring.budget.views.measure_lines import measure_money
from styring.budget.views.statements import Layers, beside_accounts
from styring.imports.kit import ColumnHelp, ImportKind, add_kind
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.ledger.queries import add_shelf
from styring.ledger.rules.columns import add_project_names, add_statement_source
from styring.plans.queries import nobody_owns, works_for_nothing
from styring.thread.queries import BreakRule, add_break_rule
from styring.thread.rules import Kind, Way, registry
from styring.ui import navigation, slots
from styring.ui.navigation import MenuItem

FRAME = Kind(
    "frame",
    gettext_noop("Ramme"),
    gettext_noop("Rammer"),
    "BankNote",
    url_name="budget:frame",
    document="action_programme",
    tables=("budget.frame",),
)
FUNDS_NOTHING = BreakRule(
    "F1", "frame", 3, gettext_noop("Rammen finansierer ingen tiltak."), funds_nothing, missing=Way.DOWN
)
INVESTMENT = Kind(
    "investment",
    gettext_noop("Investering"),
    gettext_noop("Investeringer"),
    "Buildings3",
    url_name="budget:investment",
    document="investments",
    tables=("budget.investment", "budget.projectstatus"),
)
INVESTMENT_RULES = (
    BreakRule(
        "I1",
        "investment",
        6,
        gettext_noop("Investeringen arbeider ikke for noe mål."),
        works_for_nothing,
        missing=Way.UP,
    ),
    BreakRule(
        "I2", "investment", 4, gettext_noop("Ingen ramme dekker investeringen."), is_in_no_frame, missing=Way.DOWN
    ),
    BreakRule("I3", "investment", 2, gettext_noop("Investeringen har ingen eier."), nobody_owns),
)
COLUMNS = (
    ColumnHelp("aar", _("Budsjettåret. Må være det året du leser inn.")),
    ColumnHelp("kontoklasse", _("0 for investering, 1 for drift."), is_required=True),
    ColumnHelp("enhet", _("Enhetens kode. Uten kolonnen legges alt på hele kommunen.")),
    ColumnHelp("funksjon", _("KOSTRA-funksjon, tre sifre."), is_required=True),
    ColumnHelp("art", _("KOSTRA-art, tre sifre."), is_required=True),
    ColumnHelp("prosjekt", _("Prosjekt, høyst 20 tegn.")),
    ColumnHelp("belop", _("Kroner for hele året, utgift pluss og inntekt minus."), is_required=True),
)
BUDGET = ImportKind(
    name="budget",
    order=20,
    title=_("Vedtatt budsjett"),
    action=IMPORT_BUDGET,
    columns=COLUMNS,
    read=read_budget,
    post=post_budget,
    undo=undo_budget,
    discard=discard_budget,
    is_in_force=is_in_force,
    url_name="budget:layers",
)
SENTENCES = {
    "budget.layer.adopted": gettext_noop("%(actor)s førte inn vedtatt budsjett: %(object)s."),
    "budget.layer.drafted": gettext_noop("%(actor)s leste inn et utkast til budsjett: %(object)s."),
    "budget.layer.amended": gettext_noop("%(actor)s førte inn en budsjettregulering: %(object)s."),
    "budget.layer.opened": gettext_noop("%(actor)s begynte på et budsjettforslag: %(object)s."),
    "budget.layer.worked_on": gettext_noop("%(actor)s arbeidet med budsjettforslaget %(object)s."),
    "budget.layer.published": gettext_noop("%(actor)s la fram budsjettforslaget %(object)s."),
    "budget.layer.dropped": gettext_noop("%(actor)s forkastet utkastet %(object)s."),
    "budget.layer.rolled": gettext_noop("%(actor)s videreførte budsjettet i forslaget %(object)s."),
    "budget.layer.decided": gettext_noop("%(actor)s førte inn kommunestyrets budsjettvedtak: %(object)s."),
    "budget.frame.adopted": gettext_noop("%(actor)s førte inn vedtatt ramme: %(object)s."),
    "budget.change.put": gettext_noop("%(actor)s endret budsjettforslaget: %(object)s."),
    "budget.change.taken_over": gettext_noop("%(actor)s hentet en endring fra et annet budsjettforslag: %(object)s."),
    "budget.change.removed": gettext_noop("%(actor)s tok en endring ut av budsjettforslaget: %(object)s."),
    "budget.layer.replaced": gettext_noop("%(actor)s erstattet budsjettet %(object)s med en ny versjon."),
    "budget.layer.rephased": gettext_noop("%(actor)s periodiserte budsjettet på nytt: %(object)s."),
    "budget.profile.set": gettext_noop("%(actor)s bestemte periodiseringen «%(object)s»."),
    "budget.profile.derived": gettext_noop("%(actor)s laget periodiseringen «%(object)s» av fjorårets regnskap."),
    "budget.forecast.given": gettext_noop("%(actor)s ga en prognose: %(object)s."),
    "budget.forecast.adjusted": gettext_noop("%(actor)s justerte en prognose: %(object)s."),
    "budget.suggestions.kept": gettext_noop("%(actor)s tok vare på systemets forslag til prognoser for %(object)s."),
    "budget.suggestions.learnt": gettext_noop("%(actor)s regnet ut hvor ofte forslagene for %(object)s holdt."),
    "budget.year.marked": gettext_noop("%(actor)s merket %(object)s som et uvanlig år."),
    "budget.year.unmarked": gettext_noop("%(actor)s lar %(object)s telle som et vanlig år igjen."),
    "budget.amendment.written": gettext_noop("%(actor)s begynte på en budsjettregulering: %(object)s."),
    "budget.amendment.changed": gettext_noop("%(actor)s endret budsjettreguleringen %(object)s."),
    "budget.amendment.dropped": gettext_noop("%(actor)s slettet utkastet til budsjettregulering %(object)s."),
    "budget.amendment.proposed": gettext_noop("%(actor)s sendte budsjettreguleringen %(object)s til vedtak."),
    "budget.amendment.taken_back": gettext_noop("%(actor)s tok budsjettreguleringen %(object)s tilbake."),
    "budget.amendment.decided_within": gettext_noop("%(actor)s vedtok %(object)s innenfor egen ramme."),
    "budget.amendment.decided": gettext_noop("%(actor)s førte inn vedtaket om budsjettreguleringen %(object)s."),
    "budget.amendment.rejected": gettext_noop("%(actor)s førte inn at budsjettreguleringen %(object)s er avslått."),
    "budget.amendment.gathered": gettext_noop("%(actor)s samlet enhetenes avvik i budsjettreguleringen %(object)s."),
    "budget.carryrule.adopted": gettext_noop("%(actor)s førte inn en regel for overføring mellom år: %(object)s."),
    "budget.carryover.prepared": gettext_noop("%(actor)s regnet ut overføringen %(object)s."),
    "budget.carryrow.said": gettext_noop("%(actor)s foreslo et annet beløp enn regelen gir: %(object)s."),
    "budget.carryover.proposed": gettext_noop("%(actor)s sendte overføringen %(object)s til vedtak."),
    "budget.carryover.taken_back": gettext_noop("%(actor)s tok overføringen %(object)s tilbake."),
    "budget.carryover.adopted": gettext_noop("%(actor)s førte inn vedtaket om overføringen %(object)s."),
    "budget.limit.set": gettext_noop("%(actor)s satte grensen for avvik som må forklares, fra %(object)s."),
    "budget.growth.set": gettext_noop("%(actor)s bestemte pris- og lønnsveksten til %(object)s."),
    "budget.frame.proposed": gettext_noop("%(actor)s foreslo en ramme: %(object)s."),
    "budget.measure.refined": gettext_noop("%(actor)s la tiltaket «%(object)s» på andre kontoer."),
    "budget.measure.unrefined": gettext_noop("%(actor)s gikk tilbake til de foreslåtte kontoene for «%(object)s»."),
    "budget.wish.made": gettext_noop("%(actor)s sendte inn innspillet «%(object)s»."),
    "budget.wish.changed": gettext_noop("%(actor)s endret innspillet «%(object)s»."),
    "budget.wish.ranked": gettext_noop("%(actor)s flyttet innspillet «%(object)s» i rekkefølgen."),
    "budget.wish.merged": gettext_noop("%(actor)s slo sammen innspill til «%(object)s»."),
    "budget.wish.chosen": gettext_noop("%(actor)s valgte innspillet «%(object)s»."),
    "budget.wish.rejected": gettext_noop("%(actor)s valgte ikke innspillet «%(object)s»."),
    "budget.wish.withdrawn": gettext_noop("%(actor)s trakk innspillet «%(object)s»."),
    "budget.distribution.saved": gettext_noop("%(actor)s lagret et utkast til fordeling: %(object)s."),
    "budget.distribution.finished": gettext_noop("%(actor)s fordelte rammen: %(object)s."),
    "budget.sheet.sent": gettext_noop("%(actor)s sendte inn et budsjettark: %(object)s."),
    "budget.sheet.used": gettext_noop("%(actor)s tok et budsjettark i bruk: %(object)s."),
    "budget.sheet.discarded": gettext_noop("%(actor)s forkastet et budsjettark: %(object)s."),
    "budget.frame.funded": gettext_noop("%(actor)s sa hva rammen %(object)s skal gå til."),
    "budget.layer.followed": gettext_noop("%(actor)s lot %(object)s følge investeringene og lånene."),
    "budget.investment.started": gettext_noop("%(actor)s la inn investeringen %(object)s."),
    "budget.investment.edited": gettext_noop("%(actor)s endret investeringen %(object)s."),
    "budget.investment.moved": gettext_noop("%(actor)s flyttet investeringen %(object)s i tid."),
    "budget.investment.amended": gettext_noop("%(actor)s lot planen for %(object)s følge budsjettreguleringen."),
    "budget.investment.told": gettext_noop("%(actor)s fortalte hvordan det går med investeringen %(object)s."),
    "budget.investment.closed": gettext_noop("%(actor)s avsluttet investeringen %(object)s med sluttregnskap."),
    "budget.investment.dropped": gettext_noop("%(actor)s tok ut investeringen %(object)s."),
    "budget.financing.set": gettext_noop("%(actor)s satte felles finansiering av investeringene i %(object)s."),
    "budget.loan.kept": gettext_noop("%(actor)s førte lånet %(object)s."),
    "budget.fund.kept": gettext_noop("%(actor)s førte fondet %(object)s."),
    "budget.bookvalues.kept": gettext_noop("%(actor)s førte balanseverdiene for %(object)s."),
    "budget.premises.kept": gettext_noop("%(actor)s satte forutsetningene for %(object)s."),
    "budget.financialtarget.kept": gettext_noop("%(actor)s førte det finansielle måltallet «%(object)s»."),
    "budget.agegroup.kept": gettext_noop("%(actor)s førte befolkningen i aldersgruppen %(object)s."),
    "budget.scenario.saved": gettext_noop("%(actor)s lagret scenariet «%(object)s»."),
    "budget.scenario.deleted": gettext_noop("%(actor)s slettet scenariet «%(object)s»."),
}

MENU = (  # in the order of the year: wishes, proposal and decision, investments and finance, and what units then get
    MenuItem("steering", 20, _("Innspill"), "budget:own_wishes", open_to(VIEW_WISHES), group="budget"),
    MenuItem("steering", 22, _("Budsjett"), "budget:layers_latest", open_to(VIEW_LAYERS), group="budget"),
    MenuItem("steering", 24, _("Investeringer"), "budget:investment_list", open_to(VIEW_INVESTMENT), group="budget"),
    MenuItem("steering", 26, _("Gjeld og fond"), "budget:finance", open_to(VIEW_FINANCE), group="budget"),
    MenuItem(
        "steering", 28, _("Fordeling"), "budget:distributions", open_to(VIEW_UNIT_BUDGET),
        covers=("/okonomi/ark/",), group="budget",
    ),
    MenuItem("reporting", 20, _("Oversikt"), "budget:own_economy", open_to(VIEW_ECONOMY), group="economy"),
    MenuItem("reporting", 22, _("Hele budsjettet"), "budget:whole", open_to(VIEW_ECONOMY), group="economy"),
    MenuItem(
        "reporting", 24, _("Reguleringer"), "budget:amendments_now", open_to(VIEW_TRANSFER),
        covers=("/okonomi/overforing/",), group="economy",
    ),
)  # fmt: skip


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    for item in MENU:
        navigation.add(item)
    slots.fill("element.main", measure_money, order=10)
    slots.fill("organisation.unit", unit_economy, order=20)
    slots.fill("home.my_page", economy_tile, order=10)
    slots.fill("home.my_page.economy", economy_per_sector)
    add_statement_source(10, beside_accounts)
    add_project_names(project_titles)
    add_shelf(Layers())
    add_required_table(lacking_in_appropriations)
    add_kind(BUDGET)
    registry.add(FRAME)
    registry.allow("funds", citing=["frame"], cited=["measure", "investment", "goal"])
    registry.add(INVESTMENT)
    registry.allow("delivers", citing=["investment"], cited=["goal"])
    registry.allow("part_of", citing=["measure", "investment"], cited=["measure", "investment"])
    for rule in (FUNDS_NOTHING, *INVESTMENT_RULES):
        add_break_rule(rule)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
    add_bounds(bounds_of)
    add_targets(target_checks)
    add_warnings(robek_warnings)
    add_demo_part(DemoPart(110, "budget", load))
    add_demo_part(DemoPart(115, "budget workspace", load_workspace))
