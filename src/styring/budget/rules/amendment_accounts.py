"""Which accounts an amount is for, proposed from what the unit's budget is on; nobody needs to know an account string.

>>> proposed({("202", "010"): 900, ("202", "099"): 100, ("215", "010"): 950}, 2000_00, home="202")
{('202', '010'): 180000, ('202', '099'): 20000}
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from styring.kernel.amounts import spread_exactly

if TYPE_CHECKING:
    from collections.abc import Mapping

Account: TypeAlias = "tuple[str, str]"
"""A function and an art."""
MOST_ARTS = 3
"""A proposal of more lines than this is no help to anybody."""
_KRONE = 100


def home_of(budget: Mapping[Account, int]) -> str:
    """The function that most of a unit's budget is on; "" when it has none."""
    sizes: dict[str, int] = defaultdict(int)
    for (function, _art), part in budget.items():
        sizes[function] += abs(part)
    return max(sorted(sizes), key=lambda code: sizes[code]) if sizes else ""


def proposed(budget: Mapping[Account, int], amount: int, home: str = "") -> dict[Account, int]:
    """An amount on the largest arts of one function, in whole kroner.

    Args:
        budget: the unit's budget of one kind of cost or income, by function and art, in øre.
        amount: in øre; what is under a krone follows the first line.
        home: the function to use when the kind has a budget on it, else the one that most of the kind is on.

    Returns:
        The amount parted on accounts, to the last øre; empty when the unit has no such budget.
    """
    arts = _arts_on(home, budget) or _arts_on(home_of(budget), budget)
    if not arts:
        return {}
    chosen = sorted(arts, key=lambda account: (-arts[account], account))[:MOST_ARTS]
    whole, rest = divmod(abs(amount), _KRONE)
    parts = [part * _KRONE for part in spread_exactly(whole, [arts[account] for account in chosen])]
    parts[0] += rest
    sign = 1 if amount > 0 else -1
    return {account: sign * part for account, part in zip(chosen, parts, strict=True) if part}


def _arts_on(function: str, budget: Mapping[Account, int]) -> dict[Account, int]:
    """The accounts of a function that have a budget, and its size."""
    return {account: abs(part) for account, part in budget.items() if account[0] == function and part}
