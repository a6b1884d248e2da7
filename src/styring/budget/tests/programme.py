"""A small municipality with a proposal in draft, for tests of its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import ChangeKind, Layer
from styring.budget.queries import changes_of, state_of
from styring.budget.rules.frames import Growth
from styring.budget.rules.layers import LineKey
from styring.budget.services import Heading, enter_adopted_budget, open_programme, roll_budget, set_amount
from styring.budget.tests.factories import AreaFactory
from styring.organisation.models import Body, BodyKind, Party, Placement
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect, Measure
from styring.plans.tests.factories import MeasureFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import ProgrammeArea, Unit

SINCE = date(2000, 1, 1)
YEARS = range(2027, 2031)


@dataclass
class House:
    """The people, units and layers; each school has 90 000 kr in 2026, which pay raises by a tenth."""

    top: Unit
    school: Unit
    area: ProgrammeArea
    planner: User
    secretary: User
    member: User
    party: Party
    adopted: Layer
    draft: Layer
    measure: Measure


def a_house(areas: int = 2) -> House:
    """A municipality with some programme areas, and a draft carried on from the adopted budget of 2026, in balance."""
    top = UnitFactory.create()
    Body.objects.create(code="KST", name="Kommunestyret", kind=BodyKind.COUNCIL, valid_from=SINCE)
    made = [AreaFactory.create(code=f"P{number}", number=number) for number in range(1, areas + 1)]
    schools = [_school(top, area) for area in made]
    planner = user_with(Role.CONTROLLER, top)
    party = Party.objects.create(code="GRONN", name="Grønn framtid", seats=6, valid_from=SINCE)
    adopted = _adopted(planner, top, schools)
    draft = open_programme(actor=planner, first_year=2027)
    roll_budget(actor=planner, layer=draft, base=adopted, growth=Growth(Fraction(1, 10), Fraction(0)))
    _balance(planner, draft)
    measure = MeasureFactory.create(element__unit=schools[0], programme_area=made[0])
    Effect.objects.bulk_create(Effect(measure=measure, year=year, amount=9_000_00) for year in YEARS)
    return House(
        top, schools[0], made[0], planner, user_with(Role.SECRETARIAT, top), user_with(Role.PARTY_GROUP, top, party),
        party, adopted, draft, measure,
    )  # fmt: skip


def grown_house() -> House:
    """The same with more areas."""
    return a_house(7)


def _school(top: Unit, area: ProgrammeArea) -> Unit:
    unit: Unit = UnitFactory.create(parent=top)
    Placement.objects.filter(unit=unit).update(programme_area=area)
    return unit


def _adopted(planner: User, top: Unit, schools: list[Unit]) -> Layer:
    amounts = {LineKey(2026, "1", school.pk, "202", "010"): 90_000_00 for school in schools}
    amounts[LineKey(2026, "1", top.pk, "800", "870")] = -90_000_00 * len(schools)
    return enter_adopted_budget(
        actor=planner, heading=Heading("Budsjett 2026", 2026, 2026, date(2025, 12, 10)), amounts=amounts
    )


def _balance(planner: User, draft: Layer) -> None:
    tax = next(item for item in changes_of(draft) if item.change.kind == ChangeKind.FINANCE)
    for year in draft.years:
        lacking = sum(amount for key, amount in state_of(draft).items() if key.year == year)
        set_amount(actor=planner, layer=draft, change=tax.change, year=year, amount=tax.in_year(year) - lacking)
