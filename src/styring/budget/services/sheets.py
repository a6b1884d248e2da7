"""Units' budget sheets: sent in filled in, looked at, and put to use in the draft or discarded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import ChangeKind, SentSheet, SheetState
from styring.budget.policies import DISTRIBUTE, FILL_IN, WORK_ON_BUDGET
from styring.budget.queries.sheets import TITLE, change_of_sheet, lines_in
from styring.budget.rules.layers import difference
from styring.budget.rules.sheets import restored, stored, sums_by_year, version_of
from styring.budget.services.programme import ChangeText, hold_draft, lay_change
from styring.kernel.amounts import kroner
from styring.kernel.authority import may, require
from styring.kernel.clock import now
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit

NOT_OPEN = gettext_noop("Arket er allerede tatt i bruk eller forkastet.")
CHANGES_NET = gettext_noop(
    "I %(year)s endrer arket enhetens netto med %(kroner)s kroner. Da må rammen fordeles på nytt."
)
STALE = gettext_noop(
    "Utkastet er endret etter at arket ble lastet ned. Last det ned på nytt, eller godta forskjellene."
)


@dataclass(frozen=True)
class Filled:
    """What a sheet says that was filled in: its lines in øre, its version, and remarks as sentences with parts."""

    file_name: str
    version: str
    lines: Mapping[LineKey, int]
    remarks: Sequence[tuple[str, Mapping[str, str]]] = ()


@transaction.atomic
def send_sheet(*, actor: User, layer: Layer, unit: Unit, filled: Filled) -> SentSheet:
    """Keep what a sheet says, to be looked at; nothing changes before it is put to use.

    Raises:
        NotAllowedError: the actor may not fill in the unit's budget.
        RuleBrokenError: the layer is no draft.
    """
    require(actor, FILL_IN, unit)
    hold_draft(actor, layer)
    sheet = SentSheet(layer=layer, unit=unit, file_name=filled.file_name[-200:], version=filled.version)
    sheet.lines, sheet.remarks = stored(filled.lines), [[said, dict(parts)] for said, parts in filled.remarks]
    sheet.sent_by, sheet.sent_at = actor, now()
    sheet.save()
    record(actor=actor, verb="budget.sheet.sent", thing=sheet)
    return sheet


@transaction.atomic
def use_sheet(*, actor: User, sheet: SentSheet, accept_stale: bool = False) -> SentSheet:
    """Let a unit's lines in the draft be what its sheet says; an earlier sheet's change is replaced.

    Args:
        actor: who answers for the unit's part of the budget.
        sheet: what was sent in.
        accept_stale: the draft has changed since the sheet was made, and the actor has seen how.

    Raises:
        NotAllowedError: the actor may not decide the unit's part of the draft.
        RuleBrokenError: it is used or discarded, the layer is no draft, the draft has changed since, or the unit's net
            changes and the actor doesn't make the whole budget.
    """
    require(actor, DISTRIBUTE, sheet.unit)
    hold_draft(actor, sheet.layer)
    _require_sent(sheet)
    now_in_draft = lines_in(sheet.layer, sheet.unit)
    if version_of(now_in_draft) != sheet.version and not accept_stale:
        raise RuleBrokenError(STALE)
    wanted = restored(sheet.lines, sheet.unit_id)
    if not may(actor, WORK_ON_BUDGET):
        _require_same_net(sheet, wanted, now_in_draft)
    change = change_of_sheet(sheet.layer, sheet.unit)
    amounts = difference(wanted, lines_in(sheet.layer, sheet.unit, without=change))
    text = ChangeText(ChangeKind.MANUAL, TITLE % {"unit": sheet.unit.name}, f"{sheet.file_name}, {sheet.sent_by}")
    lay_change(sheet.layer, text, amounts, change)
    sheet.state = SheetState.USED
    sheet.save(update_fields=["state"])
    record(actor=actor, verb="budget.sheet.used", thing=sheet)
    return sheet


@transaction.atomic
def discard_sheet(*, actor: User, sheet: SentSheet) -> SentSheet:
    """Put a sheet aside; it is kept.

    Raises:
        NotAllowedError: the actor may not fill in the unit's budget.
        RuleBrokenError: it is used or discarded already.
    """
    require(actor, FILL_IN, sheet.unit)
    _require_sent(sheet)
    sheet.state = SheetState.DISCARDED
    sheet.save(update_fields=["state"])
    record(actor=actor, verb="budget.sheet.discarded", thing=sheet)
    return sheet


def _require_sent(sheet: SentSheet) -> None:
    sheet.refresh_from_db(fields=["state"])
    if sheet.state != SheetState.SENT:
        raise RuleBrokenError(NOT_OPEN)


def _require_same_net(sheet: SentSheet, wanted: Mapping[LineKey, int], current: Mapping[LineKey, int]) -> None:
    before = sums_by_year(current, sheet.layer.years)
    for year, after in sums_by_year(wanted, sheet.layer.years).items():
        if after != before[year]:
            raise RuleBrokenError(CHANGES_NET, year=year, kroner=kroner(after - before[year]))
