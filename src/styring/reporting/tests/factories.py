"""A small line with a round open in it, for tests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.tests.factories import LayerFactory, budgeted, spent
from styring.kernel.periods import Period
from styring.organisation.models import Holding, Municipality
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.reporting.models import Contribution
from styring.reporting.queries.writing import Said
from styring.reporting.services import open_round, write

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit
    from styring.reporting.models import Round

OCTOBER = Period.parse("2026-M10")
TODAY = date(2026, 11, 6)
BUDGET = 100_000_000_00
LINE = {"LINDVIK": Role.CHIEF_EXECUTIVE, "D2": Role.DIRECTOR, "K21": Role.HEAD_OF_SERVICE}


@dataclass
class Line:
    """LINDVIK over D2 over K21 over E213 and E214, each unit with its leader, a budget of 100 mill., and a round."""

    units: dict[str, Unit]
    leaders: dict[str, User]
    controller: User
    round: Round

    def report(self, code: str) -> Contribution:
        """A unit's report as it is now."""
        return Contribution.objects.select_related("round", "unit", "above__unit").get(
            round=self.round, unit__code=code
        )

    def write(self, code: str, **said: object) -> Contribution:
        """Have a unit's leader write in its report."""
        report = self.report(code)
        words = Said(**said)  # type: ignore[arg-type]
        return write(actor=self.leaders[code], contribution=report, version=report.version, said=words)


def a_line(period: Period = OCTOBER) -> Line:
    """The line, with the round of a period open."""
    Municipality.objects.get_or_create(pk=1, defaults={"name": "Lindvik kommune", "number": "9901"})
    units: dict[str, Unit] = {}
    for code, above in (("LINDVIK", ""), ("D2", "LINDVIK"), ("K21", "D2"), ("E213", "K21"), ("E214", "K21")):
        units[code] = UnitFactory.create(code=code, name=f"Enhet {code}", parent=units.get(above))
    leaders = {code: _leader(unit, LINE.get(code, Role.UNIT_LEADER)) for code, unit in units.items()}
    layer = LayerFactory.create()
    for code in ("E213", "E214"):
        budgeted(layer, units[code], BUDGET)
        spent(units[code], 10, 85_000_000_00)
    controller = user_with(Role.CONTROLLER, units["LINDVIK"])
    opened = open_round(actor=controller, period=period, day=TODAY)
    return Line(units, leaders, controller, opened)


def _leader(unit: Unit, role: Role) -> User:
    leader = user_with(role, unit)
    position = PositionFactory.create(unit=unit, title="Leder", is_leader=True)
    Holding.objects.create(position=position, holder=leader, valid_from=date(2020, 1, 1))
    return leader
