"""The rule of carrying over, and what units took with them from 2025: proposed in May, adopted with the accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import Authority, CarryRow, CarryRule
from styring.budget.queries.carry_over import is_closed
from styring.budget.seeds.accounting import THOUSAND, file, units
from styring.budget.services import (
    Resolution,
    Said,
    adopt_carry_over,
    adopt_carry_rule,
    override_carry_over,
    prepare_carry_over,
    propose_carry_over,
)
from styring.organisation.models import Body

if TYPE_CHECKING:
    from styring.budget.models import CarryOver

ORE = 100


def load_carry_over() -> dict[str, int]:
    """What each unit got (plus) or gave of its year 2025, in thousands by its code; nothing without accounts."""
    told = file("overforing")
    if not is_closed(told["overforing"]["aar"]):
        return {}
    _adopt_rule(told["regel"])
    made = _proposed(told["overforing"])
    _adopt(made, told["overforing"])
    adopted = CarryRow.objects.filter(carry_over=made).exclude(adopted=0)
    return {code: (amount or 0) // THOUSAND for code, amount in adopted.values_list("unit__code", "adopted")}


def _adopt_rule(told: dict[str, Any]) -> None:
    rule = CarryRule(
        first_year=told["gjelder_fra"], keep_part=told["del_av_mindreforbruk"], keep_share=told["hoeyst"],
        repay_above=told["merforbruk_over"], repay_years=told["aar"], body=Body.objects.get(code=told["organ"]),
        decision=told["sak"], decided_on=told["dag"],
    )  # fmt: skip
    left_out = [units()[code] for code in told["utenfor"]]
    adopt_carry_rule(actor=person_by_username("sekretariat"), rule=rule, left_out=left_out)


def _proposed(told: dict[str, Any]) -> CarryOver:
    actor = person_by_username("controller")
    made = prepare_carry_over(actor=actor, year=told["aar"], day=told["regnet_ut"])
    rows = _rows(made)
    said = {rows[code]: Said(kroner * ORE, why) for code, kroner, why in told["foreslaatt"]}
    override_carry_over(actor=actor, carry_over=made, said=said)
    return propose_carry_over(actor=actor, carry_over=made, day=told["sendt"])


def _adopt(made: CarryOver, told: dict[str, Any]) -> None:
    rows = _rows(made)
    resolution = Resolution(Authority.COUNCIL, told["sak"], told["dag"], Body.objects.get(code=told["organ"]))
    adopted = {rows[code]: kroner * ORE for code, kroner in told["vedtatt"]}
    actor = person_by_username("sekretariat")
    adopt_carry_over(actor=actor, carry_over=made, resolution=resolution, adopted=adopted)


def _rows(made: CarryOver) -> dict[str, int]:
    return dict(made.rows.values_list("unit__code", "pk"))
