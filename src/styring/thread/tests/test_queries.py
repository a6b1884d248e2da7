from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.kernel.asked import answers_kept
from styring.organisation.tests.factories import UnitFactory
from styring.thread.queries import neighbours, walk
from styring.thread.rules import Way
from styring.thread.tests.factories import ElementFactory, LinkFactory

if TYPE_CHECKING:
    from styring.conftest import AssertQueries
    from styring.thread.models import Element

pytestmark = pytest.mark.django_db

CASES = json.loads((Path(__file__).parent / "vectors.json").read_text())["cases"]
DRAWN = CASES[0]["in"]
WALKS = [case for case in CASES if case["rule"] == "walk"]
DAY = date(2026, 6, 1)


def days(said: dict[str, str]) -> dict[str, date]:
    return {"valid_from": date.fromisoformat(said["since"]), "valid_to": date.fromisoformat(said["until"])}


def draw(visible: set[str], seen: object, hidden: object) -> dict[str, Element]:
    """Store the thread of the vectors; what is not visible lies in a unit that the reader has no role in."""
    elements = {
        said["id"]: ElementFactory.create(
            kind=said["kind"], title=said["id"], unit=seen if said["id"] in visible else hidden, **days(said)
        )
        for said in sorted(DRAWN["elements"], key=lambda said: said["id"])
    }
    for said in DRAWN["links"]:
        ends = {"citing": elements[said["source"]], "cited": elements[said["target"]]}
        LinkFactory.create(type=said["type"], **ends, **days(said))
    return elements


@pytest.mark.parametrize("case", WALKS, ids=lambda case: case["id"])
def test_walk_as_the_vectors_have_it(case: dict[str, Any], assert_queries: AssertQueries) -> None:
    unit, asked = UnitFactory.create(), case["in"]
    visible = set(asked.get("visible", [said["id"] for said in DRAWN["elements"]]))
    elements = draw(visible, unit, UnitFactory.create())
    reader, start = user_with(Role.EMPLOYEE, unit), elements[asked["start"]].pk
    with assert_queries("thread.walk"), answers_kept():
        steps = walk(reader, start, Way(asked["way"]), date.fromisoformat(asked["day"]))
    assert [[step.depth, step.title, step.link_type] for step in steps] == case["out"]


def test_stranger_walks_nowhere() -> None:
    made = LinkFactory.create(citing__kind="requirement", cited__kind="requirement")
    stranger = user_with(Role.UNIT_LEADER, UnitFactory.create())
    assert walk(stranger, made.citing.pk, Way.UP, DAY) == []


@pytest.mark.parametrize(("state", "met"), [("adopted", 1), ("done", 1), ("draft", 0), ("dropped", 0)])
def test_only_what_is_in_force_is_met(state: str, met: int) -> None:
    unit = UnitFactory.create()
    made = LinkFactory.create(citing__unit=unit, cited__unit=unit, cited__state=state)
    assert len(walk(user_with(Role.EMPLOYEE, unit), made.citing.pk, Way.UP, DAY)) == met


def test_strip_shows_both_sides_and_hides_other_units(assert_queries: AssertQueries) -> None:
    unit = UnitFactory.create()
    middle = ElementFactory.create(kind="requirement", unit=unit)
    above = LinkFactory.create(citing=middle, cited__unit=unit)
    LinkFactory.create(cited=middle, citing__unit=unit)
    elsewhere = LinkFactory.create(cited=middle, citing__kind="requirement").citing.unit
    reader = user_with(Role.EMPLOYEE, unit)
    with assert_queries("thread.neighbours"), answers_kept():
        strip = {(made.citing.unit, made.cited.title) for made in neighbours(reader, middle, DAY)}
    assert strip == {(unit, above.cited.title), (unit, middle.title)}
    seen_from_elsewhere = neighbours(user_with(Role.UNIT_LEADER, elsewhere), middle, DAY)
    assert {made.citing.unit for made in seen_from_elsewhere} == {elsewhere, unit}
