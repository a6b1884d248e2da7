"""Budgets as layers of lines, how lines are phased over the months, and forecasts of the year.

An amount is whole øre, cost plus and income minus. What has been decided is never overwritten: a change is a layer
more, and a correction of a layer is a new version of it, with a reason.
"""

from __future__ import annotations

from styring.budget.models.amendments import (
    Amendment,
    AmendmentPart,
    AmendmentRow,
    AmendmentState,
    MoneySource,
)
from styring.budget.models.carry_over import (
    CarryOver,
    CarryRow,
    CarryRule,
    CarryState,
)
from styring.budget.models.distribution import (
    Distribution,
    SentSheet,
    SheetState,
    UnitNet,
)
from styring.budget.models.finance import (
    AgeGroup,
    BookValues,
    FinancialTarget,
    Fund,
    FundKind,
    Loan,
    LoanPurpose,
    Population,
    Premises,
    Scenario,
    TargetFigure,
)
from styring.budget.models.forecasts import (
    Forecast,
    ForecastKind,
)
from styring.budget.models.frames import (
    Frame,
    FrameYear,
)
from styring.budget.models.investments import (
    CommonFinancing,
    Investment,
    InvestmentYear,
    Phase,
    ProjectStatus,
)
from styring.budget.models.layers import (
    UNTIL,
    Authority,
    BudgetLine,
    Layer,
    LayerKind,
    LayerQuerySet,
    LayerState,
)
from styring.budget.models.learning import (
    KeptMonth,
    KeptSuggestion,
    Learnt,
    UnusualYear,
)
from styring.budget.models.limits import (
    DeviationLimit,
    PriceGrowth,
)
from styring.budget.models.measures import (
    MeasureLine,
)
from styring.budget.models.phasing import (
    Profile,
    ProfileUse,
)
from styring.budget.models.programme import (
    Cause,
    Change,
    ChangeKind,
    Vote,
)
from styring.budget.models.wishes import (
    Wish,
    WishPlace,
    WishState,
    WishYear,
)

__all__ = [
    "UNTIL",
    "AgeGroup",
    "Amendment",
    "AmendmentPart",
    "AmendmentRow",
    "AmendmentState",
    "Authority",
    "BookValues",
    "BudgetLine",
    "CarryOver",
    "CarryRow",
    "CarryRule",
    "CarryState",
    "Cause",
    "Change",
    "ChangeKind",
    "CommonFinancing",
    "DeviationLimit",
    "Distribution",
    "FinancialTarget",
    "Forecast",
    "ForecastKind",
    "Frame",
    "FrameYear",
    "Fund",
    "FundKind",
    "Investment",
    "InvestmentYear",
    "KeptMonth",
    "KeptSuggestion",
    "Layer",
    "LayerKind",
    "LayerQuerySet",
    "LayerState",
    "Learnt",
    "Loan",
    "LoanPurpose",
    "MeasureLine",
    "MoneySource",
    "Phase",
    "Population",
    "Premises",
    "PriceGrowth",
    "Profile",
    "ProfileUse",
    "ProjectStatus",
    "Scenario",
    "SentSheet",
    "SheetState",
    "TargetFigure",
    "UnitNet",
    "UnusualYear",
    "Vote",
    "Wish",
    "WishPlace",
    "WishState",
    "WishYear",
]
