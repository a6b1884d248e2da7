from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.models import Holding
from styring.organisation.tests.factories import PositionFactory, UnitFactory
from styring.plans.tests.factories import MeasureFactory
from styring.scorecards.manifest import BREAK_RULES
from styring.scorecards.tests.factories import IndicatorFactory, ObservationFactory
from styring.thread.queries import breaks
from styring.thread.tests.factories import ElementFactory, LinkFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.thread.models import Element

pytestmark = pytest.mark.django_db

CASES = json.loads((Path(__file__).parent / "breaks.json").read_text())["cases"]
DRAWN = CASES[0]["in"]
ASKED = {"G1", "G2", "G3", "G4", "M1", "M2", "M4", "N1", "N2"}
"""The rules of the kinds that goals, measures and indicators make up; the others have tests where their kinds are."""


def days(said: dict[str, str]) -> dict[str, date]:
    return {"valid_from": date.fromisoformat(said["since"]), "valid_to": date.fromisoformat(said["until"])}


def draw(reader_unit: object, holder: User) -> None:
    """Store the thread of the vectors, with a position for each owner and a fresh value for the indicator."""
    owners = {name: PositionFactory.create() for name in ("p1", "p2", "p3")}
    for position in owners.values():
        Holding.objects.create(position=position, holder=holder, valid_from=date(2000, 1, 1))
    elements: dict[str, Element] = {}
    for said in DRAWN["elements"]:
        about = {"kind": said["kind"], "title": said["id"], "unit": reader_unit, "owner": owners.get(said["owner"])}
        elements[said["id"]] = ElementFactory.create(**about, **days(said))
        if said["kind"] == "measure":
            MeasureFactory.create(element=elements[said["id"]])
    for said in DRAWN["links"]:
        ends = {"citing": elements[said["source"]], "cited": elements[said["target"]]}
        LinkFactory.create(type=said["type"], **ends, **days(said))
    ObservationFactory.create(indicator=IndicatorFactory.create(element=elements["i1"]), period="2026")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_breaks_as_the_vectors_have_them(case: dict[str, Any]) -> None:
    unit = UnitFactory.create()
    reader = user_with(Role.EMPLOYEE, unit)
    draw(unit, reader)
    found = breaks(reader, date.fromisoformat(case["in"].get("day", DRAWN["day"])))
    expected = [broken for broken in case["out"]["breaks"] if broken[0] in ASKED]
    assert [[broken.code, broken.title] for broken in found if broken.code in ASKED] == expected


@pytest.mark.parametrize(
    ("frequency", "day", "codes"),
    [
        ("month", date(2027, 1, 30), ["N2"]),
        ("month", date(2027, 3, 3), ["N1", "N2"]),
        ("year", date(2027, 12, 1), ["N2"]),
        ("year", date(2028, 2, 2), ["N1", "N2"]),
    ],
)
def test_value_is_missed_after_its_frequency_and_grace(frequency: str, day: date, codes: list[str]) -> None:
    unit = UnitFactory.create()
    indicator = IndicatorFactory.create(element__unit=unit, frequency=frequency, grace_days=30)
    ObservationFactory.create(indicator=indicator, period="2026-M12")
    assert [broken.code for broken in breaks(user_with(Role.EMPLOYEE, unit), day)] == codes


def test_weights_are_those_of_the_vectors() -> None:
    assert {rule.code: rule.weight for rule in BREAK_RULES} == {"G2": 16, "N1": 3, "N2": 1}
