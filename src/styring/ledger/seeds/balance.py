"""The balance of the demo's closed years, rolled forward from the accounts (``balanse.yaml``), so that they agree."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from styring.kernel.amounts import spread_exactly
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.ledger.rules.statements import definition
from styring.ledger.seeds.accounting import THOUSAND, file

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.ledger.seeds.accounting import Line

Balance = dict[tuple[str, str], int]
LOANS, ON_LENDING = ("451", "320"), ("451", "395")
_FLOWS = (
    (INVESTMENT, ("670",), ("27", "000")),
    (INVESTMENT, ("529", "929"), ("21", "550")),
    (INVESTMENT, ("522", "922", "520", "920"), ("22", "890")),
    (INVESTMENT, ("910", "510"), LOANS),
    (OPERATING, ("510",), LOANS),
    (INVESTMENT, ("912", "512"), ON_LENDING),
)
"""Which arts change what in the balance, an expense being more of an asset or less of a debt."""
_FUNDS = (
    (OPERATING, ("550", "950"), ("51", "000")),
    (OPERATING, ("540", "940"), ("56", "000")),
    (INVESTMENT, ("550", "950"), ("55", "000")),
    (INVESTMENT, ("540", "940"), ("53", "000")),
)
"""Which arts change which fund: what is set aside is an expense there, and more of the fund."""


def opening_balance() -> Balance:
    """The balance when the first year begins, in øre."""
    read = {(chapter, sector): amount * THOUSAND for chapter, sector, amount in file("balanse")["inngaaende"]}
    return _settled(read)


def closing_balance(opening: Balance, lines: Iterable[Line]) -> Balance:
    """The balance when a year ends: the opening one changed by the year's accounts."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for line in lines:
        sums[line.account_class, line.art] += line.amount
    found = _grown(opening)
    for sign, flows in ((1, _FLOWS), (-1, _FUNDS)):
        for account_class, changing, key in flows:
            found[key] += sign * sum(sums[account_class, art] for art in changing)
    _build(found, sums)
    return _settled(found)


def _grown(opening: Balance) -> dict[tuple[str, str], int]:
    """What the accounts say nothing of, a year later."""
    growth, found = file("balanse")["aarlig_vekst"], defaultdict[tuple[str, str], int](int)
    for key, amount in opening.items():
        if key not in _residuals():
            found[key] = amount + amount * growth.get(key[0], 0) // 1000
    return found


def _build(found: dict[tuple[str, str], int], sums: Mapping[tuple[str, str], int]) -> None:
    """What is built, less what is written off, on buildings and equipment."""
    investments = next(line for line in definition("5-5-1", 2024).lines if line.post == "1")
    change = sum(sums.get((INVESTMENT, art), 0) for art in investments.arts) - sums.get((OPERATING, "590"), 0)
    equipment = file("balanse")["utstyr"]
    parts = spread_exactly(change, [1000 - equipment, equipment])
    for key, part in zip((("27", "000"), ("24", "000")), parts, strict=True):
        found[key] += part


def _residuals() -> tuple[tuple[str, str], tuple[str, str]]:
    read = file("balanse")
    bank, capital = read["bank"], read["kapitalkonto"]
    return (bank[0], bank[1]), (capital[0], capital[1])


def _settled(items: Mapping[tuple[str, str], int]) -> Balance:
    """With the capital account that follows of it, and what is then in the bank."""
    bank, capital = _residuals()
    found = {key: amount for key, amount in items.items() if amount}
    lasting = sum(amount for (chapter, _sector), amount in found.items() if _is_lasting(chapter))
    found[capital] = -lasting - found.get(("9100", "000"), 0)
    found[bank] = -sum(amount for (chapter, _sector), amount in found.items() if not chapter.startswith("9"))
    return dict(sorted(found.items()))


def _is_lasting(chapter: str) -> bool:
    """Fixed assets and long-term debt."""
    return chapter.startswith(("2", "4"))
