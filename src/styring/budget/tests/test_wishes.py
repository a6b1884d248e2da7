from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Wish, WishState
from styring.budget.queries.wishes import ranked_for, wish_for
from styring.budget.services import (
    WishText,
    change_wish,
    choose_wish,
    make_wish,
    merge_wishes,
    move_wish,
    reject_wish,
    withdraw_wish,
)
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Stage
from styring.plans.tests.factories import GoalFactory
from styring.thread.models import Link

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 6)
TEXT = WishText("Natteam", "Flere ringer om natta.", "Du får hjelp innen 20 minutter.", {2027: 2_000_000_00}, 2)


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def head_unit() -> Unit:
    made: Unit = UnitFactory.create(code="K1")
    return made


@pytest.fixture
def unit(head_unit: Unit) -> Unit:
    made: Unit = UnitFactory.create(code="E1", parent=head_unit)
    return made


@pytest.fixture
def head(head_unit: Unit) -> User:
    return user_with(Role.HEAD_OF_SERVICE, head_unit)


@pytest.fixture
def leader(unit: Unit) -> User:
    return user_with(Role.UNIT_LEADER, unit)


def wished(actor: User, unit: Unit, title: str = "Natteam") -> Wish:
    return make_wish(actor=actor, unit=unit, first_year=2027, text=replace(TEXT, title=title))


def order(reader: User, level: Unit) -> list[str]:
    return [row.wish.title for row in ranked_for(reader, level, 2027, DAY)]


def test_a_unit_ranks_its_own(leader: User, unit: Unit) -> None:
    _first, _second, third = (wished(leader, unit, title) for title in "ABC")
    move_wish(actor=leader, level=unit, wish=third, steps=-2)
    assert order(leader, unit) == ["C", "A", "B"]


def test_a_level_above_has_its_own_order(leader: User, head: User, unit: Unit, head_unit: Unit) -> None:
    first, _second = (wished(leader, unit, title) for title in "AB")
    move_wish(actor=head, level=head_unit, wish=first, steps=1)
    assert order(head, head_unit) == ["B", "A"]
    assert order(leader, unit) == ["A", "B"]


def test_a_unit_leader_does_not_rank_for_the_level_above(leader: User, unit: Unit, head_unit: Unit) -> None:
    with pytest.raises(NotAllowedError):
        move_wish(actor=leader, level=head_unit, wish=wished(leader, unit), steps=1)


def test_a_wish_says_what_it_means_for_users(leader: User, unit: Unit) -> None:
    with pytest.raises(RuleBrokenError):
        make_wish(actor=leader, unit=unit, first_year=2027, text=replace(TEXT, user_meaning=" "))


def test_amounts_are_of_the_programme(leader: User, unit: Unit) -> None:
    with pytest.raises(RuleBrokenError):
        make_wish(actor=leader, unit=unit, first_year=2027, text=replace(TEXT, amounts={2031: 1}))


def test_a_rejected_wish_is_kept_with_the_reason(leader: User, head: User, unit: Unit) -> None:
    wish = wished(leader, unit)
    reject_wish(actor=head, wish=wish, reason="Rammen rekker ikke.")
    shown = wish_for(leader, wish.pk)
    assert (shown.state, shown.answer, shown.answered_on) == (WishState.REJECTED, "Rammen rekker ikke.", DAY)


@pytest.mark.parametrize("answer", [reject_wish, choose_wish])
def test_an_answer_has_a_reason(leader: User, head: User, unit: Unit, answer: object) -> None:
    with pytest.raises(RuleBrokenError):
        answer(actor=head, wish=wished(leader, unit), reason=" ")  # type: ignore[operator]  # either of two services


def test_a_leader_does_not_answer_own_wishes(leader: User, unit: Unit) -> None:
    with pytest.raises(NotAllowedError):
        reject_wish(actor=leader, wish=wished(leader, unit), reason="Nei.")


def test_a_chosen_wish_becomes_a_measure_with_amounts_and_goals(leader: User, head: User, unit: Unit) -> None:
    goal = GoalFactory.create(element__unit=unit).element
    text = replace(TEXT, goals=[goal])
    wish = make_wish(actor=leader, unit=unit, first_year=2027, text=text)
    measure = choose_wish(actor=head, wish=wish, reason="Haster mest.").measure
    assert measure is not None
    assert measure.stage == Stage.CHOSEN
    assert measure.element.unit == unit
    assert measure.man_years == 2
    assert measure.effects.get(year=2027).amount == 2_000_000_00
    assert Link.objects.filter(type="delivers", citing=measure.element, cited=goal).exists()


def test_an_answered_wish_does_not_change(leader: User, head: User, unit: Unit) -> None:
    wish = wished(leader, unit)
    reject_wish(actor=head, wish=wish, reason="Nei.")
    with pytest.raises(RuleBrokenError):
        change_wish(actor=leader, wish=wish, text=TEXT)
    with pytest.raises(RuleBrokenError):
        withdraw_wish(actor=leader, wish=wish)


def test_wishes_are_merged_into_one_and_kept(leader: User, head: User, unit: Unit, head_unit: Unit) -> None:
    parts = [wished(leader, unit, title) for title in "AB"]
    merged = merge_wishes(actor=head, unit=head_unit, wishes=parts, text=replace(TEXT, title="AB"))
    assert set(merged.parts.values_list("title", "state")) == {("A", "merged"), ("B", "merged")}
    assert order(head, head_unit)[0] == "AB"


def test_one_is_not_merged(leader: User, head: User, unit: Unit) -> None:
    with pytest.raises(RuleBrokenError):
        merge_wishes(actor=head, unit=unit, wishes=[wished(leader, unit)], text=TEXT)


def test_wishes_of_others_are_not_merged(leader: User, head: User, unit: Unit) -> None:
    other = UnitFactory.create()
    parts = [wished(leader, unit), wished(user_with(Role.UNIT_LEADER, other), other)]
    with pytest.raises(RuleBrokenError):
        merge_wishes(actor=head, unit=unit, wishes=parts, text=TEXT)


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.PARTY_GROUP, Role.COUNCIL, Role.EMPLOYEE])
def test_wishes_are_the_administrations(leader: User, unit: Unit, role: Role) -> None:
    wish = wished(leader, unit)
    with pytest.raises(NotFoundError):
        wish_for(user_with(role, unit), wish.pk)
