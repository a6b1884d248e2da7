"""Taking in positions and who holds them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from styring.accounts.models import User
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.importers.changes import overlapping
from styring.organisation.models import Holding, Position, Unit
from styring.organisation.tables import HOLDINGS, PEOPLE, POSITIONS, UNITS

if TYPE_CHECKING:
    from datetime import date

    from styring.organisation.importers.cells import Row
    from styring.organisation.importers.changes import Changes

HoldingKey: TypeAlias = "tuple[int, int, date, bool]"


def take_in_positions(changes: Changes) -> None:
    """Positions; the one that leads a unit is known by that, the others by their titles."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    stored = {_place(position): position for position in Position.objects.select_related("unit")}
    leading: dict[str, Row] = {}
    for row in changes.rows(POSITIONS):
        unit = units.get(row.text("enhet"))
        if unit is None:
            changes.unknown(row, "enhet", UNITS)
            continue
        if row.is_so("leder enheten") and leading.setdefault(unit.code, row) is not row:
            reason = gettext_noop("Enheten har allerede en lederstilling på linje %(other)s.")
            advice = gettext_noop("Bare én stilling kan lede en enhet. Skriv nei i den ene.")
            changes.faults.append(row.fault("leder enheten", reason, advice, other=leading[unit.code].line.number))
            continue
        position = Position(unit=unit, title=row.text("tittel"), is_leader=row.is_so("leder enheten"))
        known = stored.get(_place(position))
        position.pk = known.pk if known else None
        changes.save(POSITIONS, "position", position, known)


def _place(position: Position) -> tuple[str, str]:
    return position.unit.code, "" if position.is_leader else position.title


def take_in_holdings(changes: Changes) -> None:
    """Who holds which position; days that overlap, and days on which the unit is not there, are refused."""
    positions = {(p.unit.code, p.title): p for p in Position.objects.select_related("unit")}
    people = {user.username: user for user in User.objects.all()}
    stored = {_key(holding): holding for holding in Holding.objects.select_related("position", "holder")}
    rows: dict[tuple[int, bool], list[Row]] = defaultdict(list)
    for row in changes.rows(HOLDINGS):
        position = positions.get((row.text("enhet"), row.text("tittel")))
        holder = people.get(row.text("brukernavn"))
        if position is None:
            changes.unknown(row, "tittel", POSITIONS)
        elif holder is None:
            changes.unknown(row, "brukernavn", PEOPLE)
        else:
            rows[position.pk, row.is_so("konstituert")].append(row)
            _take_in_holding(changes, row, Holding(position=position, holder=holder), stored)
    for own in rows.values():
        changes.faults += overlapping(own)
    if not changes.faults:
        _refuse_overlap_with_others(changes, rows, stored)


def _take_in_holding(changes: Changes, row: Row, holding: Holding, stored: dict[HoldingKey, Holding]) -> None:
    unit = holding.position.unit
    holding.is_acting = row.is_so("konstituert")
    holding.valid_from, holding.valid_to = row.day("fra"), row.day("til")
    life, held = Span(unit.opened_on, unit.closed_on), Span(holding.valid_from, holding.valid_to)
    if life.shared_with(held) != held:
        reason = gettext_noop("%(unit)s finnes bare fra %(since)s til %(until)s.")
        advice = gettext_noop("La tidsrommet ligge innenfor enhetens.")
        parts = {"unit": unit.name, "since": unit.opened_on, "until": unit.closed_on}
        changes.faults.append(row.fault("fra", reason, advice, **parts))
        return
    known = stored.pop(_key(holding), None)
    holding.pk = known.pk if known else None
    changes.save(HOLDINGS, "holding", holding, known)


def _refuse_overlap_with_others(
    changes: Changes, rows: dict[tuple[int, bool], list[Row]], others: dict[HoldingKey, Holding]
) -> None:
    for other in others.values():
        held = Span(other.valid_from, other.valid_to)
        for row in rows.get((other.position_id, other.is_acting), []):
            if held.shared_with(Span(row.day("fra"), row.day("til"))):
                reason = gettext_noop("%(holder)s har stillingen fra før i samme tidsrom.")
                advice = gettext_noop("Ta med %(holder)s i filen også, med dagen vedkommende slutter.")
                changes.faults.append(row.fault("brukernavn", reason, advice, holder=str(other.holder)))


def _key(holding: Holding) -> HoldingKey:
    return holding.position_id, holding.holder_id, holding.valid_from, holding.is_acting
