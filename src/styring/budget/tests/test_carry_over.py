from __future__ import annotations

from datetime import date
from fractions import Fraction
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Amendment, Authority, CarryOver, CarryRule, CarryState, Fund, FundKind
from styring.budget.queries import figures, moved_by
from styring.budget.queries.carry_over import owed_from_before
from styring.budget.rules.carry_over import GRAIN, Terms, carried, later
from styring.budget.services import (
    Resolution,
    Said,
    adopt_carry_over,
    adopt_carry_rule,
    override_carry_over,
    prepare_carry_over,
    propose_carry_over,
    take_back_carry_over,
)
from styring.budget.tests.factories import LayerFactory, LineFactory, budgeted, spent, thawed
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.organisation.models import Body, BodyKind
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.budget.models import CarryRow
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

DAY = date(2026, 5, 4)
MEETING = date(2026, 6, 17)
COUNCIL = Resolution(Authority.COUNCIL, "KST 60/26", MEETING)
MILLION = 1_000_000_00
MONEY = st.integers(-(10**12), 10**12)
TERMS = st.builds(
    Terms,
    st.fractions(0, 1, max_denominator=1000), st.fractions(0, 1, max_denominator=1000),
    st.fractions(0, 1, max_denominator=1000), st.integers(1, 4),
)  # fmt: skip


@given(MONEY, MONEY, TERMS)
def test_nobody_keeps_or_owes_more_than_the_rule_says(budget: int, result: int, terms: Terms) -> None:
    found = carried(budget, result, terms)
    assert 0 <= found.kept <= max(result, 0) * terms.keep_part
    assert found.kept <= abs(budget) * terms.keep_share
    assert not found.repaid or 0 < sum(found.repaid) <= -result - abs(budget) * terms.repay_above
    assert not (found.kept and found.repaid)
    assert found.kept % GRAIN == 0


@given(MONEY, MONEY, TERMS)
def test_parts_are_as_alike_as_thousands_allow(budget: int, result: int, terms: Terms) -> None:
    repaid = carried(budget, result, terms).repaid
    assert len(repaid) in {0, terms.repay_years}
    assert max(repaid, default=0) - min(repaid, default=0) <= GRAIN


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(1, 4))
def test_what_is_owed_is_paid_to_the_last_ore(owed: int, paid: int, years: int) -> None:
    left = later(owed, paid, years)
    assert sum(left) == (max(0, owed - paid) if years > 1 else 0)


@pytest.fixture
def top() -> Unit:
    made: Unit = UnitFactory.create(code="TOPP")
    return made


@pytest.fixture
def units(top: Unit) -> list[Unit]:
    """One that saved 2 million of 100 in 2025, and one that overspent 5; both have 100 million in 2026."""
    made = [UnitFactory.create(code=code, name=f"Enhet {code}", parent=top) for code in ("E1", "E2")]
    old = LayerFactory.create(first_year=2025, last_year=2025, decided_on=date(2024, 12, 11))
    new = LayerFactory.create()
    for unit, actual in zip(made, (98 * MILLION, 105 * MILLION), strict=True):
        with thawed():
            LineFactory.create(layer=old, year=2025, unit=unit, amount=100 * MILLION)
        budgeted(new, unit, 100 * MILLION, art="120")
        spent(unit, 12, actual, year=2025)
    return made


@pytest.fixture
def controller(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def secretary(top: Unit) -> User:
    return user_with(Role.SECRETARIAT, top)


def rule_of(actor: User, left_out: list[Unit] | None = None, **changed: int) -> CarryRule:
    council, _new = Body.objects.get_or_create(
        code="KST", defaults={"name": "Kommunestyret", "kind": BodyKind.COUNCIL, "valid_from": date(2000, 1, 1)}
    )
    said = {"first_year": 2024, "keep_part": 1000, "keep_share": 30, "repay_above": 10, "repay_years": 2} | changed
    rule = CarryRule(**said, body=council, decision="KST 55/24", decided_on=date(2024, 6, 19))
    return adopt_carry_rule(actor=actor, rule=rule, left_out=left_out or [])


@pytest.fixture
def draft(units: list[Unit], controller: User) -> CarryOver:
    rule_of(controller)
    return prepare_carry_over(actor=controller, year=2025, day=DAY)


def row_of(carry_over: CarryOver, unit: Unit) -> CarryRow:
    found: CarryRow = carry_over.rows.get(unit=unit)
    return found


@pytest.mark.django_db
def test_nothing_is_carried_over_without_a_rule_or_before_the_year_is_closed(
    units: list[Unit], controller: User
) -> None:
    with pytest.raises(RuleBrokenError, match="regel"):
        prepare_carry_over(actor=controller, year=2025, day=DAY)
    rule_of(controller, first_year=2026)
    with pytest.raises(RuleBrokenError, match="regel"):
        prepare_carry_over(actor=controller, year=2025, day=DAY)
    with pytest.raises(RuleBrokenError, match="desember"):
        prepare_carry_over(actor=controller, year=2026, day=DAY)
    assert not CarryOver.objects.exists()


@pytest.mark.django_db
def test_units_have_what_the_rule_gives(draft: CarryOver, units: list[Unit]) -> None:
    rows = [row_of(draft, unit) for unit in units]
    assert [row.result for row in rows] == [2 * MILLION, -5 * MILLION]
    assert [row.by_rule for row in rows] == [2 * MILLION, -2 * MILLION]
    assert rows[1].owed_later(2) == (2 * MILLION,)


@pytest.mark.django_db
def test_units_left_out_and_rules_that_cannot_be(units: list[Unit], controller: User) -> None:
    rule_of(controller, [units[0]])
    made = prepare_carry_over(actor=controller, year=2025, day=DAY)
    assert list(made.rows.values_list("unit", flat=True)) == [units[1].pk]
    for name, wrong in (("keep_share", 1001), ("repay_years", 0), ("repay_years", 5)):
        with pytest.raises(ValidationError):
            rule_of(controller, None, **{name: wrong})


@pytest.mark.django_db
def test_adopting_makes_an_amendment_of_the_new_year(
    draft: CarryOver, units: list[Unit], controller: User, secretary: User
) -> None:
    row = row_of(draft, units[1])
    override_carry_over(actor=controller, carry_over=draft, said={row.pk: Said(-500_000_00, "Flere brukere")})
    propose_carry_over(actor=controller, carry_over=draft, day=DAY)
    adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL)
    assert [figures([unit.pk], Period.parse("2026-M06"))[unit.pk].revised for unit in units] == [
        102 * MILLION, 99_500_000_00
    ]  # fmt: skip
    assert draft.amendment is not None
    lines = {(key.art, amount) for key, amount in moved_by(draft.amendment).items()}
    assert lines == {("120", 2 * MILLION), ("120", -500_000_00), ("940", -1_500_000_00)}
    assert (draft.state, draft.amendment.last_year, draft.amendment.decided_on) == (CarryState.ADOPTED, 2026, MEETING)
    assert Entry.objects.filter(verb="budget.carryover.adopted").count() == 1


@pytest.mark.django_db
def test_council_may_adopt_something_else_and_debts_go_to_the_fund(
    draft: CarryOver, units: list[Unit], controller: User, secretary: User
) -> None:
    propose_carry_over(actor=controller, carry_over=draft, day=DAY)
    kept = row_of(draft, units[0])
    adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL, adopted={kept.pk: 0})
    kept.refresh_from_db()
    assert (kept.proposed, kept.adopted) == (2 * MILLION, 0)
    assert draft.amendment is not None
    assert ("540", 2 * MILLION) in {(key.art, amount) for key, amount in moved_by(draft.amendment).items()}


@pytest.mark.django_db
def test_second_half_of_a_deficit_is_paid_the_year_after(
    draft: CarryOver, units: list[Unit], controller: User, secretary: User
) -> None:
    propose_carry_over(actor=controller, carry_over=draft, day=DAY)
    assert owed_from_before(2026) == {}
    adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL)
    assert owed_from_before(2026) == {units[1].pk: 2 * MILLION}
    assert owed_from_before(2027) == {}


@pytest.mark.django_db
def test_deficit_that_is_let_off_is_not_asked_for_later(
    draft: CarryOver, units: list[Unit], controller: User, secretary: User
) -> None:
    propose_carry_over(actor=controller, carry_over=draft, day=DAY)
    row = row_of(draft, units[1])
    adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL, adopted={row.pk: 0})
    assert owed_from_before(2026) == {}


@pytest.mark.django_db
def test_other_amount_has_a_reason_and_stays_when_worked_out_anew(
    draft: CarryOver, units: list[Unit], controller: User
) -> None:
    row = row_of(draft, units[1])
    with pytest.raises(RuleBrokenError, match="Enhet E2"):
        override_carry_over(actor=controller, carry_over=draft, said={row.pk: Said(0, " ")})
    override_carry_over(actor=controller, carry_over=draft, said={row.pk: Said(0, "Utenfor enhetens kontroll")})
    prepare_carry_over(actor=controller, year=2025, day=DAY)
    assert row_of(draft, units[1]).proposed == 0
    again = row_of(draft, units[1])
    override_carry_over(actor=controller, carry_over=draft, said={again.pk: Said(-2 * MILLION)})
    assert row_of(draft, units[1]).override is None


@pytest.mark.django_db
def test_what_is_sent_is_not_changed_and_the_fund_must_hold_it(
    draft: CarryOver, units: list[Unit], controller: User, secretary: User
) -> None:
    Fund.objects.create(kind=FundKind.DISPOSITION, name="D", balance=MILLION, balance_on=date(2025, 12, 31))
    propose_carry_over(actor=controller, carry_over=draft, day=DAY)
    with pytest.raises(RuleBrokenError):
        prepare_carry_over(actor=controller, year=2025, day=DAY)
    row = row_of(draft, units[1])
    with pytest.raises(RuleBrokenError, match="disposisjonsfondet"):
        adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL, adopted={row.pk: 0})
    with pytest.raises(RuleBrokenError):
        adopt_carry_over(actor=secretary, carry_over=draft, resolution=COUNCIL, adopted={0: 1})
    assert not Amendment.objects.exists()
    take_back_carry_over(actor=controller, carry_over=draft)
    assert draft.is_draft


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.AUDITOR, Role.DIRECTOR, Role.EMPLOYEE])
def test_others_carry_nothing_over(draft: CarryOver, units: list[Unit], role: Role) -> None:
    other = user_with(role, units[0])
    row = row_of(draft, units[0])
    for act in (
        lambda: prepare_carry_over(actor=other, year=2025, day=DAY),
        lambda: override_carry_over(actor=other, carry_over=draft, said={row.pk: Said(5 * MILLION, "Meg")}),
        lambda: propose_carry_over(actor=other, carry_over=draft, day=DAY),
        lambda: adopt_carry_over(actor=other, carry_over=draft, resolution=COUNCIL),
        lambda: rule_of(other),
    ):
        with pytest.raises(NotAllowedError):
            act()
    assert draft.is_draft


PAGE = "/okonomi/overforing/2025/"


@pytest.fixture
def in_june(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-06-20")


@pytest.mark.django_db
@pytest.mark.usefixtures("in_june")
def test_controller_sends_it_and_the_secretary_records_it(
    client: Client, units: list[Unit], controller: User, secretary: User, assert_queries: AssertQueries
) -> None:
    rule_of(controller)
    client.force_login(controller)
    assert "Ikke regnet ut ennå" in client.get(PAGE).content.decode()
    client.post(f"{PAGE}gjor/", {"do": "prepare"})
    with assert_queries("budget.carry_over"):
        assert "Foreslå andre beløp" in client.get(PAGE).content.decode()
    amounts = {f"amount_{row.pk}": "2000000" for row in CarryOver.objects.get().rows.all()}
    assert client.post(f"{PAGE}endre/", amounts).status_code == HTTPStatus.BAD_REQUEST
    assert client.get(f"{PAGE}?format=xlsx").status_code == HTTPStatus.OK
    client.post(f"{PAGE}gjor/", {"do": "propose"})
    client.force_login(secretary)
    sent = amounts | {"decision": "KST 60/26", "day": "2026-06-17"}
    assert client.post(f"{PAGE}vedtak/", sent).status_code == HTTPStatus.FOUND
    page = client.get(PAGE).content.decode()
    assert "settes opp med 4\u202f000\u202f000 kroner" in page
    assert "Reguleringen av budsjettet" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("in_june")
def test_leader_sees_own_units_of_what_is_proposed(client: Client, draft: CarryOver, units: list[Unit]) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, units[0]))
    assert "Enhet E1" not in client.get(PAGE).content.decode()
    CarryOver.objects.update(state=CarryState.PROPOSED)
    page = client.get(PAGE).content.decode()
    assert "Enhet E1" in page
    assert "Enhet E2" not in page


@pytest.mark.django_db
@pytest.mark.usefixtures("in_june")
def test_rule_is_recorded_on_its_page(client: Client, units: list[Unit], controller: User, secretary: User) -> None:
    council = rule_of(controller).body
    client.force_login(secretary)
    sent = {"first_year": 2026, "keep_part": "50", "keep_share": "2,5", "repay_above": "1", "repay_years": 3,
            "body": council.pk, "decision": "KST 61/26", "decided_on": "2026-06-17"}  # fmt: skip
    late = client.post("/okonomi/overforing/regel/", sent | {"decided_on": "2026-12-01"})
    assert late.status_code == HTTPStatus.BAD_REQUEST
    assert client.post("/okonomi/overforing/regel/", sent).status_code == HTTPStatus.FOUND
    assert CarryRule.objects.all()[0].terms == Terms(Fraction(1, 2), Fraction(1, 40), Fraction(1, 100), 3)
    assert "aldri mer enn 2,5 prosent" in client.get("/okonomi/overforing/regel/").content.decode()
