"""Reading the balance, and what is to be reported to KOSTRA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.ledger.models import BalanceItem, BalanceSheet
from styring.ledger.queries.actuals import ALL_YEAR, FIELDS, balances
from styring.ledger.rules.codes import BALANCE
from styring.ledger.rules.kostra.records import BALANCES, Entry

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.db.models import QuerySet

NO_ACCOUNTS = gettext_noop("Det er ikke lest inn noe regnskap for %(year)s.")
NO_BALANCE = gettext_noop("Det er ikke lest inn noen balanse for %(year)s.")


def balance_items(year: int) -> QuerySet[BalanceItem]:
    """What the balance of a year is made of; one query."""
    return BalanceItem.objects.filter(sheet__year=year, sheet__is_live=True)


def sums_per_chapter(year: int) -> tuple[Mapping[str, int], Mapping[str, int]] | None:
    """Opening and closing balance in øre per chapter, in the ledger's sign; None when the year has none; one query."""
    rows = balance_items(year).order_by().values_list("chapter").annotate(Sum("opening"), Sum("closing"))
    found = list(rows)
    if not found:
        return None
    return {row[0]: row[1] for row in found}, {row[0]: row[2] for row in found}


def years_with_balance() -> list[int]:
    """The years that have a balance, the latest first; one query."""
    return list(BalanceSheet.objects.filter(is_live=True).order_by("-year").values_list("year", flat=True))


def kostra_entries(form: str, year: int, months: Collection[int] = ALL_YEAR) -> list[Entry]:
    """What a form of KOSTRA reports of some months of a year (0A) or all of it, in øre per account; one query.

    Raises:
        NotFoundError: there are no accounts, or no balance, for the year.
    """
    if form == BALANCES:
        found = [Entry(BALANCE, item.chapter, item.sector, item.closing) for item in balance_items(year)]
    else:
        key = [FIELDS[name] for name in ("account_class", "function", "art")]
        rows = balances([year], months).order_by().values_list(*key).annotate(total=Sum("amount"))
        found = [Entry(*row) for row in rows]
    if not found:
        raise NotFoundError(NO_BALANCE if form == BALANCES else NO_ACCOUNTS, year=str(year))
    return found
