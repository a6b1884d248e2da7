"""Ready-made accounts for tests."""

from __future__ import annotations

from factory.declarations import SelfAttribute, SubFactory
from factory.django import DjangoModelFactory

from styring.imports.tests.factories import BatchFactory
from styring.ledger.models import Balance, Combination, Delivery
from styring.organisation.tests.factories import UnitFactory


class DeliveryFactory(DjangoModelFactory[Delivery]):
    """October 2026, live."""

    class Meta:
        model = Delivery

    batch = SubFactory(BatchFactory)
    year = 2026
    month = 10
    is_live = True


class CombinationFactory(DjangoModelFactory[Combination]):
    """Pay in the operating accounts."""

    class Meta:
        model = Combination
        django_get_or_create = ("account_class", "unit", "function", "art", "project")

    account_class = "1"
    unit = SubFactory(UnitFactory)
    function = "258"
    art = "010"
    project = ""


class BalanceFactory(DjangoModelFactory[Balance]):
    """A thousand kroner of pay; parts of the combination may be given by name, as ``combination__art``."""

    class Meta:
        model = Balance

    delivery = SubFactory(DeliveryFactory)
    year = SelfAttribute("delivery.year")
    combination = SubFactory(CombinationFactory)
    amount = 1_000_00
