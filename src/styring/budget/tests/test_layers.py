from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Authority, BudgetLine, ChangeKind, Layer, LayerState
from styring.budget.queries import amounts_of, figures
from styring.budget.rules.layers import LineKey
from styring.budget.services import (
    ChangeText,
    Heading,
    amend_budget,
    derive_profiles,
    enter_adopted_budget,
    open_programme,
    put_change,
    rephase,
    set_profile,
)
from styring.budget.tests.factories import budgets_per_art, spent
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.organisation.models import Body, BodyKind, Placement, ProgrammeArea, Sector
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

OCTOBER = Period.parse("2026-M10")
ADOPTED = Heading("Budsjett 2026", 2026, 2026, date(2025, 12, 10), "KST 118/25")
AMENDED = Heading("Tertialrapport II", 2026, 2026, date(2026, 10, 28), "KST 92/26")
LUMPY = (87, 90, 88, 90, 94, -9, 94, 90, 92, 94, 96, 94)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def unit(top: Unit) -> Unit:
    return UnitFactory.create(parent=top)


@pytest.fixture
def other(top: Unit) -> Unit:
    return UnitFactory.create(parent=top)


@pytest.fixture
def controller(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


def key(unit: Unit, art: str = "010", year: int = 2026, account_class: str = "1") -> LineKey:
    return LineKey(year, account_class, unit.pk, "202", art)


def test_budget_is_entered_with_its_decision(controller: User, unit: Unit) -> None:
    layer = enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200, key(unit, "020"): 0})
    assert amounts_of(layer) == {key(unit): 1200}
    assert (layer.state, layer.version, layer.decision) == ("decided", 1, "KST 118/25")
    assert Entry.objects.filter(verb="budget.layer.adopted").exists()


def test_same_budget_again_changes_nothing(controller: User, unit: Unit) -> None:
    first = enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200})
    assert enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200}) == first
    assert Layer.objects.count() == Entry.objects.count() == 1


def test_decided_budget_is_replaced_by_a_version_with_a_reason(controller: User, unit: Unit) -> None:
    first = enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200})
    with pytest.raises(RuleBrokenError, match="hvorfor"):
        enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 900})
    second = enter_adopted_budget(
        actor=controller, heading=replace(ADOPTED, reason="Feil fil"), amounts={key(unit): 900}
    )
    first.refresh_from_db()
    assert (first.state, second.version, second.replaces) == (LayerState.REPLACED, 2, first)
    assert amounts_of(first) == {key(unit): 1200}
    assert figures([unit.pk], OCTOBER)[unit.pk].revised == 900


def test_draft_is_replaced_as_a_whole_and_counts_nowhere(controller: User, unit: Unit, other: Unit) -> None:
    draft = replace(ADOPTED, decided_on=None)
    enter_adopted_budget(actor=controller, heading=draft, amounts={key(unit): 1, key(other): 2})
    enter_adopted_budget(actor=controller, heading=draft, amounts={key(unit): 3})
    assert list(BudgetLine.objects.values_list("amount", flat=True)) == [3]
    assert figures([unit.pk], OCTOBER)[unit.pk].revised == 0


def test_amendment_lies_on_top_of_what_was_adopted(controller: User, unit: Unit, other: Unit) -> None:
    enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200, key(other): 1200})
    amend_budget(actor=controller, heading=AMENDED, amounts={key(unit): -100, key(other): 100})
    found = figures([unit.pk, other.pk], OCTOBER)
    assert [(found[u.pk].adopted, found[u.pk].revised) for u in (unit, other)] == [(1200, 1100), (1200, 1300)]


def test_amendment_that_leaves_money_over_is_refused(controller: User, unit: Unit, other: Unit) -> None:
    with pytest.raises(RuleBrokenError, match=r"0\.01 kroner er til overs"):
        amend_budget(actor=controller, heading=AMENDED, amounts={key(unit): -100, key(other): 101})
    with pytest.raises(RuleBrokenError, match="investeringene i 2026"):
        amend_budget(actor=controller, heading=AMENDED, amounts={key(unit, account_class="0"): -100, key(other): 100})
    assert not Layer.objects.exists()


def put_in_area(unit: Unit, number: int) -> None:
    body, _new = Body.objects.get_or_create(
        code="HU", defaults={"name": "Utvalg", "kind": BodyKind.COMMITTEE, "valid_from": date(2000, 1, 1)}
    )
    sector, _new = Sector.objects.get_or_create(code="S", defaults={"name": "Sektor", "body": body})
    area = ProgrammeArea.objects.create(code=f"P{number}", number=number, name=f"Område {number}", sector=sector)
    Placement.objects.filter(unit=unit).update(programme_area=area)


def test_only_the_council_moves_money_between_frames(controller: User, unit: Unit, other: Unit) -> None:
    put_in_area(unit, 1)
    put_in_area(other, 2)
    moved = {key(unit): -100, key(other): 100}
    with pytest.raises(RuleBrokenError, match=r"Rammen for Område 1 endres med -1\.00 kroner"):
        amend_budget(actor=controller, heading=replace(AMENDED, authority=Authority.CHIEF_EXECUTIVE), amounts=moved)
    assert amend_budget(actor=controller, heading=AMENDED, amounts=moved).pk


@pytest.mark.parametrize("role", [None, Role.UNIT_LEADER, Role.EMPLOYEE, Role.AUDITOR])
def test_others_change_no_budget(top: Unit, unit: Unit, role: Role | None) -> None:
    person = user_with(role, top)
    for change, heading in ((enter_adopted_budget, ADOPTED), (amend_budget, AMENDED)):
        with pytest.raises(NotAllowedError):
            change(actor=person, heading=heading, amounts={key(unit): 1})
    with pytest.raises(NotAllowedError):
        rephase(actor=person, year=2026)
    assert not Layer.objects.exists()
    assert not Entry.objects.exists()


def test_controller_of_one_unit_enters_no_budget_for_another(unit: Unit, other: Unit) -> None:
    with pytest.raises(NotAllowedError):
        enter_adopted_budget(actor=user_with(Role.CONTROLLER, unit), heading=ADOPTED, amounts={key(other): 1})
    assert not Layer.objects.exists()


@pytest.mark.parametrize("amounts", [{}, {"2027": 1}])
def test_budget_without_lines_or_of_another_year_is_refused(
    controller: User, unit: Unit, amounts: dict[str, int]
) -> None:
    with pytest.raises(RuleBrokenError):
        enter_adopted_budget(
            actor=controller,
            heading=ADOPTED,
            amounts={key(unit, year=int(year)): amount for year, amount in amounts.items()},
        )


def test_proposal_for_coming_years_counts_nowhere_yet(controller: User, unit: Unit) -> None:
    layer = open_programme(actor=controller, first_year=2027)
    amounts = {key(unit, year=y): 1 for y in (2027, 2030)}
    put_change(actor=controller, layer=layer, text=ChangeText(ChangeKind.BASE, "Rammen"), amounts=amounts)
    assert layer.lines.count() == 2
    assert figures([unit.pk], Period.parse("2027-M10"))[unit.pk].revised == 0


def phased(unit: Unit, month: int = 10) -> int:
    return figures([unit.pk], Period.parse(f"2026-M{month:02}"))[unit.pk].phased


def test_profile_of_the_unit_goes_before_that_of_the_art(controller: User, unit: Unit, other: Unit) -> None:
    december, january = (0,) * 11 + (1,), (1,) + (0,) * 11
    set_profile(actor=controller, year=2026, name="Lønn", weights=january, uses=[(None, "0")])
    set_profile(actor=controller, year=2026, name="Sist", weights=december, uses=[(unit, "")])
    amounts = {key(unit): 500, key(other): 700, key(other, "500"): 9}
    enter_adopted_budget(actor=controller, heading=ADOPTED, amounts=amounts)
    assert (phased(unit), phased(other)) == (0, 700)


def test_phased_budget_is_exact_after_any_number_of_amendments(controller: User, unit: Unit, other: Unit) -> None:
    set_profile(actor=controller, year=2026, name="Skjev", weights=LUMPY, uses=[(unit, "")])
    later = replace(AMENDED, decided_on=date(2026, 10, 29))
    enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 333, key(unit, "020"): 334})
    amend_budget(actor=controller, heading=later, amounts={key(unit): 7, key(other): -7})
    amend_budget(actor=controller, heading=AMENDED, amounts={key(unit, "020"): 5, key(other): -5})
    assert phased(unit) == round(679 * sum(LUMPY[:10]) / sum(LUMPY))


def test_rephasing_moves_months_and_no_money(controller: User, unit: Unit) -> None:
    layer = enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200})
    set_profile(actor=controller, year=2026, name="Sist", weights=(0,) * 11 + (1,), uses=[(None, "")])
    assert phased(unit) == 1000
    assert rephase(actor=controller, year=2026) == 1
    assert (phased(unit), amounts_of(layer)) == (0, {key(unit): 1200})


def test_last_years_accounts_give_the_profiles_of_this_year(controller: User, unit: Unit) -> None:
    for month, amount in ((1, 300_000_00), (7, 100_000_00)):
        spent(unit, month, amount, year=2025)
    spent(unit, 2, 5, art="120", year=2025)
    made = derive_profiles(actor=controller, year=2026)
    assert [profile.name for profile in made] == ["010 2025"]
    enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200})
    assert [phased(unit, month) for month in (1, 6, 7)] == [900, 900, 1200]


def test_statements_have_the_budget_per_art(controller: User, unit: Unit, other: Unit) -> None:
    enter_adopted_budget(actor=controller, heading=ADOPTED, amounts={key(unit): 1200, key(other, "870"): -1200})
    amend_budget(actor=controller, heading=AMENDED, amounts={key(unit): 100, key(other, "870"): -100})
    day = date(2026, 11, 6)
    assert budgets_per_art(2026, day) == [
        {("1", "010"): 1300, ("1", "870"): -1300},
        {("1", "010"): 1200, ("1", "870"): -1200},
    ]
    assert budgets_per_art(2031, day) == []
