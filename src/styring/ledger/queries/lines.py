"""The lines of the ledger that a reader may see, chosen by the account they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.access.policies import permitted_units
from styring.kernel.authority import require
from styring.ledger.models import Balance, Posting
from styring.ledger.policies import VIEW_LINES

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from styring.accounts.models import User

ALL_MONTHS = 12


@dataclass(frozen=True)
class OnAccount:
    """Lines of a year up to a month on an account; what is None is not asked about, an empty text is one without."""

    year: int
    until: int = ALL_MONTHS
    account_class: str | None = None
    function: str | None = None
    art: str | None = None
    unit: str | None = None
    project: str | None = None

    def conditions(self) -> dict[str, object]:
        """As conditions on what has a combination and a delivery."""
        asked = {
            "combination__account_class": self.account_class,
            "combination__function": self.function,
            "combination__art": self.art,
            "combination__unit__code": self.unit,
            "combination__project": self.project,
        }
        given = {name: value for name, value in asked.items() if value is not None}
        return {"delivery__is_live": True, "delivery__month__lte": self.until, **given}


def lines_on(reader: User, account: OnAccount) -> QuerySet[Posting]:
    """The lines that are live, month by month, in the units that the reader may see; one query when it is read.

    Raises:
        NotAllowedError: the reader may see lines nowhere.
    """
    require(reader, VIEW_LINES)
    found = Posting.objects.filter(
        delivery__year=account.year, combination__unit__in=permitted_units(reader, VIEW_LINES), **account.conditions()
    )
    return found.select_related("combination__unit", "delivery__batch").order_by("delivery__month", "pk")


def sum_on(reader: User, account: OnAccount) -> int:
    """The sum of the same lines in øre, from the balances; one query."""
    found = Balance.objects.filter(
        year=account.year, combination__unit__in=permitted_units(reader, VIEW_LINES), **account.conditions()
    )
    return found.aggregate(total=Sum("amount"))["total"] or 0
