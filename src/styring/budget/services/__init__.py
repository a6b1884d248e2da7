"""Changing budgets, phasing, forecasts and frames: the only code that writes them.

Each function asks for permission, checks the rules, writes and records, in one transaction.
"""

from __future__ import annotations

from styring.budget.services.forecasts import bring_in_forecasts, set_deviation_limit, set_forecast, set_price_growth
from styring.budget.services.frames import FrameText, YearOfFrame, fund, propose_frame
from styring.budget.services.layers import Heading, amend_budget, enter_adopted_budget, propose_budget
from styring.budget.services.phasing import Phaser, derive_profiles, rephase, set_profile

__all__ = [
    "FrameText",
    "Heading",
    "Phaser",
    "YearOfFrame",
    "amend_budget",
    "bring_in_forecasts",
    "derive_profiles",
    "enter_adopted_budget",
    "fund",
    "propose_budget",
    "propose_frame",
    "rephase",
    "set_deviation_limit",
    "set_forecast",
    "set_price_growth",
    "set_profile",
]
