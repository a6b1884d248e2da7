"""Which layout a file has: the one that was named, or the one its columns tell of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.imports.rules import OwnLayout
from styring.kernel.sheets import peek
from styring.ledger.importers.layouts import (
    PLAIN,
    PLAIN_MONTHS,
    UNIT4,
    VISMA,
    WIDE,
    XLEDGER,
    Layout,
    laid_out,
    layout_named,
)

if TYPE_CHECKING:
    from pathlib import Path

    from styring.imports.models import Batch

_SURE_OF_UNIT4 = {"dim_1", "voucher_no"}
_SURE_OF_VISMA = {"bilagsnr", "bilagsdato", "leverandør", "tjeneste", "kontonr", "ansvarsnr"}


def layout_for(path: Path, name: str = "") -> Layout:
    """The layout that is named, else the one that the file seems to have.

    Raises:
        NotFoundError: there is none of that name.
        InvalidValueError: the file is no table.
    """
    return layout_named(name) if name else seen_layout(path)


def layout_of_batch(path: Path, batch: Batch) -> Layout:
    """The layout of a file that is being taken in: the municipality's own as it was then, one by name, or one seen.

    Raises:
        NotFoundError: there is none of that name.
        InvalidValueError: the file is no table.
    """
    name, own = batch.options.get("profile", ""), batch.options.get("layout")
    return laid_out(OwnLayout(**own), name) if own else layout_for(path, name)


def seen_layout(path: Path) -> Layout:
    """The layout that a file's first lines tell of; our own when they tell of none."""
    rows = peek(path).rows
    first, second = ({cell.strip().strip("\ufeff").casefold() for cell in row} for row in [*rows, [], []][:2])
    if PLAIN_MONTHS[0] in first:
        return WIDE
    if first >= _SURE_OF_UNIT4:
        return UNIT4
    if "systemkonto" in first and "value" in second:
        return XLEDGER
    if first & _SURE_OF_VISMA and first.isdisjoint({"maaned", "belop"}):
        return VISMA
    return PLAIN
