from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.ledger.queries import By, accounts_book, breakdown_of, division_on
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.organisation.models import Body, BodyKind, Placement, ProgrammeArea, Sector
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.ledger.queries import Printed
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def spent(top: Unit, vest: Unit) -> None:
    """Pay and taxes, in the house below VEST and at the top, and a project."""
    house = UnitFactory.create(code="HUS", parent=vest)
    delivery = DeliveryFactory.create(year=2025, month=12)
    rows = [
        (house, "1", "010", "", 700), (vest, "1", "010", "", 300), (top, "1", "010", "", 11),
        (top, "1", "870", "", -5), (vest, "0", "230", "I07", 80), (vest, "0", "230", "", 20), (vest, "0", "529", "", 9),
        (vest, "0", "910", "", -80),
    ]  # fmt: skip
    for unit, account_class, art, project, amount in rows:
        BalanceFactory.create(
            delivery=delivery, combination__unit=unit, combination__account_class=account_class, combination__art=art,
            combination__project=project, amount=amount,
        )  # fmt: skip


def printed(name: str, by: By | None = None) -> Printed:
    return next(one for one in accounts_book(2025, by=by).all_printed() if one.id == name)


def first_column(found: Printed) -> dict[str, int]:
    return {line.label: line.amounts[0] for line in found.lines}


@pytest.mark.usefixtures("spent")
@pytest.mark.parametrize(("by", "parts"), [(By.SECTOR, [11, 1000]), (By.UNIT, [300, 700, 11]), (None, [11, 1000])])
def test_appropriations_are_parted_and_sum_to_line_6(by: By | None, parts: list[int]) -> None:
    amounts = list(first_column(printed("5-4-2", by)).values())
    assert sorted(amounts[:-1]) == sorted(parts)
    assert amounts[-1] == first_column(printed("5-4-1"))["Sum bevilgninger drift, netto"] == 1011


@pytest.mark.usefixtures("spent")
def test_what_belongs_to_no_area_is_shown_as_common(vest: Unit) -> None:
    body = Body.objects.create(code="KST", name="Kommunestyret", kind=BodyKind.COUNCIL, valid_from=date(2000, 1, 1))
    sector = Sector.objects.create(code="S2", name="Omsorg", body=body)
    area = ProgrammeArea.objects.create(code="P31", number=31, name="Hjemme", sector=sector)
    Placement.objects.filter(unit=vest).update(programme_area=area)
    assert first_column(printed("5-4-2")) == {
        "31 Hjemme": 300, "Felles, ikke lagt til noe område": 711, "Sum bevilgninger drift, netto": 1011,
    }  # fmt: skip


@pytest.mark.usefixtures("spent")
def test_investments_are_parted_by_project_and_sum_to_line_6() -> None:
    lines = [(line.kind, line.post, line.amounts[0]) for line in printed("5-5-2").lines]
    assert lines == [
        ("group", "1", 100),
        ("part", "1", 80),
        ("part", "1", 20),
        ("group", "3", 9),
        ("part", "3", 9),
        ("sum", "", 109),
    ]
    assert first_column(printed("5-5-1"))["Sum investeringsutgifter"] == 109


@pytest.mark.usefixtures("spent")
def test_a_line_comes_apart_into_what_sums_to_it() -> None:
    book = accounts_book(2025)
    for words in ({}, {"art": "010"}, {"art": "010", "funksjon": "258"}):
        assert breakdown_of(book, "5-4-1", "6", words).totals[0] == 1011


def test_a_closed_unit_is_where_it_was_last(vest: Unit) -> None:
    closed = UnitFactory.create(code="STENGT", parent=vest)
    Placement.objects.filter(unit=closed).update(valid_to=date(2025, 6, 1))
    assert division_on(date(2025, 12, 31), By.SECTOR).part_of(closed.pk) == "VEST"


def test_without_budget_and_balance_only_the_accounts_are_stated() -> None:
    assert [one.id for one in accounts_book(2025).all_printed()] == ["5-4-1", "5-4-2", "5-5-1", "5-5-2", "5-6"]
