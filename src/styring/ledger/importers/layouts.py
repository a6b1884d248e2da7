"""How ledger files are laid out: which columns there are, under what names, and how their cells are to be taken."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from styring.kernel.errors import NotFoundError
from styring.kernel.sheets import Written
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.imports.rules import OwnLayout

FIELDS = (
    "year", "month", "account", "account_class", "art", "unit", "function", "project", "voucher", "amount",
)  # fmt: skip
"""What a column can hold that we read; the others are left alone."""


class Shape(StrEnum):
    """How months stand in a file."""

    LINES = "lines"
    """A line for each amount, with its month."""
    MONTHS = "months"
    """A row for each combination, the twelve months side by side."""
    CUMULATIVE = "cumulative"
    """The same, each month with those before it added."""


@dataclass(frozen=True)
class Layout:
    """A way of writing a ledger.

    Args:
        name: what it is chosen by.
        title: what people call it.
        shape: how months stand.
        names: what the column of each field may be called, in small letters.
        written: encoding, separator and heads of columns, as far as they are given.
        decimal_mark: "," or "."; empty to see it by the amounts.
        is_turned: are cost and income written with the other sign, income plus?
        leaves_balance_out: are accounts of the balance sheet passed by?
        sums_to_nought: must each month sum to nought, since the balance sheet is in the file?
        has_closing_periods: do the periods 13 to 16 belong to December?
        required: fields whose column must be there, since somebody has said which it is.
    """

    name: str
    title: str
    shape: Shape = Shape.LINES
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    written: Written = field(default_factory=Written)
    decimal_mark: str = ""
    is_turned: bool = False
    leaves_balance_out: bool = False
    sums_to_nought: bool = False
    has_closing_periods: bool = False
    required: frozenset[str] = frozenset()


PLAIN_NAMES = {
    "year": ("aar", "år", "year", "regnskapsår", "regnskapsaar"),
    "month": ("maaned", "måned", "month", "periode", "period"),
    "account": ("konto", "account"),
    "account_class": ("kontoklasse", "account_class"),
    "unit": ("enhet", "ansvar", "unit"),
    "function": ("funksjon", "function"),
    "art": ("art",),
    "project": ("prosjekt", "project"),
    "voucher": ("bilag", "bilagsnr", "voucher"),
    "amount": ("belop", "beløp", "amount"),
}
UNIT4_NAMES = {
    "year": ("fiscal_year",),
    "month": ("period",),
    "account": ("account",),
    "unit": ("dim_1",),
    "function": ("dim_2",),
    "project": ("dim_3",),
    "voucher": ("voucher_no",),
    "amount": ("amount",),
}
XLEDGER_NAMES = {
    "account": ("systemkonto/value", "systemkonto/kode"),
    "unit": ("ansvar/kode", "ansvar/value"),
    "function": ("funksjon (k)/kode", "funksjon/kode", "funksjon (k)/value"),
    "project": ("prosjekt/kode", "prosjekt/value"),
}
VISMA_NAMES = {
    "year": ("år", "aar", "regnskapsår"),
    "month": ("periode", "bilagsdato", "måned"),
    "account": ("konto", "kontonr"),
    "account_class": ("kontoklasse",),
    "art": ("art", "artskonto"),
    "unit": ("ansvar", "ansvarsnr"),
    "function": ("funksjon", "tjeneste"),
    "project": ("prosjekt", "prosjektnr"),
    "voucher": ("bilagsnr", "bilag", "bilagsnummer"),
    "amount": ("beløp", "belop"),
}

PLAIN = Layout("plain", gettext_noop("Vårt eget: en linje per beløp"), names=PLAIN_NAMES)
WIDE = Layout("wide-months", gettext_noop("Månedene p01 til p12 ved siden av hverandre"), Shape.MONTHS, PLAIN_NAMES)
UNIT4 = Layout(
    "unit4",
    gettext_noop("Unit4 (Agresso): transaksjoner"),
    names=UNIT4_NAMES,
    leaves_balance_out=True,
    sums_to_nought=True,
    has_closing_periods=True,
)
XLEDGER = Layout(
    "xledger",
    gettext_noop("Xledger: akkumulert per måned, to linjer med overskrifter"),
    Shape.CUMULATIVE,
    XLEDGER_NAMES,
    Written(head_lines=2),
    leaves_balance_out=True,
)
VISMA = Layout(
    "visma",
    gettext_noop("Visma: bilag med semikolon"),
    names=VISMA_NAMES,
    decimal_mark=",",
    leaves_balance_out=True,
)
LAYOUTS = {layout.name: layout for layout in (PLAIN, WIDE, UNIT4, XLEDGER, VISMA)}

SUM_NAMES = ("sum", "aarssum", "årssum")
PLAIN_MONTHS = tuple(f"p{month:02}" for month in range(1, 13))
NAMES_OF_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_MONTH_OF_YEAR = re.compile(r"[. ]*(?P<month>ib|[a-zæøå]{3})[a-zæøå]*[/ .-](?P<year>\d{4})(?:/.*)?")
OPENING = 0
"""The place of what a year opened with, before its first month."""


def layout_named(name: str) -> Layout:
    """A built-in layout by its name.

    Raises:
        NotFoundError: there is none.
    """
    if name not in LAYOUTS:
        raise NotFoundError(gettext_noop("Det finnes ikke noe oppsett som heter «%(name)s»."), name=name)
    return LAYOUTS[name]


def laid_out(own: OwnLayout, name: str) -> Layout:
    """A municipality's own layout: the built-in one that it is based on, with what is different.

    Raises:
        NotFoundError: it is based on one that there is not.
    """
    base, taken = layout_named(own.base), set(own.columns.values())
    usual = {each: tuple(known for known in names if known not in taken) for each, names in base.names.items()}
    return replace(
        base,
        name=name,
        names={**usual, **{each: (column,) if column else () for each, column in own.columns.items()}},
        written=replace(
            base.written,
            encoding=own.encoding,
            separator=own.separator,
            head_lines=own.head_lines or base.written.head_lines,
            lines_above=own.lines_above,
        ),
        decimal_mark=own.decimal_mark or base.decimal_mark,
        is_turned=own.is_turned,
        required=frozenset(each for each, column in own.columns.items() if column),
    )


def month_columns(columns: Iterable[str]) -> dict[tuple[int, int], int]:
    """Where the columns of months stand, by year and month; what the year opened with is month 0.

    >>> month_columns(["ansvar/kode", "ib/2025", "..jan/2025", "..februar/2025/beløp", "totalt"])
    {(2025, 0): 1, (2025, 1): 2, (2025, 2): 3}
    """
    found = {}
    for place, name in enumerate(columns):
        match = _MONTH_OF_YEAR.fullmatch(name)
        if match and match["month"] in {"ib", *NAMES_OF_MONTHS}:
            month = OPENING if match["month"] == "ib" else NAMES_OF_MONTHS.index(match["month"]) + 1
            found[int(match["year"]), month] = place
    return found
