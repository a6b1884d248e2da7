from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import BudgetLine, Cause, Change, ChangeKind, Layer, LayerKind, LayerState
from styring.budget.queries import (
    changes_of,
    check_layer,
    difference_of,
    layer_named,
    layers_visible_to,
    state_of,
)
from styring.budget.rules.layers import LineKey, together
from styring.budget.services import (
    ChangeText,
    drop_layer,
    open_layer,
    open_programme,
    publish_layer,
    put_change,
    remove_change,
)
from styring.budget.tests.factories import LayerFactory, LineFactory, budgets_per_art, thawed
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.organisation.models import Party
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

BASE = ChangeText(ChangeKind.BASE, "Rullert fra 2026")
PAY = ChangeText(ChangeKind.CONSEQUENCE, "Lønnsoppgjøret", "Varig virkning av oppgjøret i 2026", Cause.PAY)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def planner(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def parties() -> list[Party]:
    since = date(2023, 10, 1)
    return [Party.objects.create(code=code, name=code, seats=5, valid_from=since) for code in ("GRONN", "BYGD")]


@pytest.fixture
def member(top: Unit, parties: list[Party]) -> User:
    return user_with(Role.PARTY_GROUP, top, parties[0])


@pytest.fixture
def draft(planner: User) -> Layer:
    return open_programme(actor=planner, first_year=2027)


@pytest.fixture
def laid(planner: User, draft: Layer, top: Unit) -> Layer:
    put_change(actor=planner, layer=draft, text=BASE, amounts=balanced(top, 500))
    return publish_layer(actor=planner, layer=draft, on=date(2026, 9, 23))


def key(unit: Unit, year: int = 2027, art: str = "010") -> LineKey:
    return LineKey(year, "1", unit.pk, "202", art)


def balanced(unit: Unit, amount: int) -> dict[LineKey, int]:
    return {key(unit): amount, key(unit, art="870"): -amount}


def test_state_is_own_lines_on_top_of_those_below(planner: User, laid: Layer, top: Unit) -> None:
    above = open_layer(actor=planner, kind=LayerKind.SUPPLEMENT, base=laid, title="Tillegg")
    put_change(actor=planner, layer=above, text=PAY, amounts=balanced(top, 7))
    assert state_of(laid) == balanced(top, 500)
    assert state_of(above) == balanced(top, 507)
    assert difference_of(above, laid) == balanced(top, 7)


def test_what_a_layer_is_made_of_comes_along_the_chain(planner: User, laid: Layer, top: Unit) -> None:
    above = open_layer(actor=planner, kind=LayerKind.SUPPLEMENT, base=laid, title="Tillegg")
    below = Change.objects.get(layer=laid)
    text = ChangeText(ChangeKind.BASE, "Rullert fra 2026", amends=below)
    own = put_change(actor=planner, layer=above, text=text, amounts={key(top): -500, key(top, art="870"): 500})
    (item,) = changes_of(above)
    assert (item.change, item.own, item.is_off, item.in_year(2027)) == (below, own, True, 0)


def test_change_is_replaced_as_a_whole_and_taken_out(planner: User, draft: Layer, top: Unit) -> None:
    first = put_change(actor=planner, layer=draft, text=PAY, amounts={key(top): 5, key(top, 2028): 6})
    again = put_change(actor=planner, layer=draft, text=PAY, amounts={key(top): 9, key(top, 2029): 0})
    assert (again, state_of(draft)) == (first, {key(top): 9})
    remove_change(actor=planner, change=again)
    assert not Change.objects.exists()
    assert not BudgetLine.objects.exists()
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))
    assert verbs[-3:] == ["budget.change.put", "budget.change.put", "budget.change.removed"]


def test_line_of_a_year_outside_the_programme_is_refused(planner: User, draft: Layer, top: Unit) -> None:
    with pytest.raises(RuleBrokenError, match="2031"):
        put_change(actor=planner, layer=draft, text=PAY, amounts={key(top, 2031): 5})


def test_what_is_laid_forward_is_changed_by_nobody(planner: User, laid: Layer, top: Unit) -> None:
    with pytest.raises(RuleBrokenError, match="Lag et nytt lag oppå"):
        put_change(actor=planner, layer=laid, text=PAY, amounts={key(top): 5})
    with pytest.raises(RuleBrokenError):
        publish_layer(actor=planner, layer=laid)
    with pytest.raises(RuleBrokenError):
        drop_layer(actor=planner, layer=laid)


FROZEN_WRITES = {
    "amount": lambda layer: layer.lines.update(amount=1),
    "deletion": lambda layer: layer.lines.all().delete(),
    "addition": lambda layer: BudgetLine.objects.create(
        layer=layer, year=2027, account_class="1", unit=UnitFactory.create(), function="202", art="010", amount=1
    ),
    "change": lambda layer: layer.changes.update(title="Annet"),
    "new change": lambda layer: Change.objects.create(layer=layer, kind="base", title="Ny"),
    "title": lambda layer: Layer.objects.filter(pk=layer.pk).update(title="Annet"),
    "reopening": lambda layer: Layer.objects.filter(pk=layer.pk).update(state="draft"),
}


@pytest.mark.parametrize("write", FROZEN_WRITES.values(), ids=list(FROZEN_WRITES))
def test_database_refuses_to_change_what_is_laid_forward(laid: Layer, write: object) -> None:
    assert callable(write)
    with pytest.raises(IntegrityError), transaction.atomic():
        write(laid)


def test_layer_out_of_balance_is_not_laid_forward(planner: User, draft: Layer, top: Unit) -> None:
    put_change(actor=planner, layer=draft, text=BASE, amounts={key(top): 500_00})
    with pytest.raises(RuleBrokenError, match="2027: Driften mangler 500 kroner"):
        publish_layer(actor=planner, layer=draft)
    draft.refresh_from_db()
    assert draft.state == LayerState.DRAFT


def test_empty_layer_is_not_laid_forward(planner: User, draft: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="ingen endringer"):
        publish_layer(actor=planner, layer=draft)


def test_each_year_is_checked_by_itself(planner: User, draft: Layer, top: Unit) -> None:
    put_change(actor=planner, layer=draft, text=BASE, amounts={key(top): 5, key(top, 2028): -5})
    check = check_layer(draft)
    assert [[found.kind for found in year.breaks] for year in check.years] == [
        ["operating_lacks"], ["operating_leaves"], [], [],
    ]  # fmt: skip
    assert not check.is_balanced


def test_private_layer_is_unknown_to_all_others(laid: Layer, member: User, top: Unit, parties: list[Party]) -> None:
    own = open_layer(actor=member, kind=LayerKind.PARTY, base=laid, title="Vårt budsjett", parties=parties[:1])
    other_party = user_with(Role.PARTY_GROUP, top, parties[1])
    others = [user_with(role, top) for role in Role if role != Role.PARTY_GROUP]
    assert layer_named(member, "gronn", 2027) == own
    for person in [other_party, user_with(Role.PARTY_GROUP, top), *others]:
        assert own not in layers_visible_to(person)
        with pytest.raises(NotFoundError):
            put_change(actor=person, layer=own, text=PAY, amounts=balanced(top, 1))
    assert not Entry.objects.filter(verb__startswith="budget.change").filter(object__contains=str(own.pk)).exists()


def test_published_layer_of_a_party_is_seen_by_all_and_changed_by_none(
    laid: Layer, member: User, top: Unit, parties: list[Party]
) -> None:
    own = open_layer(actor=member, kind=LayerKind.PARTY, base=laid, title="Vårt budsjett", parties=parties[:1])
    put_change(actor=member, layer=own, text=PAY, amounts=balanced(top, 1))
    publish_layer(actor=member, layer=own)
    assert own in layers_visible_to(user_with(Role.EMPLOYEE, top))
    with pytest.raises(RuleBrokenError):
        put_change(actor=member, layer=own, text=PAY, amounts=balanced(top, 2))


def test_joint_proposal_is_of_two_parties_and_both_see_it(
    laid: Layer, member: User, top: Unit, parties: list[Party]
) -> None:
    with pytest.raises(RuleBrokenError, match="minst to"):
        open_layer(actor=member, kind=LayerKind.JOINT, base=laid, title="Felles", parties=parties[:1])
    joint = open_layer(actor=member, kind=LayerKind.JOINT, base=laid, title="Felles", parties=parties)
    other = user_with(Role.PARTY_GROUP, top, parties[1])
    assert joint in layers_visible_to(other)
    put_change(actor=other, layer=joint, text=PAY, amounts=balanced(top, 1))


def test_nobody_opens_a_layer_for_a_party_of_others(laid: Layer, member: User, parties: list[Party]) -> None:
    with pytest.raises(NotAllowedError):
        open_layer(actor=member, kind=LayerKind.PARTY, base=laid, title="Deres", parties=parties[1:])


def test_layer_builds_on_what_is_laid_forward(planner: User, draft: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="lagt fram"):
        open_layer(actor=planner, kind=LayerKind.SUPPLEMENT, base=draft, title="For tidlig")


@pytest.mark.parametrize("role", [None, Role.UNIT_LEADER, Role.SECRETARIAT, Role.PARTY_GROUP, Role.ADMINISTRATOR])
def test_others_make_no_programme(top: Unit, draft: Layer, role: Role | None) -> None:
    person = user_with(role, top)
    with pytest.raises(NotAllowedError):
        open_programme(actor=person, first_year=2028)
    with pytest.raises(NotAllowedError):
        put_change(actor=person, layer=draft, text=PAY, amounts={key(top): 5})
    assert draft not in layers_visible_to(person)


def test_budget_of_a_year_is_not_the_sum_of_two_programmes(top: Unit) -> None:
    for first, amount in ((2026, 100), (2027, 30)):
        layer = LayerFactory.create(first_year=first, last_year=first + 3, decided_on=date(first - 1, 12, 9))
        with thawed():
            LineFactory.create(layer=layer, year=2027, unit=top, amount=amount)
    assert budgets_per_art(2027, date(2027, 1, 1))[0] == {("1", "010"): 30}
    assert budgets_per_art(2028, date(2027, 1, 1)) == []


def test_drafts_are_thrown_away_whole(planner: User, draft: Layer, top: Unit) -> None:
    put_change(actor=planner, layer=draft, text=BASE, amounts=balanced(top, 5))
    drop_layer(actor=planner, layer=draft)
    assert (Layer.objects.count(), Change.objects.count(), BudgetLine.objects.count()) == (0, 0, 0)


lines = st.dictionaries(st.tuples(st.integers(2027, 2030), st.sampled_from(["010", "870"])), st.integers(-99, 99))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(lines, min_size=1, max_size=3))
def test_state_is_the_sum_of_its_changes(planner: User, top: Unit, parts: list[dict[tuple[int, str], int]]) -> None:
    layer = open_programme(actor=planner, first_year=2027)
    amounts = [{key(top, year, art): amount for (year, art), amount in part.items()} for part in parts]
    for order, part in enumerate(amounts):
        put_change(
            actor=planner, layer=layer, text=ChangeText(ChangeKind.BASE, f"Del {order}", order=order), amounts=part
        )
    assert state_of(layer) == together(amounts) == together(item.amounts for item in changes_of(layer))
    assert {year.facts.operating for year in check_layer(layer).years} == {
        sum(amount for part in amounts for line, amount in part.items() if line.year == year) for year in layer.years
    }
