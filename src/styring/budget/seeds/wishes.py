"""What Lindvik's units wish for: sent in by their leaders, ranked, merged and answered by those above."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from styring.budget.models import Wish
from styring.budget.seeds.accounting import THOUSAND, file, units
from styring.budget.services import WishText, choose_wish, make_wish, merge_wishes, move_wish, reject_wish
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.organisation.queries import leader_of
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.organisation.models import Unit

NOBODY = gettext_noop("Ingen leder %(unit)s.")
TO_THE_TOP = -1000


def load_wishes() -> None:
    """All wishes with their answers; nothing when there is any."""
    if Wish.objects.exists():
        return
    told = file("innspill")
    first_year = told["forste_aar"]
    made = {said["id"]: _made(said, first_year) for said in told["innspill"]}
    for merging in told["slaas_sammen"]:
        _merge(merging, made)
    for said in told["innspill"]:
        if "svar" in said:
            _answer(made[said["id"]], said["svar"])


def _made(said: Mapping[str, Any], first_year: int) -> Wish:
    unit = units()[said["enhet"]]
    return make_wish(actor=_leader(unit), unit=unit, first_year=first_year, text=_text(said))


def _text(said: Mapping[str, Any]) -> WishText:
    goals = list(Element.objects.filter(kind="goal", code__in=said.get("maal", ())))
    amounts = {year: amount * THOUSAND for year, amount in said["belop"].items()}
    man_years = Decimal(str(said["aarsverk"]))
    return WishText(said["tittel"], said["hvorfor"], said["bruker"], amounts, man_years, goals)


def _merge(said: Mapping[str, Any], made: Mapping[str, Wish]) -> None:
    unit = units()[said["av"]]
    parts = [made[key] for key in said["innspill"]]
    merged = merge_wishes(actor=_leader(unit), unit=unit, wishes=parts, text=_text(said))
    above = units()[said["foerst_hos"]]
    move_wish(actor=_leader(above), level=above, wish=merged, steps=TO_THE_TOP)


def _answer(wish: Wish, said: Mapping[str, str]) -> None:
    answer = choose_wish if said["valg"] == "valgt" else reject_wish
    answer(actor=_leader(units()[said["av"]]), wish=wish, reason=said["begrunnelse"])


def _leader(unit: Unit) -> User:
    leader = leader_of(unit, today())
    if leader is None:
        raise NotFoundError(NOBODY, unit=unit)
    return leader
