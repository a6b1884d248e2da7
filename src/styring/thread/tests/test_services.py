from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Detail, Entry
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.spans import Span
from styring.organisation.tests.factories import UnitFactory
from styring.thread.models import Element, Link
from styring.thread.rules import Kind, registry
from styring.thread.services import drop, link, link_all, place_element, retitle, revise, unlink
from styring.thread.tests.factories import ElementFactory, LinkFactory

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

YEARS = Span.of_years(2026, 2029)


@pytest.fixture(autouse=True)
def _aims() -> None:
    registry.add(Kind("aim", "Sikte"))
    registry.allow("rests_on", citing=["aim"], cited=["aim"])


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def leader(unit: Unit) -> User:
    return user_with(Role.UNIT_LEADER, unit)


def aims(unit: Unit, number: int) -> list[Element]:
    return ElementFactory.create_batch(number, kind="aim", unit=unit)


def rest(actor: User, citing: Element, cited: Element, span: Span = YEARS) -> Link:
    return link(actor=actor, link_type="rests_on", citing=citing, cited=cited, span=span)


def test_placed_element_is_recorded(unit: Unit, leader: User) -> None:
    placed = place_element(actor=leader, element=ElementFactory.build(kind="aim", unit=unit))
    assert Entry.objects.get().object == f"thread.element:{placed.pk}"


def test_unknown_kind_has_no_place(unit: Unit, leader: User) -> None:
    with pytest.raises(RuleBrokenError):
        place_element(actor=leader, element=ElementFactory.build(kind="wish", unit=unit))
    assert not Element.objects.exists()


def test_retitle_records_both_titles(unit: Unit, leader: User) -> None:
    retitle(actor=leader, element=ElementFactory.create(title="Før", unit=unit), title="Etter")
    detail = Detail.objects.get()
    assert (detail.before, detail.after) == ({"title": "Før"}, {"title": "Etter"})


def test_dropped_element_keeps_the_reason(unit: Unit, leader: User) -> None:
    dropped = drop(actor=leader, element=ElementFactory.create(unit=unit), reason=" Slått sammen med et annet ")
    assert (dropped.state, dropped.drop_reason) == ("dropped", "Slått sammen med et annet")


def test_nothing_is_dropped_without_a_reason(unit: Unit, leader: User) -> None:
    with pytest.raises(RuleBrokenError):
        drop(actor=leader, element=ElementFactory.create(unit=unit), reason=" ")
    assert not Entry.objects.exists()


def test_link_is_refused_where_the_kinds_do_not_allow_it(unit: Unit, leader: User) -> None:
    low, high = ElementFactory.create_batch(2, kind="wish", unit=unit)
    with pytest.raises(RuleBrokenError, match="kan ikke knyttes"):
        rest(leader, low, high)


def test_same_link_is_not_made_twice(unit: Unit, leader: User) -> None:
    low, high = aims(unit, 2)
    rest(leader, low, high)
    with pytest.raises(ValidationError):
        rest(leader, low, high)


def test_link_that_closes_a_circle_is_refused(unit: Unit, leader: User) -> None:
    low, middle, high = aims(unit, 3)
    rest(leader, low, middle)
    rest(leader, middle, high)
    with pytest.raises(RuleBrokenError, match="begrunne seg selv"):
        rest(leader, high, low)
    assert (Link.objects.count(), Entry.objects.count()) == (2, 2)


def test_turned_link_is_allowed_when_the_other_has_ended(unit: Unit, leader: User) -> None:
    low, high = aims(unit, 2)
    ended = unlink(actor=leader, made=rest(leader, low, high), on=date(2027, 1, 1))
    assert ended.valid_to == rest(leader, high, low, Span.of_years(2027, 2029)).valid_from


def test_link_cannot_end_before_it_begins(unit: Unit, leader: User) -> None:
    low, high = aims(unit, 2)
    made = rest(leader, low, high)
    with pytest.raises(RuleBrokenError):
        unlink(actor=leader, made=made, on=date(2026, 1, 1))


@pytest.mark.parametrize("role", [None, Role.EMPLOYEE])
def test_others_change_nothing(unit: Unit, role: Role | None) -> None:
    low, high = aims(unit, 2)
    other = user_with(role, unit)
    for change in (
        lambda: place_element(actor=other, element=ElementFactory.build(kind="aim", unit=unit)),
        lambda: retitle(actor=other, element=low, title="Etter"),
        lambda: drop(actor=other, element=low, reason="Nei"),
        lambda: revise(actor=other, element=low, before={}),
        lambda: rest(other, low, high),
        lambda: unlink(actor=other, made=LinkFactory.build(citing=low, cited=high), on=date(2027, 1, 1)),
    ):
        with pytest.raises(NotAllowedError):
            change()
    assert not Entry.objects.exists()
    assert not Link.objects.exists()


def test_nobody_cites_what_they_may_not_see(unit: Unit, leader: User) -> None:
    with pytest.raises(NotAllowedError):
        rest(leader, aims(unit, 1)[0], aims(UnitFactory.create(), 1)[0])


@pytest.mark.parametrize("wrong", [{"valid_to": date(2026, 1, 1)}, {"title": ""}, {"state": "lost"}])
def test_database_refuses_what_cannot_be(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ElementFactory.create(**wrong)


@pytest.mark.usefixtures("trail_that_is_wiped")
@pytest.mark.parametrize("_round", range(5))
def test_two_at_once_cannot_close_a_circle(_round: int) -> None:
    unit = UnitFactory.create()
    one, other = aims(unit, 2)
    start = Barrier(2)
    leader = user_with(Role.UNIT_LEADER, unit)

    def attempt(ends: tuple[Element, Element]) -> bool:
        start.wait()
        try:
            rest(leader, *ends)
        except RuleBrokenError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(2) as both:
        made = list(both.map(attempt, [(one, other), (other, one)]))
    assert sorted(made) == [False, True]
    assert Link.objects.count() == 1


def link_many(actor: User, pairs: list[tuple[Element, Element]], span: Span = YEARS) -> list[Link]:
    return link_all(actor=actor, link_type="rests_on", pairs=pairs, span=span)


def test_many_links_at_once_are_recorded_each(unit: Unit, leader: User) -> None:
    low, *high = aims(unit, 4)
    made = link_many(leader, [(low, one) for one in high])
    assert {one.cited for one in made} == set(high)
    assert Entry.objects.filter(verb="thread.link.made").count() == len(high)


def test_many_links_are_made_or_none(unit: Unit, leader: User) -> None:
    low, middle, high = aims(unit, 3)
    hidden = aims(UnitFactory.create(), 1)[0]
    rest(leader, low, middle)
    for pairs in ([(low, high), (low, middle)], [(low, high), (low, high)]):
        with pytest.raises(ValidationError):
            link_many(leader, pairs)
    for pair in ((low, hidden), (hidden, low)):
        with pytest.raises(NotAllowedError):
            link_many(leader, [(low, high), pair])
    assert Link.objects.count() == 1


PLACES = st.integers(0, 4)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    there=st.lists(st.tuples(PLACES, PLACES, st.integers(2026, 2028)), max_size=6),
    new=st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=4),
)
def test_many_links_are_refused_when_one_by_one_they_are(
    unit: Unit, leader: User, there: list[tuple[int, int, int]], new: list[tuple[int, int]]
) -> None:
    with transaction.atomic():
        places, span = aims(unit, 5), Span.of_years(2027, 2027)
        for low, high, year in there:
            passes(partial(rest, leader, places[low], places[high], Span.of_years(year, year + 1)), keep=True)
        pairs = [(places[low], places[high]) for low, high in new]
        one_by_one = passes(lambda: [rest(leader, low, high, span) for low, high in pairs])
        assert passes(partial(link_many, leader, pairs, span)) == one_by_one
        transaction.set_rollback(True)


def passes(change: Callable[[], object], *, keep: bool = False) -> bool:
    """Is a change let through? What it made is undone, unless it is to be kept."""
    point = transaction.savepoint()
    try:
        change()
    except (RuleBrokenError, ValidationError):
        transaction.savepoint_rollback(point)
        return False
    (transaction.savepoint_commit if keep else transaction.savepoint_rollback)(point)
    return True
