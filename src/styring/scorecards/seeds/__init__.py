"""The demo's indicators, targets, limits, cards and values; loading them again changes nothing."""

from __future__ import annotations

from styring.scorecards.seeds.cards import load_cards
from styring.scorecards.seeds.values import load_values

__all__ = ["load_scorecards"]


def load_scorecards() -> None:
    """Define what is measured and put it on the cards, as the planner and the controller; then take in the values."""
    load_values(load_cards())
