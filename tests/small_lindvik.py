"""A municipality small enough to be built in a second, with somebody in every role, for the table of permissions.

Roles of the line and of the unit are held in one unit, ``E214``; the rest at the top. ``stranger`` leads another unit,
``nobody`` has signed in and has no role, ``anonymous`` has not signed in.

An app adds a sample of what its addresses are about with a function of its own under `sample`::

    @sample
    def goal(house: House) -> object:
        return GoalFactory.create(element__unit=house.unit).pk

and names it in ``permissions.yaml`` as ``$goal``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.test import Client

from styring.access.models import Grant, Role
from styring.access.tests.factories import UserFactory, user_with
from styring.budget.models import (
    Amendment,
    AmendmentRow,
    AmendmentState,
    CarryOver,
    CarryRule,
    CarryState,
    Layer,
    LayerKind,
    LayerState,
    Profile,
    UnusualYear,
)
from styring.budget.queries.distribution import working_layer
from styring.budget.services import Filled, WishText, make_wish, send_sheet
from styring.budget.tests.factories import (
    AgeGroupFactory,
    AreaFactory,
    FrameFactory,
    InvestmentFactory,
    LayerFactory,
    LoanFactory,
    ScenarioFactory,
)
from styring.documents.tests.factories import published_version
from styring.imports.tests.factories import BatchFactory, SavedLayoutFactory
from styring.kernel.clock import today
from styring.kernel.periods import Period
from styring.ledger.models import CombinationRule
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import Kind
from styring.ledger.services import couple_code
from styring.organisation.models import Body, BodyKind, Holding, Municipality, Placement, Position, Unit
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.plans.tests.factories import GoalFactory, MeasureFactory
from styring.reporting.models import Contribution, Deviation
from styring.reporting.services import add_measure, open_round
from styring.reporting.services.measures import Plan
from styring.restapi.services import make_token
from styring.scorecards.tests.factories import IndicatorFactory, OwnRowFactory, ScorecardFactory
from styring.thread.models import State
from styring.thread.tests.factories import ElementFactory
from styring.wheel.tests.factories import ActivityFactory, setup_row

if TYPE_CHECKING:
    from styring.accounts.models import User

SINCE = date(2020, 1, 1)
KEYS_UNTIL = today() + timedelta(days=30)
HELD_BELOW_THE_TOP = {
    Role.DIRECTOR: "D2",
    Role.HEAD_OF_SERVICE: "K21",
    Role.UNIT_LEADER: "E214",
    Role.UNION_REPRESENTATIVE: "E214",
    Role.USER_FORUM: "E214",
    Role.EMPLOYEE: "E214",
}
PEOPLE = (*(role.value for role in Role), "stranger", "nobody")


@dataclass
class House:
    """The small municipality: its units by code, its people by role, and what apps have put in it."""

    units: dict[str, Unit]
    people: dict[str, User]
    clients: dict[str, Client] = field(default_factory=dict)
    samples: dict[str, object] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    """What each person's key to the doors for machines is."""

    @property
    def unit(self) -> Unit:
        """The unit that the samples are about."""
        return self.units["E214"]


Sample = Callable[[House], object]
_samples: dict[str, Sample] = {}


def sample(make: Sample) -> Sample:
    """Have something put in the municipality, to be named in addresses by the function's name."""
    _samples[make.__name__] = make
    return make


def build() -> House:
    """Build the municipality and sign its people in."""
    Municipality.objects.create(pk=1, name="Lindvik kommune", number="9901")
    units = _units()
    house = House(units, _people(units))
    for role in (Role.CHIEF_EXECUTIVE, Role.DIRECTOR, Role.HEAD_OF_SERVICE, Role.UNIT_LEADER):
        unit = units[HELD_BELOW_THE_TOP.get(role, "LINDVIK")]
        position = PositionFactory.create(unit=unit, is_leader=True)
        Holding.objects.create(position=position, holder=house.people[role], valid_from=SINCE)
    for name, person in house.people.items():
        house.clients[name] = Client(raise_request_exception=False)
        house.clients[name].force_login(person)
        _token, house.keys[name] = make_token(actor=person, name="Prøve", expires_on=KEYS_UNTIL, day=today())
    house.clients["anonymous"] = Client(raise_request_exception=False)
    for name, make in _samples.items():
        house.samples[name] = make(house)
    return house


def _units() -> dict[str, Unit]:
    top = UnitFactory.create(code="LINDVIK", name="Lindvik kommune")
    director = UnitFactory.create(code="D2", parent=top)
    head = UnitFactory.create(code="K21", parent=director)
    found = [top, director, head, *(UnitFactory.create(code=code, parent=head) for code in ("E213", "E214"))]
    return {unit.code: unit for unit in found}


def _people(units: dict[str, Unit]) -> dict[str, User]:
    people = {role.value: user_with(role, units[HELD_BELOW_THE_TOP.get(role, "LINDVIK")]) for role in Role}
    people["stranger"] = user_with(Role.UNIT_LEADER, units["E213"])
    people["nobody"] = UserFactory.create()
    return people


@sample
def unit(house: House) -> object:
    return house.unit.code


@sample
def unit_key(house: House) -> object:
    return house.unit.pk


@sample
def activity(house: House) -> object:
    setup_row()
    return ActivityFactory.create(responsible=["HRS"]).pk


@sample
def person(house: House) -> object:
    return house.people["employee"].pk


@sample
def grant(house: House) -> object:
    return Grant.objects.get(user=house.people["employee"]).pk


@sample
def goal(house: House) -> object:
    return GoalFactory.create(element__unit=house.unit).pk


@sample
def requirement(house: House) -> object:
    return ElementFactory.create(kind="requirement", unit=house.unit).pk


@sample
def report(house: House) -> object:
    controller = house.people["controller"]
    opened = open_round(actor=controller, period=Period.parse("2026-M10"), day=date(2026, 11, 6))
    return Contribution.objects.get(round=opened, unit=house.unit).pk


@sample
def corrective_measure(house: House) -> object:
    plan = Plan("Innleiestopp", house.unit.positions.get(), date(2026, 12, 1), -600_000_00)
    reported = Contribution.objects.select_related("round", "unit").get(unit=house.unit)
    return add_measure(actor=house.people["unit_leader"], contribution=reported, plan=plan).pk


@sample
def deviation(house: House) -> object:
    return Deviation.objects.get().pk


@sample
def published(house: House) -> object:
    """A report that is published: its address."""
    return published_version().document.slug


@sample
def position(house: House) -> object:
    return Position.objects.get(unit=house.unit, is_leader=True).pk


@sample
def holding(house: House) -> object:
    return Holding.objects.get(position__unit=house.unit, position__is_leader=True).pk


@sample
def body(house: House) -> object:
    return Body.objects.create(code="KST", name="Kommunestyret", kind="council", members=51, valid_from=SINCE).pk


@sample
def frame(house: House) -> object:
    return FrameFactory.create(element__unit=house.unit).pk


@sample
def investment(house: House) -> object:
    return InvestmentFactory.create(element__unit=house.unit).pk


@sample
def loan(_house: House) -> object:
    return LoanFactory.create().pk


@sample
def age_group(_house: House) -> object:
    return AgeGroupFactory.create().pk


@sample
def scenario(house: House) -> object:
    """A scenario of the controller's beside a proposal that all may see."""
    return ScenarioFactory.create(owner=house.people["controller"]).pk


@sample
def proposal(house: House) -> object:
    """A programme that is laid forward."""
    return proposed(house).name


@sample
def draft_layer(house: House) -> object:
    """A draft on top of it."""
    below = Layer.objects.get(name="2027-forslag")
    return proposed(house, kind="supplement", name="2027-tillegg", base=below, state="draft", published_on=None).name


def proposed(_house: House, **said: object) -> Layer:
    shown = {"kind": "proposal", "name": "2027-forslag", "state": "published", "published_on": date(2026, 9, 23)}
    made: Layer = LayerFactory.create(first_year=2027, last_year=2030, decided_on=None, **{**shown, **said})
    return made


@sample
def draft_goal(house: House) -> object:
    return GoalFactory.create(element__unit=house.unit, element__state=State.DRAFT).pk


@sample
def measure(house: House) -> object:
    return MeasureFactory.create(element__unit=house.unit).pk


@sample
def wish(house: House) -> object:
    text = WishText("Natteam", "Flere ringer.", "Du får hjelp raskere.", {2027: 1_000_000_00})
    return make_wish(actor=house.people["controller"], unit=house.unit, first_year=2027, text=text).pk


@sample
def wish_move(house: House) -> object:
    return f"{house.samples['wish']}:1"


@sample
def area_code(house: House) -> object:
    """A programme area with a unit, and a draft in which its frame is shared out."""
    LayerFactory.create(
        kind=LayerKind.SUPPLEMENT, state=LayerState.DRAFT, decided_on=None, first_year=2027, last_year=2030
    )
    area = AreaFactory.create()
    Placement.objects.filter(unit=house.unit).update(programme_area=area)
    return area.code


@sample
def drafted_unit(house: House) -> object:
    """The sample unit, in a house where a draft is open (see above)."""
    return house.unit.code if house.samples["area_code"] else None


@sample
def sent_sheet(house: House) -> object:
    filled = Filled("ark.xlsx", "0", {})
    return send_sheet(actor=house.people["controller"], layer=working_layer(), unit=house.unit, filled=filled).pk


@sample
def indicator(house: House) -> object:
    return IndicatorFactory.create(element__unit=house.unit).pk


@sample
def own_row(house: House) -> object:
    card = ScorecardFactory.create(unit=house.unit)
    return OwnRowFactory.create(card=card, indicator=IndicatorFactory.create(element__unit=house.unit)).pk


@sample
def batch(house: House) -> object:
    return BatchFactory.create(state="ready", started_by=house.people["controller"]).pk


@sample
def own_code(house: House) -> object:
    return couple_code(actor=house.people["controller"], coupling=Coupling(Kind.ART, "11510", "115")).pk


@sample
def combination_rule(house: House) -> object:
    return CombinationRule.objects.create(name="Regel", kind="art", other="function", first_year=2026).pk


@sample
def saved_layout(house: House) -> object:
    return SavedLayoutFactory.create(changed_by=house.people["controller"]).pk


@sample
def unusual_year(house: House) -> object:
    return UnusualYear.objects.create(year=2020, reason="Pandemi").pk


@sample
def profile(house: House) -> object:
    return Profile.objects.create(year=2026, name="Lønn", weights=[1] * 12).pk


@sample
def amendment(house: House) -> object:
    return Amendment.objects.create(
        year=2026, unit=house.unit, title="Innleie", reason="Fordi", written_by=house.people["unit_leader"],
        written_on=SINCE, proposed_on=SINCE, state=AmendmentState.PROPOSED,
    ).pk  # fmt: skip


@sample
def amending_layer(house: House) -> object:
    """An amendment that came in decided."""
    layer = LayerFactory.create(kind=LayerKind.AMENDMENT, name="2026-regulering-ferdig")
    return layer.name


@sample
def carry_over_year(house: House) -> object:
    """A year whose carrying over waits for its decision."""
    council = Body.objects.create(code="OV", name="Kommunestyret", kind=BodyKind.COUNCIL, valid_from=SINCE)
    people, made = house.people["controller"], {"decided_on": SINCE, "decision": "KST 1/24", "body": council}
    rule = CarryRule.objects.create(
        first_year=2024, keep_part=1000, keep_share=30, repay_above=0, repay_years=2, recorded_by=people, **made
    )
    over = CarryOver.objects.create(
        year=2024, rule=rule, state=CarryState.PROPOSED, made_by=people, made_on=SINCE, proposed_on=SINCE
    )
    return over.year


@sample
def amendment_row(house: House) -> object:
    waiting = Amendment.objects.get()
    return AmendmentRow.objects.create(amendment=waiting, unit=house.unit, purpose="Vakter", group="pay", amount=100).pk
