"""Amending the investment budget: a project's money moved between years or projects, and its financing with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import AmendmentPart, AmendmentRow, AmendmentState, MoneySource
from styring.budget.policies import WRITE_TRANSFER
from styring.budget.rules.investment_accounts import lines_of_spending
from styring.budget.services.amendments import NO_AMOUNT, hold, the_top
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Amendment, Investment
    from styring.organisation.models import Unit

BEFORE = gettext_noop("En regulering endrer ikke år som er gått.")


@dataclass(frozen=True)
class ProjectMove:
    """What a project is to spend more (plus) or less in a year, in øre with VAT, and what pays for it.

    ``to_year`` is the year that gets as much the other way, when the money is moved in time. ``moves_frame`` lets the
    project's total frame change too.
    """

    investment: Investment
    purpose: str
    amount: int
    year: int
    source: MoneySource = MoneySource.LOAN
    to_year: int | None = None
    moves_frame: bool = False

    @property
    def years(self) -> dict[int, int]:
        """What is spent more in each year."""
        found = {self.year: self.amount}
        if self.to_year is not None and self.to_year != self.year:
            found[self.to_year] = -self.amount
        return found


@transaction.atomic
def add_project(*, actor: User, amendment: Amendment, move: ProjectMove) -> list[AmendmentRow]:
    """Let a draft change what a project spends; VAT compensation and financing follow, so investments come to nought.

    Raises:
        NotAllowedError: the actor may not write amendments for the unit that the amendment is of.
        RuleBrokenError: it is no draft, moves nothing, or is of a year that has gone.
        ValidationError: the purpose is missing or too long.
    """
    require(actor, WRITE_TRANSFER, amendment.unit)
    hold(amendment, AmendmentState.DRAFT)
    if not move.amount:
        raise RuleBrokenError(NO_AMOUNT)
    if min(move.years) < amendment.year:
        raise RuleBrokenError(BEFORE)
    top = the_top(today())
    rows = [_put(amendment, move, year, amount, top) for year, amount in move.years.items()]
    record(actor=actor, verb="budget.amendment.changed", thing=amendment)
    return rows


def _put(amendment: Amendment, move: ProjectMove, year: int, amount: int, top: Unit) -> AmendmentRow:
    one = move.investment
    row = AmendmentRow(
        amendment=amendment, unit=one.element.unit, purpose=move.purpose.strip(), amount=amount, investment=one,
        source=move.source, moves_frame=move.moves_frame, years_later=year - amendment.year,
    )  # fmt: skip
    row.full_clean()
    row.save(force_insert=True)
    spots = lines_of_spending(amount, one.vat, one.function, move.source)
    AmendmentPart.objects.bulk_create(
        AmendmentPart(
            row=row, unit=top if spot.is_common else None, account_class=spot.account_class, function=spot.function,
            art=spot.art, project="" if spot.is_common else one.project, amount=part,
        )
        for spot, part in spots.items()
    )  # fmt: skip
    return row
