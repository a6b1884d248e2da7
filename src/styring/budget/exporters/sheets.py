"""A unit's budget sheet as a workbook to fill in: locked but for the amounts of the years to come."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from styring.budget.rules.sheets import NEW, SUM, row_key
from styring.ledger.rules.codes import OPERATING, arts, functions

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from styring.budget.queries.sheets import UnitSheet

SPARE_ROWS = 12
FIRST_AMOUNT = 5
"""The column of last year's accounts; those before it are the key, function, art, project and name."""
_FORMAT = "#,##0.00;\u2212#,##0.00"


def workbook(sheet: UnitSheet) -> bytes:
    """A workbook with the sheet, and a page that says how to fill it in."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_formulas": False}) as book:
        _Writer(book, book.add_worksheet(_("Budsjett")), sheet).write()
        _guide(book.add_worksheet(_("Slik gjør du")), sheet)
    return content.getvalue()


class _Writer:
    """The page with the accounts."""

    def __init__(self, book: Any, page: Worksheet, sheet: UnitSheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.page, self.sheet, self.years = page, sheet, list(sheet.layer.years)
        self.strong = book.add_format({"bold": True, "num_format": _FORMAT})
        self.locked = book.add_format({"num_format": _FORMAT})
        self.open = book.add_format({"num_format": _FORMAT, "locked": False, "bg_color": "#FFF8DC"})
        self.open_text = book.add_format({"num_format": "@", "locked": False, "bg_color": "#FFF8DC"})

    def write(self) -> None:
        """Write head, accounts, empty rows and sums, and lock what is not to be filled in."""
        year = self.sheet.year
        accounts, budget = _("Regnskap %(year)s") % {"year": year - 1}, _("Budsjett %(year)s") % {"year": year}
        names = [str(self.sheet.stamp), *HEADS, accounts, budget, *(str(one) for one in self.years)]
        for place, name in enumerate(names):
            self.page.write_string(0, place, name, self.strong)
        for number, account in enumerate(self.sheet.accounts, start=1):
            self._account(number, *account)
        first_spare = len(self.sheet.accounts) + 1
        for number in range(first_spare, first_spare + SPARE_ROWS):
            self._spare(number)
        self._sums(first_spare + SPARE_ROWS)
        self.page.set_column(0, 0, None, None, {"hidden": True})
        self.page.set_column(1, 3, 9)
        self.page.set_column(4, 4, 44)
        self.page.set_column(FIRST_AMOUNT, FIRST_AMOUNT + 1 + len(self.years), 16)
        self.page.freeze_panes(1, FIRST_AMOUNT)
        self.page.protect("", {"format_columns": True, "select_locked_cells": True})

    def _account(self, number: int, function: str, art: str, project: str) -> None:
        known = arts().get(art)
        words = (row_key(function, art, project), function, art, project, known.name if known else "")
        for place, text in enumerate(words):
            self.page.write_string(number, place, text)
        plain = not project
        earlier = (self.sheet.before, self.sheet.this_year)
        for place, amounts in enumerate(earlier, start=FIRST_AMOUNT):
            self._amount(number, place, amounts.get((function, art), 0) if plain else 0, self.locked)
        for place, year in enumerate(self.years, start=FIRST_AMOUNT + 2):
            self._amount(number, place, self._in_draft(year, function, art, project), self.open)

    def _in_draft(self, year: int, function: str, art: str, project: str) -> int:
        wanted = (year, OPERATING, self.sheet.unit.pk, function, art, project)
        return next((amount for key, amount in self.sheet.lines.items() if key == wanted), 0)

    def _amount(self, number: int, place: int, ore: int, shape: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        self.page.write_number(number, place, ore / 100, shape)

    def _spare(self, number: int) -> None:
        self.page.write_string(number, 0, NEW)
        for place in (1, 2, 3):
            self.page.write_blank(number, place, None, self.open_text)
        for place in range(FIRST_AMOUNT + 2, FIRST_AMOUNT + 2 + len(self.years)):
            self.page.write_blank(number, place, None, self.open)

    def _sums(self, number: int) -> None:
        """Sums as formulas of ours, with their values, for those who look without counting."""
        self.page.write_string(number, 0, SUM)
        self.page.write_string(number, 4, _("Sum"), self.strong)
        columns = [sum(self.sheet.before.values()), sum(self.sheet.this_year.values())]
        columns += [sum(a for key, a in self.sheet.lines.items() if key.year == year) for year in self.years]
        for place, ore in enumerate(columns, start=FIRST_AMOUNT):
            name = xl_col_to_name(place)
            self.page.write_formula(number, place, f"=SUM({name}2:{name}{number})", self.strong, ore / 100)


HEADS = ("Funksjon", "Art", "Prosjekt", "Navn")
"""The heads of the columns of words, the same in every language, for the sheet is read again by them."""


def _guide(page: Worksheet, sheet: UnitSheet) -> None:
    known = functions()
    names = sorted({function for function, _art, _project in sheet.accounts})
    said = [
        _("Budsjettark for %(unit)s") % {"unit": sheet.unit.name},
        sheet.layer.title,
        "",
        _("Kroner. Utgift pluss, inntekt minus."),
        _("Fyll ut de gule cellene. Resten er låst."),
        _("Nye kontoer skriver du på de tomme radene, med funksjon og art på tre sifre."),
        _("Send arket inn på siden du lastet det ned fra. Du ser hva som endres, før noe gjelder."),
        "",
        *(f"{code} {known[code].name}" for code in names if code in known),
    ]
    for number, text in enumerate(said):
        page.write_string(number, 0, text)
    page.set_column(0, 0, 90)
