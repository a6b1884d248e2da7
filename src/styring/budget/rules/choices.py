"""A what-if choice as it is kept: whole 1/100 000 for shares, text for keys, nothing of what changes nothing.

>>> kept = written(Choice({2027: Premise(pay=Fraction(1, 200))}, {"80+": Fraction(1, 25)}, {"I02": 24}))
>>> kept["premises"], kept["heads"], read(kept).moves
({'2027': {'pay': 500}}, {'80+': 4000}, {'I02': 24})
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.budget.rules.projection import Choice, Premise
from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Mapping

WHOLE = 100_000
PREMISES = ("pay", "price", "tax", "floating")


def written(choice: Choice) -> dict[str, Any]:
    """A choice as plain values, to keep or to put in an address."""
    premises = {
        str(year): {name: _whole(getattr(one, name)) for name in PREMISES if getattr(one, name)}
        for year, one in sorted(choice.premises.items())
    }
    return {
        "premises": {year: parts for year, parts in premises.items() if parts},
        "heads": {age: _whole(share) for age, share in choice.heads.items() if share},
        "moves": {key: months for key, months in choice.moves.items() if months},
        "switched": sorted(choice.switched),
    }


def read(kept: Mapping[str, Any]) -> Choice:
    """A choice as it was kept."""
    return Choice(
        premises={
            int(year): Premise(**{name: Fraction(parts.get(name, 0), WHOLE) for name in PREMISES})
            for year, parts in kept.get("premises", {}).items()
        },
        heads={age: Fraction(share, WHOLE) for age, share in kept.get("heads", {}).items()},
        moves={key: int(months) for key, months in kept.get("moves", {}).items()},
        switched=frozenset(kept.get("switched", ())),
    )


def _whole(share: Fraction) -> int:
    return round_half_away(share * WHOLE)
