from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from styring.audit.models import Detail, Entry
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.models import Holding, Level, Lineage, Placement, Position, Unit
from styring.organisation.queries import children_of, leader_of, line_above
from styring.organisation.services import (
    NewUnit,
    close_unit,
    describe_unit,
    merge_units,
    move_unit,
    open_unit,
    rename_unit,
)
from styring.organisation.tests.factories import BEGINNING, PositionFactory, UnitFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.accounts.models import User

pytestmark = pytest.mark.django_db

BEFORE, DAY, LATER = date(2026, 12, 31), date(2027, 1, 1), date(2028, 1, 1)


def name_on(unit: Unit, day: date) -> str:
    return Placement.objects.valid_on(day).get(unit=unit).name


def new_school(parent: Unit, code: str = "E102") -> NewUnit:
    return NewUnit(code, "Elvebakken skole", parent, Level.objects.get(number=3), "Rektor", "barneskole")


@pytest.fixture
def other(top: Unit) -> Unit:
    return UnitFactory.create(code="K12", name="Barnehage", parent=top)


def test_opened_unit_is_there_from_its_day_with_a_position_for_its_leader(administrator: User, service: Unit) -> None:
    UnitFactory.create(parent=service)
    unit = open_unit(actor=administrator, new=new_school(service), on=DAY)
    assert (line_above(unit, BEFORE), line_above(unit, DAY)[0]) == ([], service)
    assert (unit.opened_on, Position.objects.get(unit=unit).title) == (DAY, "Rektor")


def test_unit_that_is_yet_to_open_can_be_changed(administrator: User, school: Unit, service: Unit) -> None:
    unit = open_unit(actor=administrator, new=new_school(service), on=LATER)
    rename_unit(actor=administrator, unit=unit, name="Elvebakken oppvekstsenter", on=LATER)
    assert name_on(unit, LATER) == "Elvebakken oppvekstsenter"


def test_new_name_holds_from_its_day(administrator: User, school: Unit) -> None:
    rename_unit(actor=administrator, unit=school, name="Bjørkåsen barneskole", on=DAY)
    school.refresh_from_db()
    assert (name_on(school, BEFORE), name_on(school, DAY)) == ("Bjørkåsen skole", "Bjørkåsen barneskole")
    assert [school.name_on(day) for day in (BEFORE, DAY)] == ["Bjørkåsen skole", "Bjørkåsen barneskole"]
    assert str(school) == "Bjørkåsen skole"
    detail = Detail.objects.get(entry__verb="organisation.unit.renamed")
    assert (detail.before["name"], detail.after["name"]) == ("Bjørkåsen skole", "Bjørkåsen barneskole")


def test_type_and_programme_area_change_from_a_day(administrator: User, school: Unit) -> None:
    describe_unit(actor=administrator, unit=school, type="barneskole", programme_area=None, on=DAY)
    types = Placement.objects.filter(unit=school).order_by("valid_from").values_list("type", flat=True)
    assert list(types) == ["", "barneskole"]


def test_move_takes_what_lies_below_along(administrator: User, top: Unit, school: Unit, other: Unit) -> None:
    wing = UnitFactory.create(parent=school)
    move_unit(actor=administrator, unit=school, parent=other, level=Level.objects.get(number=3), on=DAY)
    assert [unit.code for unit in line_above(wing, BEFORE)] == ["E101", "K11", "LINDVIK"]
    assert [unit.code for unit in line_above(wing, DAY)] == ["E101", "K12", "LINDVIK"]


def test_number_of_queries_of_a_move_does_not_follow_the_size_of_the_tree(
    administrator: User, school: Unit, service: Unit, other: Unit
) -> None:
    taken = []
    for parent, day in ((other, DAY), (service, LATER)):
        with CaptureQueriesContext(connection) as captured:
            move_unit(actor=administrator, unit=school, parent=parent, level=Level.objects.get(number=3), on=day)
        taken.append(len(captured))
        UnitFactory.create_batch(20, parent=school)
    assert taken[0] == taken[1]


def test_closed_unit_is_gone_from_its_day_and_so_is_its_leader(
    administrator: User, service: Unit, school: Unit
) -> None:
    leading = PositionFactory.create(unit=school, is_leader=True)
    Holding.objects.create(position=leading, holder=administrator, valid_from=BEGINNING)
    close_unit(actor=administrator, unit=school, on=DAY)
    assert (list(children_of(service, BEFORE)), list(children_of(service, DAY))) == ([school], [])
    assert (leader_of(school, BEFORE), leader_of(school, DAY)) == (administrator, None)
    assert Unit.objects.get(pk=school.pk).closed_on == DAY


def test_merged_units_hand_over_what_hangs_under_them(administrator: User, service: Unit, other: Unit) -> None:
    school = UnitFactory.create(parent=other)
    merge_units(actor=administrator, units=[other], into=service, on=DAY)
    assert (list(children_of(other, BEFORE)), list(children_of(service, DAY))) == ([school], [school])
    other.refresh_from_db()
    assert (other.closed_on, other.merged_into) == (DAY, service)


def test_code_is_taken_once(administrator: User, service: Unit, school: Unit) -> None:
    with pytest.raises(ValidationError):
        open_unit(actor=administrator, new=new_school(service, code=school.code), on=DAY)


class Family(NamedTuple):
    """A person who may, a service, and a school under it."""

    actor: User
    service: Unit
    school: Unit


REFUSED: dict[str, Callable[[Family], object]] = {
    "ligge under seg selv": lambda f: move_unit(
        actor=f.actor, unit=f.service, parent=f.school, level=Level.objects.get(number=3), on=DAY
    ),
    "lavere nivå enn Skole": lambda f: move_unit(
        actor=f.actor, unit=f.school, parent=f.service, level=Level.objects.get(number=2), on=DAY
    ),
    "kan ikke legges ned": lambda f: close_unit(actor=f.actor, unit=f.service, on=DAY),
    "Bjørkåsen skole er slik fra før": lambda f: rename_unit(
        actor=f.actor, unit=f.school, name="Bjørkåsen skole", on=DAY
    ),
    "finnes ikke 1999-01-01": lambda f: rename_unit(actor=f.actor, unit=f.school, name="Ny", on=date(1999, 1, 1)),
    "med seg selv": lambda f: merge_units(actor=f.actor, units=[f.school], into=f.school, on=DAY),
    "minst én enhet": lambda f: merge_units(actor=f.actor, units=[], into=f.school, on=DAY),
    "da finnes ikke Skole": lambda f: open_unit(actor=f.actor, new=new_school(f.service), on=date(1999, 1, 1)),
}


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_would_break_the_tree_is_refused(administrator: User, service: Unit, school: Unit, sentence: str) -> None:
    before = list(Lineage.objects.values_list().order_by("pk"))
    with pytest.raises(RuleBrokenError, match=sentence):
        REFUSED[sentence](Family(administrator, service, school))
    assert list(Lineage.objects.values_list().order_by("pk")) == before
    assert not Entry.objects.exists()


def test_top_cannot_close(administrator: User, top: Unit) -> None:
    with pytest.raises(RuleBrokenError, match="Ingen enhet er øverst"):
        close_unit(actor=administrator, unit=top, on=DAY)


@pytest.mark.parametrize("who", ["colleague", "stranger"])
def test_others_change_nothing(request: pytest.FixtureRequest, service: Unit, school: Unit, who: str) -> None:
    actor, level = request.getfixturevalue(who), Level.objects.get(number=3)
    with pytest.raises(NotAllowedError):
        rename_unit(actor=actor, unit=school, name="Nytt", on=DAY)
    with pytest.raises(NotAllowedError):
        move_unit(actor=actor, unit=school, parent=service, level=level, on=DAY)
    with pytest.raises(NotAllowedError):
        open_unit(actor=actor, new=new_school(service), on=DAY)
    with pytest.raises(NotAllowedError):
        close_unit(actor=actor, unit=school, on=DAY)
    with pytest.raises(NotAllowedError):
        merge_units(actor=actor, units=[school], into=service, on=DAY)
    assert not Entry.objects.exists()
    assert name_on(school, DAY) == "Bjørkåsen skole"
