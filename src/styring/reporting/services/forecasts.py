"""Handing the forecast of a report over to the budget, as one more row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.budget.models import ForecastKind
from styring.budget.services import set_forecast
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.reporting.models import Contribution

TAKEN_BACK = gettext_noop("Justeringen gjelder ikke mens rapporten er tatt tilbake.")
"""Why a level's adjustment is nought again; kept as it stands with the forecast."""


def hand_over_forecast(actor: User, contribution: Contribution) -> None:
    """Give the budget what a delivered report says: a unit's own forecast, or a level's adjustment of the sum."""
    if contribution.is_level:
        if contribution.adjustment:
            _adjust(actor, contribution, contribution.adjustment, contribution.adjustment_reason)
    elif contribution.forecast is not None:
        set_forecast(
            actor=actor,
            unit=contribution.unit,
            period=contribution.round.span,
            amount=contribution.forecast,
            reason=contribution.explanation,
        )


def take_back_adjustment(actor: User, contribution: Contribution) -> None:
    """Let a level's adjustment count no more, as its report does not lie with the level above."""
    if contribution.is_level and contribution.adjustment:
        _adjust(actor, contribution, 0, TAKEN_BACK)


def _adjust(actor: User, contribution: Contribution, amount: int, reason: str) -> None:
    set_forecast(
        actor=actor,
        unit=contribution.unit,
        period=contribution.round.span,
        amount=amount,
        reason=reason,
        kind=ForecastKind.ADJUSTMENT,
    )
