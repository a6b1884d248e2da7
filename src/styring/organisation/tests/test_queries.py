from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.accounts.models import User
from styring.kernel.errors import NotFoundError
from styring.organisation.models import Holding, Position
from styring.organisation.queries import (
    children_of,
    leader_of,
    leader_position,
    levels,
    line_above,
    positions_held_by,
    tree_on,
    unit_by_code,
    units_led_by,
)
from styring.organisation.tests.factories import PositionFactory

if TYPE_CHECKING:
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

DAY = date(2026, 6, 1)


@pytest.fixture
def leading(school: Unit) -> Position:
    return PositionFactory.create(unit=school, title="Rektor", is_leader=True)


def test_line_and_children_go_both_ways(top: Unit, service: Unit, school: Unit) -> None:
    assert line_above(school, DAY) == [service, top]
    assert list(children_of(top, DAY)) == [service]
    assert [level.number for level in levels()] == [1, 2, 3]


def test_unit_is_found_by_its_code(school: Unit) -> None:
    assert unit_by_code("E101") == school
    with pytest.raises(NotFoundError, match="E999"):
        unit_by_code("E999")


def test_the_acting_leader_leads_while_acting(school: Unit, leading: Position) -> None:
    ordinary, acting = User.objects.create(username="kari"), User.objects.create(username="ola")
    Holding.objects.create(position=leading, holder=ordinary, valid_from=date(2025, 1, 1))
    Holding.objects.create(position=leading, holder=acting, is_acting=True, valid_from=DAY, valid_to=date(2026, 9, 1))
    assert leader_position(school) == leading
    assert [leader_of(school, day) for day in (date(2024, 1, 1), date(2026, 1, 1), DAY, date(2026, 9, 1))] == [
        None, ordinary, acting, ordinary,
    ]  # fmt: skip
    assert list(units_led_by(acting, DAY)) == [school]
    assert list(positions_held_by(acting, date(2026, 9, 1))) == []


def test_tree_shows_every_unit_with_its_leader(school: Unit, leading: Position, assert_queries: AssertQueries) -> None:
    Holding.objects.create(position=leading, holder=User.objects.create(username="kari"), valid_from=DAY)
    with assert_queries("organisation.tree_on"):
        tree = tree_on(DAY)
        assert tree is not None
        rows = [(node.depth, node.unit.code, str(node.leader)) for node in tree.walk()]
    assert rows == [(0, "LINDVIK", "None"), (1, "K11", "None"), (2, "E101", "kari")]


def test_before_the_first_unit_there_is_no_tree(top: Unit) -> None:
    assert tree_on(date(1999, 12, 31)) is None
