from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.ledger.queries import Extent, actuals, actuals_below, last_month, sums_per_art
from styring.ledger.rules.groups import ArtGroup
from styring.ledger.tests.factories import BalanceFactory, DeliveryFactory
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.conftest import AssertQueries
    from styring.ledger.models import Delivery

pytestmark = pytest.mark.django_db

DAY = date(2026, 10, 31)


@pytest.fixture
def october() -> Delivery:
    return DeliveryFactory.create()


def test_sums_cover_what_units_answer_for_unless_more_is_asked(october: Delivery) -> None:
    unit = UnitFactory.create()
    for account_class, art, amount in (("1", "010", 5), ("1", "870", -7), ("0", "230", 11)):
        BalanceFactory.create(
            delivery=october,
            combination__unit=unit,
            combination__account_class=account_class,
            combination__art=art,
            amount=amount,
        )
    assert actuals([unit.pk], [2026]) == {(unit.pk,): 5}
    assert actuals([unit.pk], [2026], by=("account_class",), extent=Extent.ALL) == {("1",): -2, ("0",): 11}


def test_only_live_deliveries_of_the_months_count(october: Delivery) -> None:
    BalanceFactory.create(delivery=october, amount=1)
    BalanceFactory.create(delivery__is_live=False, amount=2)
    BalanceFactory.create(delivery__month=11, amount=4)
    assert actuals(None, [2026], range(1, 11), by=("year", "month")) == {(2026, 10): 1}
    assert last_month(2026) == 11


def test_arts_are_summed_into_groups(october: Delivery) -> None:
    for art in ("010", "040", "099"):
        BalanceFactory.create(delivery=october, combination__art=art, amount=3)
    assert actuals(None, [2026], by=("art_group",)) == {(ArtGroup.PAY,): 6, (ArtGroup.SOCIAL,): 3}


def test_a_top_has_the_sum_of_all_below_it(october: Delivery, assert_queries: AssertQueries) -> None:
    top = UnitFactory.create()
    middle = UnitFactory.create(parent=top)
    for unit, amount in ((top, 1), (middle, 2), (UnitFactory.create(parent=middle), 4), (UnitFactory.create(), 8)):
        BalanceFactory.create(delivery=october, combination__unit=unit, amount=amount)
    with assert_queries("ledger.actuals_below"):
        found = actuals_below([top.pk, middle.pk], DAY, [2026])
    assert found == {top.pk: 7, middle.pk: 6}


def test_sums_for_statements_are_parted_by_year(october: Delivery) -> None:
    BalanceFactory.create(delivery=october, combination__art="870", amount=-9)
    assert sums_per_art([2025, 2026]) == {2025: {}, 2026: {("1", "870"): -9}}
