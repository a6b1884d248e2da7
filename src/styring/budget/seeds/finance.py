"""The demo's loans, reserves, premises, population and targets (``gjeld.yaml``), and two scenarios."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import (
    AgeGroup,
    BookValues,
    CommonFinancing,
    FinancialTarget,
    Fund,
    Investment,
    Layer,
    LayerKind,
    Loan,
    Premises,
    Scenario,
)
from styring.budget.seeds.accounting import THOUSAND, file
from styring.budget.services.finance import keep_basis, save_scenario, set_population
from styring.budget.services.investments import set_common_financing
from styring.kernel.amounts import ore, round_half_away

if TYPE_CHECKING:
    from styring.accounts.models import User

FIRST, LAST = 2027, 2030


def load_finance() -> None:
    """What the programme rests on; nothing when it is there."""
    if Loan.objects.exists():
        return
    actor, told = person_by_username("okonomisjef"), file("gjeld")
    for given in told["laan"]:
        keep_basis(actor=actor, thing=_loan(given, told["per"]))
    for given in told["fond"]:
        fund = Fund(kind=given["type"], name=given["navn"], balance_on=told["per"])
        fund.balance = ore(given["beholdning"])
        keep_basis(actor=actor, thing=fund)
    books = told["balanse"]
    assets, deposits = ore(books["avskrivbare_anleggsmidler"]), ore(books["innskudd"])
    keep_basis(actor=actor, thing=BookValues(year=books["aar"], depreciable_assets=assets, deposits=deposits))
    for given in told["forutsetninger"]:
        keep_basis(actor=actor, thing=_premises(given))
    _load_population(actor, told["befolkning"])
    _load_financing(actor, told["felles_finansiering"])
    _load_targets(actor)


def _written(percent: float) -> int:
    """A percentage as it is stored, in 1/100 000.

    >>> _written(4.35)
    4350
    """
    return round_half_away(Fraction(str(percent)) * 1000)


def _loan(given: dict[str, Any], day: Any) -> Loan:  # noqa: ANN401 - a day from a file
    return Loan(
        name=given["navn"],
        lender=given["langiver"],
        purpose=given["formaal"],
        balance=ore(given["restgjeld"]),
        balance_on=day,
        rate=_written(given["fast_rente"]),
        bound_until=given["bundet_til"],
        margin=_written(given["paslag"]),
        instalment=ore(given["avdrag"]),
        due_months=given["terminer"],
    )


def _premises(given: dict[str, Any]) -> Premises:
    names = {"pay": "lonn", "price": "pris", "tax": "skatt", "floating": "flytende_rente"}
    return Premises(year=given["aar"], **{name: _written(given[word]) for name, word in names.items()})


def _load_population(actor: User, told: dict[str, Any]) -> None:
    years: list[int] = told["aar"]
    for order, given in enumerate(told["grupper"]):
        heads: dict[int, int] = {}
        for (since, many), (until, then) in zip(
            zip(years, given["antall"], strict=True),
            zip(years[1:], given["antall"][1:], strict=True),
            strict=False,
        ):
            for year in range(since, until + 1):
                heads[year] = round_half_away(many + Fraction((then - many) * (year - since), until - since))
        group = AgeGroup(code=given["kode"], order=order, cost_per_head=given["utgift"] * 100)
        set_population(actor=actor, group=group, heads=heads)


def _load_financing(actor: User, before: list[dict[str, int]]) -> None:
    """Of the year that runs as given, of the plan as the statement of investments has it."""
    for year in before:
        parts = (year["overforing"], year["salg"], year["fond"], year["egenkapitalinnskudd"])
        _finance(actor, year["aar"], *parts)
    for line in file("okonomi")["bevilgningsoversikt_investering"]["aar"]:
        sold, deposit = -line["salg_varige_driftsmidler"], line["egenkapitalinnskudd_aksjer_andeler"]
        _finance(actor, line["aar"], -line["overforing_fra_drift"], sold, 0, deposit)


def _finance(actor: User, year: int, *thousands: int) -> None:
    names = ("transfer", "sales", "fund", "equity_deposit")
    amounts = {name: amount * THOUSAND for name, amount in zip(names, thousands, strict=True)}
    set_common_financing(actor=actor, financing=CommonFinancing(year=year, **amounts))


def _load_targets(actor: User) -> None:
    names = {given["id"]: given["navn"] for given in file("okonomi")["finansielle_maaltall"]}
    for given in file("gjeld")["maaltall"]:
        keep_basis(
            actor=actor,
            thing=FinancialTarget(
                code=given["id"],
                name=names[given["id"]],
                figure=given["maaler"],
                is_least=given["minst"],
                limit=_written(given["grense"]),
                margin=_written(given["varsel"]),
                without_self_cost=given["uten_selvkost"],
                without_on_lending=given["uten_startlan"],
                first_year=FIRST,
                last_year=None,
                decision=file("gjeld")["maaltall_vedtatt"],
            ),
        )


def load_scenarios() -> None:
    """Two scenarios beside the proposal; nothing when there are any, or no proposal."""
    layer = Layer.objects.filter(kind=LayerKind.PROPOSAL, first_year=FIRST).first()
    if layer is None or Scenario.objects.exists():
        return
    keys = _keys()
    for given in file("gjeld")["scenarier"]:
        choice = dict(given["valg"])
        choice["premises"] = {str(year): moved for year, moved in choice.get("premises", {}).items()}
        choice["moves"] = {keys[code]: months for code, months in choice.get("moves", {}).items()}
        save_scenario(
            actor=person_by_username("okonomisjef"), layer=layer, name=given["navn"], choice=choice, is_shared=True
        )


def _keys() -> dict[str, str]:
    return {one.project: str(one.pk) for one in Investment.objects.all()}
