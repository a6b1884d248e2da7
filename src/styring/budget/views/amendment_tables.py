"""An amendment as tables: from and to, with or without accounts, and beside the units' whole budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from styring.budget.views.parts import art_name, function_name
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.budget.models import Amendment, AmendmentRow
    from styring.budget.queries import Figures
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit


def sorted_rows(found: Amendment) -> list[AmendmentRow]:
    """Where money is taken from first, then where it goes, the largest first; two queries."""
    rows = found.rows.select_related("unit").prefetch_related("parts")
    return sorted(rows, key=lambda row: (row.amount > 0, -abs(row.amount), row.pk))


def kind_of(row: AmendmentRow) -> str:
    """The kind of cost or income that a row is for."""
    return _(ART_GROUP_NAMES[ArtGroup(row.group)])


def rows_table(found: Amendment, rows: Sequence[AmendmentRow], *, with_accounts: bool = False) -> Table:
    """From and to, and the sums of both, which are alike when it comes to nought."""
    columns = [Column(_("Enhet")), Column(_("Hva det gjelder")), Column(_("Type"), minor=True),
               Column(_("Fra"), Shown.KR), Column(_("Til"), Shown.KR)]  # fmt: skip
    shown = []
    for row in rows:
        shown.append(Row(row.unit.name, (row.purpose, kind_of(row), *_sides(row.amount))))
        if with_accounts:
            shown += [
                Row(row.unit.code, (function_name(part.function), art_name(part.art), *_sides(part.amount)), "sub")
                for part in row.parts.all()
            ]
    taken = -sum(row.amount for row in rows if row.amount < 0)
    given = sum(row.amount for row in rows if row.amount > 0)
    shown.append(Row(_("Sum"), ("", "", taken, given), "total"))
    title = _("%(title)s med kontering") if with_accounts else "%(title)s"
    return Table(title % {"title": found.title}, columns, shown, _("Kroner."))


def _sides(amount: int) -> tuple[int | None, int | None]:
    return (-amount, None) if amount < 0 else (None, amount)


def side_by_side(
    found: Amendment, period: Period, units: Mapping[int, Unit], changes: Mapping[int, int],
    now: Mapping[int, Figures],
) -> Table:  # fmt: skip
    """Each unit's adopted and revised budget, the change, what it is after, what is spent and foreseen."""
    columns = [
        Column(_("Enhet")), Column(_("Vedtatt budsjett"), Shown.KR1000, minor=True),
        Column(_("Revidert budsjett"), Shown.KR1000, minor=True), Column(_("Endring"), Shown.KR1000, change=True),
        Column(_("Regnskap hittil"), Shown.KR1000, minor=True), Column(_("Årsprognose"), Shown.KR1000, minor=True),
        Column(_("Avvik etter endringen"), Shown.KR1000, change=True),
    ]  # fmt: skip
    counted = found.layer_id is not None and (found.decided_on or period.first_day) <= period.last_day
    rows = []
    for unit, change in changes.items():
        of = now[unit]
        after = of.revised + (0 if counted else change)
        cells = (of.adopted, of.revised, change, of.actual, of.forecast, after - of.forecast)
        rows.append(Row(units[unit].name, cells, address=reverse("budget:economy", args=[units[unit].code, period])))
    return Table(_("Enhetenes budsjetter"), columns, rows, _("1000 kr. Minus er merforbruk."))
