"""The parts of the chart of accounts as tables."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

from styring.ledger.models import CodeKind, OwnCode
from styring.ledger.queries import couplings_in
from styring.ledger.queries.register import (
    LISTS,
    codes_in,
    combination_rules_in,
    coupling_changes,
    has_words,
    kostra_changes,
    own_codes_per_target,
    used_in,
)
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, SOURCE, Art, Kind
from styring.ledger.views.lines import lines_address
from styring.organisation.models import Placement
from styring.organisation.queries import placements_on
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from styring.accounts.models import User
    from styring.ledger.models import CombinationRule
    from styring.ledger.queries.register import CouplingChange, KostraChange
    from styring.ledger.rules.codes import Code
    from styring.organisation.models import Unit

OPERATING, INVESTMENT = "1", "0"


def years_of(first_year: int, last_year: int) -> str:
    """The years that something counts in, in words."""
    parts = {"first": first_year, "last": last_year}
    match (first_year == FIRST_YEAR, last_year == LAST_YEAR):
        case (True, True):
            return gettext("Alle år")
        case (True, False):
            return gettext("Til og med %(last)s") % parts
        case (False, True):
            return gettext("Fra og med %(first)s") % parts
    return str(first_year) if first_year == last_year else gettext("%(first)s til %(last)s") % parts


def _note() -> str:
    return gettext("1000 kr. Utgift pluss, inntekt minus. Bare enheter du har innsyn i.")


def _source() -> str:
    return gettext("Kodelister: %(source)s.") % {"source": SOURCE}


def arts_table(reader: User, year: int, words: str) -> Table:
    """KOSTRA's arts of a year, with where they may stand and how much they are used."""
    columns = [
        Column(gettext("Art")), Column(gettext("Drift"), minor=True), Column(gettext("Investering"), minor=True),
        Column(gettext("Gjelder")), Column(gettext("Egne koder"), Shown.NUMBER, minor=True), _used_column(year),
    ]  # fmt: skip
    used, own = used_in(reader, year, Kind.ART), own_codes_per_target(year, Kind.ART)
    rows = [_code_row(year, Kind.ART, code, used, own, _classes_of(code)) for code in codes_in(year, Kind.ART, words)]
    return Table(gettext("Arter %(year)s") % {"year": year}, columns, rows, _note(), _source())


def functions_table(reader: User, year: int, words: str) -> Table:
    """KOSTRA's functions of a year, and how much they are used."""
    columns = [
        Column(gettext("Funksjon")), Column(gettext("Gjelder")),
        Column(gettext("Egne koder"), Shown.NUMBER, minor=True), _used_column(year),
    ]  # fmt: skip
    used, own = used_in(reader, year, Kind.FUNCTION), own_codes_per_target(year, Kind.FUNCTION)
    rows = [_code_row(year, Kind.FUNCTION, code, used, own) for code in codes_in(year, Kind.FUNCTION, words)]
    return Table(gettext("Funksjoner %(year)s") % {"year": year}, columns, rows, _note(), _source())


def _used_column(year: int) -> Column:
    return Column(gettext("Regnskap %(year)s") % {"year": year}, Shown.KR1000)


def _classes_of(code: Code) -> tuple[str, ...]:
    yes, classes = gettext("Ja"), code.account_classes if isinstance(code, Art) else frozenset()
    return tuple(yes if account_class in classes else "" for account_class in (OPERATING, INVESTMENT))


def _code_row(
    year: int, kind: Kind, code: Code, used: Mapping[str, int], own: Mapping[str, int], more: tuple[str, ...] = ()
) -> Row:
    count, amount = own.get(code.code), used.get(code.code)
    cells = (*more, years_of(code.first_year, code.last_year), count, amount)
    links = {len(cells) - 2: f"{part_address(year, 'koder')}?type={kind.value}&sok={code.code}"} if count else {}
    if amount is not None:
        part = {"art": code.code} if kind is Kind.ART else {"function": code.code}
        links[len(cells) - 1] = lines_address(year, part)
    return Row(f"{code.code} {code.name}", cells, links=links)


def part_address(year: int, part: str) -> str:
    """Where a part of the chart is shown."""
    return reverse("ledger:chart", args=[year, part])


def units_table(reader: User, year: int, words: str) -> Table:
    """The units at the end of a year, which are its ansvar, with a way into the organisation."""
    last_day = _last_day(year)
    columns = [
        Column(gettext("Ansvar")), Column(gettext("Ligger under"), minor=True), Column(gettext("Gjelder"), minor=True),
        Column(gettext("Egne koder"), Shown.NUMBER), _used_column(year),
    ]  # fmt: skip
    used, own = used_in(reader, year, Kind.UNIT), own_codes_per_target(year, Kind.UNIT)
    rows = []
    for placement in _placements_in(year):
        unit, name = placement.unit, placement.unit.name_on(last_day)
        if not has_words(words, unit.code.casefold(), name):
            continue
        above = placement.parent.name_on(last_day) if placement.parent else ""
        count, amount = own.get(unit.code), used.get(str(unit.pk))
        links = {2: f"{part_address(year, 'koder')}?type=unit&sok={unit.code}"} if count else {}
        if amount is not None:
            links[3] = lines_address(year, {"unit": unit.code})
        cells = (above, _lasting(unit, last_day), count, amount)
        rows.append(
            Row(f"{unit.code} {name}", cells, address=reverse("organisation:unit", args=[unit.code]), links=links)
        )
    return Table(gettext("Ansvar %(year)s") % {"year": year}, columns, rows, _note())


def _last_day(year: int) -> date:
    return date(year, 12, 31)


def _placements_in(year: int) -> list[Placement]:
    """Where each unit of a year lay last in it, by code; one query."""
    placed = Placement.objects.filter(valid_from__lte=_last_day(year), valid_to__gt=date(year, 1, 1))
    last = {
        placement.unit_id: placement for placement in placed.select_related("unit", "parent").order_by("valid_from")
    }
    return sorted(last.values(), key=lambda placement: placement.unit.code)


def _lasting(unit: Unit, last_day: date) -> str:
    if unit.closed_on > last_day:
        return gettext("Hele året ut")
    return gettext("Lagt ned %(day)s") % {"day": date_format(unit.closed_on)}


def projects_table(reader: User, year: int, words: str) -> Table:
    """The projects of a year: those that are registered, and those that only stand in the accounts."""
    columns = [Column(gettext("Prosjekt")), Column(gettext("Gjelder")), _used_column(year)]
    used = used_in(reader, year, Kind.PROJECT)
    used.pop("", None)
    registered = {row.code: row for row in couplings_in(year, Kind.PROJECT.value)}
    rows = []
    for code in sorted({*registered, *used}):
        row = registered.get(code)
        if not has_words(words, code.casefold(), row.name if row else ""):
            continue
        amount = used.get(code)
        years = years_of(row.first_year, row.last_year) if row else gettext("Ikke registrert")
        links = {} if amount is None else {1: lines_address(year, {"project": code})}
        address = reverse("ledger:own_code", args=[row.pk]) if row else ""
        rows.append(Row(str(row) if row else code, (years, amount), address=address, links=links))
    return Table(gettext("Prosjekter %(year)s") % {"year": year}, columns, rows, _note())


def own_codes_table(_reader: User, year: int, words: str, kind: str = "") -> Table:
    """The municipality's own codes of a year, and what they are coupled to."""
    columns = [
        Column(gettext("Egen kode")), Column(gettext("Type"), minor=True), Column(gettext("Koblet til")),
        Column(gettext("Gjelder")),
    ]  # fmt: skip
    names = _names_of_units(year)
    rows = [
        Row(
            str(row),
            (str(row.get_kind_display()), target_of(row, names), years_of(row.first_year, row.last_year)),
            address=reverse("ledger:own_code", args=[row.pk]),
        )
        for row in couplings_in(year, kind, words)
    ]
    note = gettext("… betyr alle koder som begynner slik.")
    return Table(gettext("Egne koder %(year)s") % {"year": year}, columns, rows, note)


def _names_of_units(year: int) -> dict[str, str]:
    last_day = _last_day(year)
    return {placed.unit.code: placed.unit.name_on(last_day) for placed in placements_on(last_day)}


def target_of(row: OwnCode, names_of_units: Mapping[str, str]) -> str:
    """What a code is coupled to, with its name."""
    if row.kind == CodeKind.PROJECT:
        return pgettext("koblet til", "Seg selv")
    known: Mapping[str, str] = names_of_units
    if row.kind != CodeKind.UNIT:
        found = LISTS[Kind(row.kind)].get(row.target)
        known = {row.target: found.name} if found else {}
    return f"{row.target} {known.get(row.target, '')}".rstrip()


def changes_table(reader: User, year: int) -> Table:
    """What is new, ended, or something else than the year before."""
    columns = [
        Column(gettext("Kode")), Column(gettext("Type"), minor=True), Column(gettext("Endring")),
        Column(gettext("I %(year)s") % {"year": year - 1}), Column(gettext("I %(year)s") % {"year": year}),
        Column(gettext("Regnskap %(year)s") % {"year": year - 1}, Shown.KR1000, minor=True),
    ]  # fmt: skip
    used = {kind: used_in(reader, year - 1, kind) for kind in LISTS}
    rows = [_kostra_row(change, used[change.kind], year) for change in kostra_changes(year)]
    names = _names_of_units(year)
    rows += [_coupling_row(change, names) for change in coupling_changes(year)]
    title = gettext("Endringer fra %(before)s til %(year)s") % {"before": year - 1, "year": year}
    return Table(title, columns, rows, _note(), _source())


def _kostra_row(change: KostraChange, used: Mapping[str, int], year: int) -> Row:
    code, others = change.code, ", ".join(change.others)
    kind = {Kind.ART: gettext("KOSTRA-art"), Kind.FUNCTION: gettext("KOSTRA-funksjon")}[change.kind]
    head, amount = f"{code.code} {code.name}", used.get(code.code)
    if change.is_new:
        return Row(head, (kind, gettext("Ny"), others or "–", code.code, None))
    part = {"art": code.code} if change.kind is Kind.ART else {"function": code.code}
    links = {4: lines_address(year - 1, part)} if amount is not None else {}
    return Row(head, (kind, gettext("Utgått"), code.code, others or "–", amount), links=links)


def _coupling_row(change: CouplingChange, names: Mapping[str, str]) -> Row:
    row = change.code
    before, after = (target_of(side, names) if side else "–" for side in (change.before, change.after))
    said = {(False, True): gettext("Ny"), (True, False): gettext("Avsluttet")}
    what = said.get((bool(change.before), bool(change.after)), gettext("Koblet på nytt"))
    address = reverse("ledger:own_code", args=[row.pk])
    return Row(str(row), (gettext("Egen kode"), what, before, after, None), address=address)


def rules_table(year: int) -> Table:
    """The rules of what may stand together in a year."""
    columns = [
        Column(gettext("Regel")), Column(gettext("Når")), Column(gettext("Må være")),
        Column(gettext("Gjelder"), minor=True),
    ]  # fmt: skip
    rows = [
        Row(rule.name, (when_of(rule), allowed_of(rule), years_of(rule.first_year, rule.last_year)),
            address=reverse("ledger:combination_rule", args=[rule.pk]))
        for rule in combination_rules_in(year)
    ]  # fmt: skip
    return Table(gettext("Hva som kan stå sammen i %(year)s") % {"year": year}, columns, rows)


def when_of(rule: CombinationRule) -> str:
    """The combinations that a rule is about, in words."""
    where = str(rule.get_account_class_display()) if rule.account_class else gettext("Drift og investering")
    if not rule.begins:
        return where
    parts = {"where": where, "kind": str(rule.get_kind_display()), "code": rule.begins}
    return gettext("%(where)s: %(kind)s begynner på %(code)s") % parts


def allowed_of(rule: CombinationRule) -> str:
    """What a rule asks for, in words."""
    parts = {"kind": str(CodeKind(rule.other).label), "codes": ", ".join(rule.allowed.split())}
    if not rule.allowed:
        return gettext("%(kind)s må stå der") % parts
    return gettext("%(kind)s begynner på %(codes)s") % parts


TABLES: Mapping[str, Callable[[User, int, str], Table]] = {
    "arter": arts_table,
    "funksjoner": functions_table,
    "ansvar": units_table,
    "prosjekter": projects_table,
}
"""The parts that are a table which can be searched."""
