"""Ready-made budgets for tests."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone
from factory.declarations import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from styring.access.tests.factories import UserFactory
from styring.accounts.models import User
from styring.budget.models import (
    UNTIL,
    AgeGroup,
    Authority,
    BudgetLine,
    Forecast,
    ForecastKind,
    Frame,
    Investment,
    Layer,
    LayerKind,
    LayerState,
    Loan,
    Scenario,
)
from styring.budget.queries import budget_source
from styring.budget.rules.phasing import FLAT, running, shares_of
from styring.imports.tests.factories import BatchFactory
from styring.ledger.models import Balance, Delivery, Posting
from styring.ledger.rules.columns import Columns
from styring.ledger.tests.factories import CombinationFactory
from styring.organisation.models import Body, BodyKind, ProgrammeArea, Sector
from styring.thread.tests.factories import ElementFactory

if TYPE_CHECKING:
    from collections.abc import Iterator

    from styring.organisation.models import Unit

PERSON = "prognosemaker"


class LayerFactory(DjangoModelFactory[Layer]):
    """The adopted budget of 2026."""

    class Meta:
        model = Layer

    kind = LayerKind.ADOPTED
    title = Sequence(lambda n: f"Lag {n}")
    name = Sequence(lambda n: f"2026-lag-{n}")
    first_year = 2026
    last_year = 2026
    state = LayerState.DECIDED
    authority = Authority.COUNCIL
    decided_on = date(2025, 12, 10)


class LineFactory(DjangoModelFactory[BudgetLine]):
    """Pay in schools, 12 000 kr."""

    class Meta:
        model = BudgetLine

    layer = SubFactory(LayerFactory)
    year = 2026
    account_class = "1"
    function = "202"
    art = "010"
    amount = 12_000_00


def budgets_per_art(year: int, day: date) -> list[dict[tuple[str, str], int]]:
    """The revised and the adopted budget of a year as the statements have it; none when there is no budget."""
    source = budget_source(year, lambda _head, _words: "", day)
    return Columns([source]).per_art if source else []


GUARD = import_module("styring.budget.migrations.0005_guard_layers")
OF_LINES = [guard for guard in GUARD.GUARDED if guard[2] == GUARD.LINE]


@contextmanager
def thawed() -> Iterator[None]:
    """Let lines of what is decided be written, which the database else refuses: tests build budgets line by line."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {GUARD.LINE} DISABLE TRIGGER USER")
            yield
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {GUARD.LINE} ENABLE TRIGGER USER")
        else:
            for name, *_ in OF_LINES:
                cursor.execute(f"DROP TRIGGER {name}")
            yield
            for guard in OF_LINES:
                cursor.execute(GUARD.sqlite(*guard))


def budgeted(layer: Layer, unit: Unit, amount: int, art: str = "010", function: str = "202") -> BudgetLine:
    """A line that is spread evenly over the year."""
    phased = dict(zip(UNTIL[:-1], running(amount, shares_of(FLAT)), strict=False))
    with thawed():
        line: BudgetLine = LineFactory.create(
            layer=layer, unit=unit, amount=amount, art=art, function=function, **phased
        )
    return line


def foreseen(unit: Unit, month: int, amount: int, kind: ForecastKind = ForecastKind.OWN) -> Forecast:
    """A forecast of 2026."""
    author, _new = User.objects.get_or_create(username=PERSON)
    return Forecast.objects.create(
        unit=unit, year=2026, month=month, kind=kind, amount=amount, reason="Fordi", author=author,
        recorded=timezone.now(),
    )  # fmt: skip


def spent(unit: Unit, month: int, amount: int, art: str = "010", year: int = 2026) -> Balance:
    """What the accounts of a month say of schools."""
    live = Delivery.objects.filter(year=year, month=month, is_live=True).first()
    delivery = live or Delivery.objects.create(batch=BatchFactory.create(), year=year, month=month, is_live=True)
    combination = CombinationFactory.create(unit=unit, function="202", art=art)
    Posting.objects.create(delivery=delivery, combination=combination, amount=amount)
    return Balance.objects.create(delivery=delivery, year=year, combination=combination, amount=amount)


class SectorFactory(DjangoModelFactory[Sector]):
    """A sector answered for by a committee."""

    class Meta:
        model = Sector

    code = Sequence(lambda n: f"S{n}")
    name = "Helse og mestring"
    body = LazyFunction(
        lambda: Body.objects.get_or_create(
            code="HU", defaults={"name": "Utvalg", "kind": BodyKind.COMMITTEE, "valid_from": date(2000, 1, 1)}
        )[0]
    )


class AreaFactory(DjangoModelFactory[ProgrammeArea]):
    class Meta:
        model = ProgrammeArea

    number = Sequence(lambda n: n)
    code = LazyAttribute(lambda area: f"P{area.number}")
    name = "Hjemmetjenester"
    sector = SubFactory(SectorFactory)


class FrameFactory(DjangoModelFactory[Frame]):
    class Meta:
        model = Frame

    element = SubFactory(ElementFactory, kind="frame")
    programme_area = SubFactory(AreaFactory)


class InvestmentFactory(DjangoModelFactory[Investment]):
    """A school that is to cost 300 mill."""

    class Meta:
        model = Investment

    element = SubFactory(ElementFactory, kind="investment")
    project = Sequence(lambda n: f"I{n}")
    function = "222"
    authority = Authority.COUNCIL
    total_frame = 300_000_000_00
    counted_from = 2026


class LoanFactory(DjangoModelFactory[Loan]):
    class Meta:
        model = Loan

    name = Sequence(lambda n: f"Lån {n}")
    balance = 100_000_000_00
    balance_on = date(2026, 12, 31)


class AgeGroupFactory(DjangoModelFactory[AgeGroup]):
    class Meta:
        model = AgeGroup

    code = Sequence(lambda n: f"{n}+")
    order = 1
    cost_per_head = 310_000_00


class ProposalFactory(LayerFactory):
    """The chief executive's proposal, laid forward."""

    kind = LayerKind.PROPOSAL
    first_year = 2027
    last_year = 2030
    state = LayerState.PUBLISHED
    decided_on = None  # type: ignore[assignment]  # laid forward, not decided
    published_on = date(2026, 9, 23)


class ScenarioFactory(DjangoModelFactory[Scenario]):
    class Meta:
        model = Scenario

    name = Sequence(lambda n: f"Scenario {n}")
    layer = SubFactory(ProposalFactory)
    owner = SubFactory(UserFactory)
    is_shared = True
    changed = LazyFunction(timezone.now)
