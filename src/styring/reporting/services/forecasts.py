"""Handing the forecast of a report over to the budget, as one more row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.budget.models import ForecastKind
from styring.budget.services import set_forecast
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.reporting.models import Contribution

TAKEN_BACK = gettext_noop("Justeringen gjelder ikke mens rapporten er tatt tilbake.")
"""Why a level's adjustment is nought again; kept as it stands with the forecast."""


@dataclass(frozen=True)
class Handover:
    """The forecast of a report on its way to the budget, by one who may write in the report or judge it."""

    actor: User
    contribution: Contribution

    def make(self) -> None:
        """Give the budget what a delivered report says: a unit's own forecast, or a level's adjustment of the sum."""
        report = self.contribution
        if report.is_level:
            if report.adjustment:
                self._set(report.adjustment, report.adjustment_reason, ForecastKind.ADJUSTMENT)
        elif report.forecast is not None:
            self._set(report.forecast, report.explanation, ForecastKind.OWN)

    def take_back(self) -> None:
        """Let a level's adjustment count no more, as its report does not lie with the level above."""
        if self.contribution.is_level and self.contribution.adjustment:
            self._set(0, TAKEN_BACK, ForecastKind.ADJUSTMENT)

    def _set(self, amount: int, reason: str, kind: ForecastKind) -> None:
        report = self.contribution
        set_forecast(
            actor=self.actor, unit=report.unit, period=report.round.span, amount=amount, reason=reason, kind=kind
        )
