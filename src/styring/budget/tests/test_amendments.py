from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Amendment, AmendmentState, Authority, Layer, LayerKind
from styring.budget.queries import amendments_for, figures, moved_by
from styring.budget.rules.accounts import Place, of_group, shared_out
from styring.budget.services import (
    AmendmentText,
    Resolution,
    RowText,
    add_row,
    decide_amendment,
    decide_within_frame,
    drop_amendment,
    gather_amendment,
    propose_amendment,
    reject_amendment,
    remove_row,
    set_accounts,
    take_back_amendment,
    write_amendment,
)
from styring.budget.tests.factories import AreaFactory, LayerFactory, budgeted, foreseen
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.periods import Period
from styring.ledger.rules.groups import ArtGroup
from styring.organisation.models import Placement
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import AmendmentRow
    from styring.organisation.models import Unit

DAY = date(2026, 11, 3)
NOVEMBER = Period.parse("2026-M11")
COUNCIL = Resolution(Authority.COUNCIL, "KST 101/26", DAY)
codes = st.sampled_from(["202", "215", "010", "099", "120"])


places = st.builds(Place, st.just(1), codes, codes)


@given(st.dictionaries(places, st.integers(-(10**9), 10**9)), st.integers(-(10**10), 10**10), st.integers(1, 3))
def test_proposed_accounts_sum_to_the_amount(budget: dict[Place, int], amount: int, most: int) -> None:
    weights = of_group(budget, ArtGroup.PAY, most)
    found = shared_out(amount, weights) if weights else {}
    has_pay = any(size for place, size in budget.items() if place.art == "010")
    assert sum(found.values()) == (amount if has_pay else 0)
    assert len(found) <= most
    assert len({place.function for place in found}) <= 1


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create(code="TOPP")


@pytest.fixture
def head_unit(top: Unit) -> Unit:
    return UnitFactory.create(code="K1", parent=top)


@pytest.fixture
def units(head_unit: Unit) -> list[Unit]:
    """Two units of one frame, and one of another."""
    made = [UnitFactory.create(code=code, parent=head_unit) for code in ("E1", "E2", "E3")]
    same, other = AreaFactory.create(name="Hjemmetjenester"), AreaFactory.create(name="Sykehjem")
    layer = LayerFactory.create()
    for unit, area in zip(made, (same, same, other), strict=True):
        Placement.objects.filter(unit=unit).update(programme_area=area)
        budgeted(layer, unit, 1_000_000_00)
        budgeted(layer, unit, 100_000_00, art="120")
    return made


@pytest.fixture
def head(head_unit: Unit) -> User:
    return user_with(Role.HEAD_OF_SERVICE, head_unit)


@pytest.fixture
def controller(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


def written(actor: User, unit: Unit, *rows: tuple[Unit, int], group: ArtGroup = ArtGroup.PAY) -> Amendment:
    made = write_amendment(actor=actor, unit=unit, text=AmendmentText(2026, "Flere brukere", "Fordi"), day=DAY)
    for of, amount in rows:
        add_row(actor=actor, amendment=made, text=RowText(of, "Vakter", group, amount), day=DAY)
    return made


def revised(unit: Unit) -> int:
    return figures([unit.pk], NOVEMBER)[unit.pk].revised


@pytest.mark.django_db
def test_leader_moves_money_within_the_frame_there_and_then(head: User, head_unit: Unit, units: list[Unit]) -> None:
    made = written(head, head_unit, (units[0], -50_000_00), (units[1], 50_000_00))
    decide_within_frame(actor=head, amendment=made, day=DAY)
    assert [revised(unit) for unit in units] == [1_050_000_00, 1_150_000_00, 1_100_000_00]
    layer = Layer.objects.get(kind=LayerKind.AMENDMENT)
    assert (made.layer, layer.authority, layer.decided_on) == (layer, Authority.LEADER, DAY)
    assert Entry.objects.filter(verb="budget.amendment.decided_within").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(("to", "amount"), [(2, 50_000_00), (1, 49_999_99)])
def test_frame_that_changes_is_for_the_council(
    head: User, head_unit: Unit, units: list[Unit], to: int, amount: int
) -> None:
    made = written(head, head_unit, (units[0], -50_000_00), (units[to], amount))
    with pytest.raises(RuleBrokenError):
        decide_within_frame(actor=head, amendment=made, day=DAY)
    assert not Layer.objects.filter(kind=LayerKind.AMENDMENT).exists()


@pytest.mark.django_db
def test_leader_decides_nothing_for_units_of_others(units: list[Unit]) -> None:
    leader = user_with(Role.UNIT_LEADER, units[0])
    made = written(leader, units[0], (units[0], 50_000_00), (units[1], -50_000_00))
    with pytest.raises(NotAllowedError):
        decide_within_frame(actor=leader, amendment=made, day=DAY)
    propose_amendment(actor=leader, amendment=made, day=DAY)
    assert made.state == AmendmentState.PROPOSED


@pytest.mark.django_db
def test_taxes_and_finance_are_not_a_leaders_to_move(head: User, head_unit: Unit, units: list[Unit]) -> None:
    made = written(head, head_unit, (units[0], -50_000_00), (units[0], 50_000_00))
    row = made.rows.get(amount__gt=0)
    set_accounts(actor=head, row=row, parts={("870", "500"): 50_000_00})
    with pytest.raises(RuleBrokenError):
        decide_within_frame(actor=head, amendment=made, day=DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.AUDITOR, Role.SECRETARIAT, Role.EMPLOYEE])
def test_others_write_nothing_for_a_head_of_service(head_unit: Unit, units: list[Unit], role: Role) -> None:
    with pytest.raises(NotAllowedError):
        written(user_with(role, units[0]), head_unit)
    assert not Amendment.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.SECRETARIAT, Role.CHIEF_EXECUTIVE])
def test_decision_between_frames_is_recorded_with_its_case(
    top: Unit, head: User, head_unit: Unit, units: list[Unit], role: Role
) -> None:
    made = written(head, head_unit, (units[0], -50_000_00), (units[2], 50_000_00))
    propose_amendment(actor=head, amendment=made, day=DAY)
    decide_amendment(actor=user_with(role, top), amendment=made, resolution=COUNCIL)
    assert (made.state, made.decision, revised(units[2])) == (AmendmentState.DECIDED, "KST 101/26", 1_150_000_00)


@pytest.mark.django_db
def test_only_the_council_moves_money_between_frames(
    controller: User, head: User, head_unit: Unit, units: list[Unit]
) -> None:
    made = written(head, head_unit, (units[0], -50_000_00), (units[2], 50_000_00))
    propose_amendment(actor=head, amendment=made, day=DAY)
    with pytest.raises(RuleBrokenError):
        decide_amendment(actor=controller, amendment=made, resolution=Resolution(Authority.CHIEF_EXECUTIVE, "", DAY))
    with pytest.raises(NotAllowedError):
        decide_amendment(actor=head, amendment=made, resolution=COUNCIL)
    assert revised(units[2]) == 1_100_000_00


@pytest.mark.django_db
def test_refusal_has_a_reason_and_changes_nothing(
    controller: User, head: User, head_unit: Unit, units: list[Unit]
) -> None:
    made = written(head, head_unit, (units[0], -1_00), (units[2], 1_00))
    propose_amendment(actor=head, amendment=made, day=DAY)
    with pytest.raises(RuleBrokenError):
        reject_amendment(actor=controller, amendment=made, answer=" ", resolution=COUNCIL)
    reject_amendment(actor=controller, amendment=made, answer="Ikke nå", resolution=COUNCIL)
    assert (made.state, made.answer, made.layer) == (AmendmentState.REJECTED, "Ikke nå", None)
    with pytest.raises(RuleBrokenError):
        decide_amendment(actor=controller, amendment=made, resolution=COUNCIL)


@pytest.mark.django_db
def test_what_is_sent_cannot_be_changed_until_it_is_taken_back(head: User, head_unit: Unit, units: list[Unit]) -> None:
    made = written(head, head_unit, (units[0], -1_00), (units[1], 1_00))
    row: AmendmentRow = made.rows.all()[0]
    propose_amendment(actor=head, amendment=made, day=DAY)
    for change in (
        lambda: remove_row(actor=head, row=row),
        lambda: drop_amendment(actor=head, amendment=made),
        lambda: set_accounts(actor=head, row=row, parts={("202", "010"): row.amount}),
        lambda: decide_within_frame(actor=head, amendment=made, day=DAY),
    ):
        with pytest.raises(RuleBrokenError):
            change()
    take_back_amendment(actor=head, amendment=made)
    remove_row(actor=head, row=row)
    assert made.rows.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [[], [(0, 5_00)]])
def test_what_does_not_come_to_nought_is_not_sent(
    head: User, head_unit: Unit, units: list[Unit], rows: list[tuple[int, int]]
) -> None:
    made = written(head, head_unit, *((units[place], amount) for place, amount in rows))
    with pytest.raises(RuleBrokenError):
        propose_amendment(actor=head, amendment=made, day=DAY)


@pytest.mark.django_db
def test_accounts_are_proposed_from_the_budget_and_may_be_refined(
    head: User, head_unit: Unit, units: list[Unit]
) -> None:
    made = written(head, head_unit, (units[0], 50_000_00))
    assert [(key.function, key.art, amount) for key, amount in moved_by(made).items()] == [("202", "010", 50_000_00)]
    row = made.rows.get()
    set_accounts(actor=head, row=row, parts={("202", "010"): 40_000_00, ("202", "099"): 10_000_00})
    assert sorted(moved_by(made).values()) == [10_000_00, 40_000_00]
    for wrong in ({("202", "010"): 49_999_99}, {("999", "010"): 50_000_00}, {("202", "xyz"): 50_000_00}):
        with pytest.raises(RuleBrokenError):
            set_accounts(actor=head, row=row, parts=wrong)


@pytest.mark.django_db
def test_kind_without_a_budget_gets_its_usual_art(head: User, head_unit: Unit, units: list[Unit]) -> None:
    made = written(head, head_unit, (units[0], -7_00), group=ArtGroup.FEES)
    assert [(key.function, key.art) for key in moved_by(made)] == [("202", "600")]


@pytest.mark.django_db
def test_deviations_are_gathered_in_one_draft(controller: User, units: list[Unit]) -> None:
    foreseen(units[0], 10, 1_300_000_00)
    foreseen(units[1], 10, 1_100_000_01)
    made = gather_amendment(
        actor=controller, period=Period.parse("2026-M10"), title="Tertialrapport", reason="Samlet", day=DAY
    )
    assert list(made.rows.values_list("unit", "amount", "purpose")) == [(units[0].pk, 200_000_00, "Fordi")]
    assert made.period == "2026-M10"
    with pytest.raises(RuleBrokenError):
        gather_amendment(actor=controller, period=Period.parse("2026-M09"), title="T", reason="S", day=DAY)


@pytest.mark.django_db
def test_draft_is_seen_by_those_who_may_write_it(
    top: Unit, head: User, head_unit: Unit, units: list[Unit], controller: User
) -> None:
    made = written(head, head_unit, (units[0], -1_00), (units[1], 1_00))
    auditor = user_with(Role.AUDITOR, top)
    assert [amendments_for(person).count() for person in (head, controller, auditor)] == [1, 1, 0]
    propose_amendment(actor=head, amendment=made, day=DAY)
    assert [amendments_for(person).count() for person in (auditor, user_with(Role.EMPLOYEE, top))] == [1, 0]
