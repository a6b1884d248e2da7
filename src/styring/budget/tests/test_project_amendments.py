from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import AmendmentState, Authority, BudgetLine, InvestmentYear, Layer, MoneySource
from styring.budget.queries import figures, moved_by, state_of
from styring.budget.queries.amendments import told_by_year
from styring.budget.rules.frames import Growth
from styring.budget.rules.investment_accounts import lines_of_spending
from styring.budget.services import (
    AmendmentText,
    ProjectMove,
    Resolution,
    RowText,
    add_project,
    add_row,
    decide_amendment,
    decide_within_frame,
    open_programme,
    propose_amendment,
    roll_budget,
    set_accounts,
    write_amendment,
)
from styring.budget.tests.factories import InvestmentFactory, LayerFactory, LineFactory, budgeted, thawed
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.ledger.rules.groups import ArtGroup
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Amendment, Investment
    from styring.organisation.models import Unit

DAY = date(2026, 11, 3)
MILLION = 1_000_000_00
COUNCIL = Resolution(Authority.COUNCIL, "KST 101/26", DAY)


SHARES = st.fractions(0, Fraction(1, 4), max_denominator=10_000)


@given(st.integers(-(10**12), 10**12), SHARES, st.sampled_from(MoneySource))
def test_project_is_paid_for_to_the_ore(amount: int, vat: Fraction, source: MoneySource) -> None:
    found = lines_of_spending(amount, vat, "222", source)
    of_investment = [part for spot, part in found.items() if spot.account_class == "0"]
    assert sum(of_investment) == 0
    assert sum(part for spot, part in found.items() if spot.art in {"230", "429"}) == amount
    in_operating = sum(part for spot, part in found.items() if spot.account_class == "1")
    lent = -sum(part for spot, part in found.items() if spot.art == "970")
    assert in_operating == lent


@pytest.fixture
def top() -> Unit:
    made: Unit = UnitFactory.create(code="TOPP")
    return made


@pytest.fixture
def unit(top: Unit) -> Unit:
    made: Unit = UnitFactory.create(code="E1", parent=top)
    return made


@pytest.fixture
def controller(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def school(unit: Unit) -> Investment:
    """A school with 50 million in the budget of 2026 and 30 planned for 2027."""
    made: Investment = InvestmentFactory.create(
        element__unit=unit, element__title="Skole", project="S1", vat_share=2000, element__valid_to=date(2028, 1, 1)
    )
    InvestmentYear.objects.create(investment=made, year=2027, spending=30 * MILLION)
    with thawed():
        LineFactory.create(
            layer=LayerFactory.create(), unit=unit, account_class="0", function="222", art="230", project="S1",
            amount=50 * MILLION,
        )  # fmt: skip
    return made


def written(actor: User, unit: Unit, last_year: int | None = None) -> Amendment:
    text = AmendmentText(2026, "Skolen blir senere", "Anbudet ble avlyst", last_year)
    return write_amendment(actor=actor, unit=unit, text=text, day=DAY)


def moved(actor: User, unit: Unit, *moves: ProjectMove) -> Amendment:
    made = written(actor, unit)
    for move in moves:
        add_project(actor=actor, amendment=made, move=move)
    return made


def later(school: Investment, amount: int = -20 * MILLION) -> ProjectMove:
    return ProjectMove(school, "Byggestart i 2027", amount, 2026, to_year=2027)


def sums(amendment: Amendment) -> dict[tuple[int, str], int]:
    found: dict[tuple[int, str], int] = {}
    for key, amount in moved_by(amendment).items():
        found[key.year, key.art] = found.get((key.year, key.art), 0) + amount
    return found


@pytest.mark.django_db
def test_project_moved_in_time_takes_its_financing_along(controller: User, top: Unit, school: Investment) -> None:
    made = moved(controller, top, later(school))
    assert sums(made) == {
        (2026, "230"): -16 * MILLION, (2026, "429"): -4 * MILLION, (2026, "729"): 4 * MILLION,
        (2026, "910"): 16 * MILLION, (2027, "230"): 16 * MILLION, (2027, "429"): 4 * MILLION,
        (2027, "729"): -4 * MILLION, (2027, "910"): -16 * MILLION,
    }  # fmt: skip


@pytest.mark.django_db
def test_decision_changes_budget_and_plan_alike(controller: User, top: Unit, school: Investment) -> None:
    made = moved(controller, top, later(school))
    propose_amendment(actor=controller, amendment=made, day=DAY)
    decide_amendment(actor=controller, amendment=made, resolution=COUNCIL)
    school.refresh_from_db()
    assert made.layer is not None
    assert (made.layer.first_year, made.layer.last_year) == (2026, 2027)
    assert dict(school.years.values_list("year", "spending")) == {2027: 50 * MILLION}
    assert school.total_frame == 300 * MILLION
    left = BudgetLine.objects.filter(year=2026, project="S1", art__in=("230", "429"))
    assert left.aggregate(total=Sum("amount"))["total"] == 30 * MILLION
    assert Entry.objects.filter(verb="budget.investment.amended").count() == 1


@pytest.mark.django_db
def test_money_moved_between_projects_moves_their_frames(
    controller: User, top: Unit, unit: Unit, school: Investment
) -> None:
    hall = InvestmentFactory.create(element__unit=unit, project="H1", vat_share=2000)
    moves = [ProjectMove(one, "Idrettshall", amount, 2026, moves_frame=True)
             for one, amount in ((school, -5 * MILLION), (hall, 5 * MILLION))]  # fmt: skip
    made = moved(controller, top, *moves)
    propose_amendment(actor=controller, amendment=made, day=DAY)
    chief = Resolution(Authority.CHIEF_EXECUTIVE, "", DAY)
    with pytest.raises(RuleBrokenError, match="Totalrammen"):
        decide_amendment(actor=controller, amendment=made, resolution=chief)
    decide_amendment(actor=controller, amendment=made, resolution=COUNCIL)
    school.refresh_from_db()
    hall.refresh_from_db()
    assert (school.total_frame, hall.total_frame) == (295 * MILLION, 305 * MILLION)


@pytest.mark.django_db
@pytest.mark.parametrize("amount", [-51 * MILLION, -1])
def test_loans_are_the_councils_and_a_project_gives_no_more_than_it_has(
    controller: User, top: Unit, school: Investment, amount: int
) -> None:
    made = moved(controller, top, ProjectMove(school, "Mindre", amount, 2026))
    propose_amendment(actor=controller, amendment=made, day=DAY)
    authority = Authority.COUNCIL if amount < -1 else Authority.EXECUTIVE_COMMITTEE
    message = "har bare 50000000.00" if amount < -1 else "kommunestyret"
    with pytest.raises(RuleBrokenError, match=message):
        decide_amendment(actor=controller, amendment=made, resolution=Resolution(authority, "FSK 1/26", DAY))
    assert not Layer.objects.filter(kind="amendment").exists()


@pytest.mark.django_db
def test_transfer_from_operating_must_be_covered_there(controller: User, top: Unit, school: Investment) -> None:
    more = ProjectMove(school, "Dyrere", 10 * MILLION, 2026, MoneySource.TRANSFER)
    made = moved(controller, top, more)
    with pytest.raises(RuleBrokenError, match="driften i 2026: 8000000"):
        propose_amendment(actor=controller, amendment=made, day=DAY)


@pytest.mark.django_db
def test_years_gone_and_nothing_are_refused(controller: User, top: Unit, school: Investment) -> None:
    for amount, year in ((0, 2026), (5, 2025)):
        with pytest.raises(RuleBrokenError):
            moved(controller, top, ProjectMove(school, "Hva", amount, year))
    with pytest.raises(NotAllowedError):
        moved(user_with(Role.AUDITOR, top), top, later(school))


@pytest.mark.django_db
def test_accounts_of_a_project_follow_and_no_leader_decides_it(unit: Unit, top: Unit, school: Investment) -> None:
    leader = user_with(Role.DIRECTOR, unit)
    made = moved(leader, unit, later(school))
    with pytest.raises(RuleBrokenError):
        set_accounts(actor=leader, row=made.rows.all()[0], parts={})
    with pytest.raises(NotAllowedError):
        decide_within_frame(actor=leader, amendment=made, day=DAY)
    assert made.state == AmendmentState.DRAFT


@pytest.fixture
def lasting(controller: User, top: Unit, unit: Unit) -> Amendment:
    """A post moved to another unit in 2026 and 2027, decided."""
    other = UnitFactory.create(code="E2", parent=top)
    layer = LayerFactory.create(last_year=2027)
    for place in (unit, other):
        budgeted(layer, place, 100 * MILLION)
    made = written(controller, top, 2027)
    for year, amount in ((0, 2), (1, 5)):
        for place, sign in ((unit, -1), (other, 1)):
            text = RowText(place, "Stillinger", ArtGroup.PAY, sign * amount * MILLION, (year,))
            add_row(actor=controller, amendment=made, text=text, day=DAY)
    propose_amendment(actor=controller, amendment=made, day=DAY)
    return decide_amendment(actor=controller, amendment=made, resolution=COUNCIL)


@pytest.mark.django_db
def test_amendment_of_several_years_says_each_years_amount(lasting: Amendment, unit: Unit) -> None:
    assert lasting.layer is not None
    of_unit = {key.year: amount for key, amount in state_of(lasting.layer).items() if key.unit == unit.pk}
    assert of_unit == {2026: 98 * MILLION, 2027: -5 * MILLION}
    told = {key.year: amount for key, amount in told_by_year(lasting.layer).items() if key.unit == unit.pk}
    assert told == {2026: -2 * MILLION, 2027: -5 * MILLION}


@pytest.mark.django_db
@pytest.mark.parametrize(("adopted_on", "expected"), [(date(2026, 12, 9), 90), (date(2026, 11, 1), 85)])
def test_budget_adopted_later_has_said_it_all(lasting: Amendment, unit: Unit, adopted_on: date, expected: int) -> None:
    layer = LayerFactory.create(first_year=2027, last_year=2027, decided_on=adopted_on)
    with thawed():
        LineFactory.create(layer=layer, unit=unit, year=2027, amount=90 * MILLION)
    found = figures([unit.pk], Period.parse("2027-M01"))[unit.pk]
    assert found.revised == expected * MILLION


@pytest.mark.django_db
def test_row_of_a_year_that_is_not_spoken_of_is_refused(controller: User, top: Unit, unit: Unit) -> None:
    budgeted(LayerFactory.create(), unit, MILLION)
    made = written(controller, top)
    with pytest.raises(RuleBrokenError, match="2027"):
        add_row(actor=controller, amendment=made, text=RowText(unit, "X", ArtGroup.PAY, 1, (1,)), day=DAY)


@pytest.mark.django_db
def test_programme_carries_an_amendment_on_in_the_years_it_speaks_of(
    lasting: Amendment, controller: User, unit: Unit
) -> None:
    draft = open_programme(actor=controller, first_year=2027)
    assert lasting.layer is not None
    roll_budget(actor=controller, layer=draft, base=lasting.layer, growth=Growth(Fraction(0), Fraction(0)))
    sums = dict.fromkeys(draft.years, 0)
    for key, amount in state_of(draft).items():
        sums[key.year] += amount if key.unit == unit.pk else 0
    assert sums == {2027: 95 * MILLION, 2028: 100 * MILLION, 2029: 100 * MILLION, 2030: 100 * MILLION}
