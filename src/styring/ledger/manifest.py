"""What this app contributes to the whole."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from styring.access.policies import open_to
from styring.audit.rules import add_sentence
from styring.imports.kit import ColumnHelp, ImportKind, add_kind
from styring.kernel.seeding import DemoPart, add_demo_part
from styring.kernel.words import gettext_noop
from styring.ledger.importers import discard_ledger, is_in_force, post_ledger, read_ledger, undo_ledger
from styring.ledger.importers.balance import (
    balance_is_in_force,
    discard_balance,
    post_balance,
    read_balance,
    undo_balance,
)
from styring.ledger.importers.couplings import (
    couplings_are_in_force,
    discard_couplings,
    post_couplings,
    read_couplings,
    undo_couplings,
)
from styring.ledger.importers.layouts import LAYOUTS
from styring.ledger.importers.trying import try_ledger_layout
from styring.ledger.policies import CHANGE_CHART, IMPORT_LEDGER, VIEW_CHART, VIEW_KOSTRA, VIEW_STATEMENTS
from styring.ledger.seeds import load
from styring.ledger.seeds.chart import load_codes, load_rules
from styring.ledger.views.statements import in_full
from styring.ui import navigation, slots

COLUMNS = (
    ColumnHelp("aar", _("Regnskapsåret. Må være det året du leser inn.")),
    ColumnHelp("maaned", _("Måneden som tall, 1 til 12. 202610 og 2026-10 kan også brukes."), is_required=True),
    ColumnHelp("kontoklasse", _("0 for investering, 1 for drift."), is_required=True),
    ColumnHelp("enhet", _("Enhetens kode. Uten kolonnen føres alt på hele kommunen.")),
    ColumnHelp("funksjon", _("KOSTRA-funksjon, tre sifre."), is_required=True),
    ColumnHelp("art", _("KOSTRA-art, tre sifre."), is_required=True),
    ColumnHelp("prosjekt", _("Prosjekt, høyst 20 tegn.")),
    ColumnHelp("belop", _("Kroner, utgift pluss og inntekt minus."), is_required=True),
    ColumnHelp("tekst", _("Leses ikke, fordi den kan ha personopplysninger.")),
)
FIELDS = (
    ColumnHelp("year", _("År")),
    ColumnHelp("month", _("Måned, periode eller dato"), is_required=True),
    ColumnHelp("account", _("Konto med kontoklasse og art i ett, som 1010")),
    ColumnHelp("account_class", _("Kontoklasse")),
    ColumnHelp("art", _("Art")),
    ColumnHelp("unit", _("Enhet (ansvar)")),
    ColumnHelp("function", _("Funksjon"), is_required=True),
    ColumnHelp("project", _("Prosjekt")),
    ColumnHelp("voucher", _("Bilagsnummer")),
    ColumnHelp("amount", _("Beløp"), is_required=True),
)
"""What the columns of a layout of one's own can hold."""
LEDGER = ImportKind(
    name="ledger",
    order=10,
    title=_("Regnskap"),
    action=IMPORT_LEDGER,
    columns=COLUMNS,
    profiles=tuple((layout.name, _(layout.title)) for layout in LAYOUTS.values()),
    fields=FIELDS,
    try_layout=try_ledger_layout,
    read=read_ledger,
    post=post_ledger,
    undo=undo_ledger,
    discard=discard_ledger,
    is_in_force=is_in_force,
    url_name="ledger:statements",
)

BALANCE_COLUMNS = (
    ColumnHelp("aar", _("Regnskapsåret. Må være det året du leser inn.")),
    ColumnHelp("kapittel", _("KOSTRA-kapittel, for eksempel 451. Kan stå i kolonnen konto sammen med sektoren.")),
    ColumnHelp("sektor", _("KOSTRA-sektor, tre sifre.")),
    ColumnHelp("ib", _("Inngående balanse i kroner. Eiendeler pluss, gjeld og egenkapital minus."), is_required=True),
    ColumnHelp("ub", _("Utgående balanse i kroner, med samme fortegn."), is_required=True),
)
BALANCE = ImportKind(
    name="balance",
    title=_("Balanse"),
    action=IMPORT_LEDGER,
    columns=BALANCE_COLUMNS,
    read=read_balance,
    post=post_balance,
    undo=undo_balance,
    discard=discard_balance,
    is_in_force=balance_is_in_force,
    url_name="ledger:statements",
)

COUPLING_COLUMNS = (
    ColumnHelp("type", _("art, funksjon, ansvar eller prosjekt."), is_required=True),
    ColumnHelp("kode", _("Koden i kommunens eget regnskap, høyst 20 tegn."), is_required=True),
    ColumnHelp("begynner", _("ja når koblingen gjelder alle koder som begynner slik.")),
    ColumnHelp("navn", _("Hva koden heter.")),
    ColumnHelp("koblet_til", _("KOSTRA-art, KOSTRA-funksjon eller enhetens kode. Tomt for prosjekt.")),
    ColumnHelp("fra", _("Første regnskapsår. Tomt betyr alle år før også.")),
    ColumnHelp("til", _("Siste regnskapsår. Tomt betyr inntil videre.")),
)
COUPLINGS = ImportKind(
    name="couplings",
    title=_("Koblinger i kontoplanen"),
    action=CHANGE_CHART,
    columns=COUPLING_COLUMNS,
    read=read_couplings,
    post=post_couplings,
    undo=undo_couplings,
    discard=discard_couplings,
    is_in_force=couplings_are_in_force,
    url_name="ledger:mend",
    order=60,
)

SENTENCES = {
    "ledger.code.coupled": gettext_noop("%(actor)s førte koden %(object)s i kontoplanen."),
    "ledger.code.ended": gettext_noop("%(actor)s avsluttet koden %(object)s i kontoplanen."),
    "ledger.code_rule.set": gettext_noop("%(actor)s bestemte hvor KOSTRA-koden står: %(object)s."),
    "ledger.combination_rule.added": gettext_noop("%(actor)s la til regelen %(object)s i kontoplanen."),
    "ledger.combination_rule.ended": gettext_noop("%(actor)s avsluttet regelen %(object)s i kontoplanen."),
}

MENU = tuple(
    navigation.MenuItem("reporting", order, title, url_name, open_to(action), group="accounts")
    for order, title, url_name, action in (
        (50, _("Oppstillinger"), "ledger:statements_latest", VIEW_STATEMENTS),
        (52, _("Kontoplan"), "ledger:chart_latest", VIEW_CHART),
        (54, _("KOSTRA"), "ledger:kostra_latest", VIEW_KOSTRA),
    )
)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    add_kind(LEDGER)
    add_kind(BALANCE)
    add_kind(COUPLINGS)
    for item in MENU:
        navigation.add(item)
    slots.fill("budget.statements", in_full)
    for verb, sentence in SENTENCES.items():
        add_sentence(verb, sentence)
    add_demo_part(DemoPart(85, "chart of accounts", load_codes))
    add_demo_part(DemoPart(90, "ledger", load))
    add_demo_part(DemoPart(95, "rules of the chart", load_rules))
