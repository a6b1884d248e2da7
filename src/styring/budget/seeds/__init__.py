"""The demo's budgets, forecasts and frames: sums exactly those of the demo's files; loading again changes nothing."""

from __future__ import annotations

from styring.budget.seeds.amendments import load_amendments
from styring.budget.seeds.distribution import load_distribution
from styring.budget.seeds.finance import load_finance, load_scenarios
from styring.budget.seeds.frames import load_frames
from styring.budget.seeds.investments import fund_investments, load_investments
from styring.budget.seeds.layers import lay_forward, load_layers
from styring.budget.seeds.plan import load_plan
from styring.budget.seeds.suggestions import load_suggestions
from styring.budget.seeds.wishes import load_wishes
from styring.budget.seeds.year import load_years

__all__ = ["load", "load_workspace"]


def load() -> None:
    """Budgets of 2025 and 2026, what was foreseen, finance and investments, the proposal of 2027–2030, frames."""
    load_years()
    load_suggestions()
    load_finance()
    load_investments()
    load_amendments()
    load_plan()
    load_frames()
    fund_investments()
    load_scenarios()
    lay_forward()
    load_layers()


def load_workspace() -> None:
    """What leaders do while the proposal is made: wishes with answers, and frames that are shared out."""
    load_wishes()
    load_distribution()
