"""Ready-made accounts for tests."""

from __future__ import annotations

from factory.declarations import SubFactory
from factory.django import DjangoModelFactory

from styring.imports.tests.factories import BatchFactory
from styring.ledger.models import Balance, Delivery
from styring.organisation.tests.factories import UnitFactory


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """October 2026, live."""

    class Meta:
        model = Delivery

    batch = SubFactory(BatchFactory)
    year = 2026
    month = 10
    is_live = True


class BalanceFactory(DjangoModelFactory[Balance]):
    """A thousand kroner of pay in the operating accounts."""

    class Meta:
        model = Balance

    delivery = SubFactory(DeliveryFactory)
    account_class = "1"
    unit = SubFactory(UnitFactory)
    function = "258"
    art = "010"
    amount = 1_000_00
