"""Changes of other proposals, taken over into a draft."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Change, ChangeKind, Layer, LayerKind, LayerState
from styring.budget.queries import changes_of, state_of
from styring.budget.queries.taking import Hindrance, sources_for
from styring.budget.rules.layers import LineKey, together
from styring.budget.services import ChangeText, open_layer, publish_layer, put_change, remove_change, take_over
from styring.budget.tests.programme import House, a_house, grown_house
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def house() -> House:
    made = a_house()
    publish_layer(actor=made.planner, layer=made.draft)
    return made


def moved(house: House, amount: int, year: int = 2027) -> dict[LineKey, int]:
    """Some øre more to the school, from the taxes."""
    return {
        LineKey(year, "1", house.school.pk, "202", "010"): amount,
        LineKey(year, "1", house.top.pk, "800", "870"): -amount,
    }


def alternative(house: House, *amounts: int, base: Layer | None = None, amends: Change | None = None) -> Layer:
    """A party's budget that is laid forward, with a change for each amount."""
    layer = open_layer(
        actor=house.member, kind=LayerKind.PARTY, base=base or house.draft, title="Grønt", parties=[house.party]
    )
    for number, amount in enumerate(amounts):
        text = ChangeText(ChangeKind.MANUAL, f"Endring {number}", "Barna først", amends=amends, order=number)
        put_change(actor=house.member, layer=layer, text=text, amounts=moved(house, amount))
    return publish_layer(actor=house.member, layer=layer)


def recommendation(house: House) -> Layer:
    return open_layer(
        actor=house.secretary, kind=LayerKind.RECOMMENDATION, base=house.draft, title="Formannskapets innstilling"
    )


def keys(layer: Layer) -> list[int]:
    return list(layer.changes.values_list("pk", flat=True))


def test_change_comes_with_its_lines_and_where_it_is_from(house: House) -> None:
    source, draft = alternative(house, 300_00, 200_00), recommendation(house)
    first = keys(source)[0]
    (kept,) = take_over(actor=house.secretary, layer=draft, changes=[first])
    assert (kept.taken_from_id, kept.title, kept.layer) == (first, "Endring 0", draft)
    assert state_of(draft) == together([state_of(house.draft), moved(house, 300_00)])
    assert Entry.objects.order_by("number").last().verb == "budget.change.taken_over"  # type: ignore[union-attr]


def test_change_taken_again_is_left_as_it_is(house: House) -> None:
    source, draft = alternative(house, 300_00), recommendation(house)
    take_over(actor=house.secretary, layer=draft, changes=keys(source))
    was = state_of(draft)
    assert take_over(actor=house.secretary, layer=draft, changes=keys(source)) == []
    assert state_of(draft) == was
    assert [offer.hindrance for offer in sources_for(house.secretary, draft)[0].offers] == [Hindrance.TAKEN]


def test_change_taken_out_again_can_be_taken_anew(house: House) -> None:
    source, draft = alternative(house, 300_00), recommendation(house)
    (kept,) = take_over(actor=house.secretary, layer=draft, changes=keys(source))
    remove_change(actor=house.secretary, change=kept)
    assert [offer.hindrance for offer in sources_for(house.secretary, draft)[0].offers] == [None]


def test_part_that_the_draft_changes_itself_is_not_changed_twice(house: House) -> None:
    below = next(item.change for item in changes_of(house.draft) if item.change.kind == ChangeKind.BASE)
    source, draft = alternative(house, 300_00, amends=below), recommendation(house)
    own = ChangeText(ChangeKind.MANUAL, "Vår egen", "Annet syn", amends=below)
    put_change(actor=house.secretary, layer=draft, text=own, amounts=moved(house, 100_00))
    was = state_of(draft)
    with pytest.raises(RuleBrokenError, match="Endring 0"):
        take_over(actor=house.secretary, layer=draft, changes=keys(source))
    assert state_of(draft) == was


def test_change_of_what_the_draft_lacks_comes_after_what_it_changes(house: House) -> None:
    lower = open_layer(actor=house.planner, kind=LayerKind.SUPPLEMENT, base=house.draft, title="Tillegg")
    text = ChangeText(ChangeKind.MANUAL, "Statsbudsjettet", "Økte krav")
    part = put_change(actor=house.planner, layer=lower, text=text, amounts=moved(house, 500_00))
    publish_layer(actor=house.planner, layer=lower)
    source, draft = alternative(house, -100_00, base=lower, amends=part), recommendation(house)
    with pytest.raises(RuleBrokenError, match="ikke er med"):
        take_over(actor=house.secretary, layer=draft, changes=keys(source))
    take_over(actor=house.secretary, layer=draft, changes=[part.pk, *keys(source)])
    assert state_of(draft) == state_of(source)


def test_draft_of_others_is_no_source_and_no_secret_is_told(house: House) -> None:
    hidden = open_layer(
        actor=house.member, kind=LayerKind.PARTY, base=house.draft, title="Skjult", parties=[house.party]
    )
    text = ChangeText(ChangeKind.MANUAL, "Hemmelig", "Ikke ferdig")
    change = put_change(actor=house.member, layer=hidden, text=text, amounts=moved(house, 1_00))
    draft = recommendation(house)
    assert sources_for(house.secretary, draft) == []
    with pytest.raises(NotFoundError):
        take_over(actor=house.secretary, layer=draft, changes=[change.pk])


@pytest.mark.parametrize("role", [Role.CONTROLLER, Role.COUNCIL, Role.UNIT_LEADER])
def test_others_take_nothing_into_a_recommendation(house: House, role: Role) -> None:
    source, draft = alternative(house, 300_00), recommendation(house)
    with pytest.raises(NotAllowedError):
        take_over(actor=user_with(role, house.top), layer=draft, changes=keys(source))
    assert not draft.changes.exists()


def test_proposal_may_be_recommended_as_it_is_but_an_empty_supplement_says_nothing(house: House) -> None:
    assert publish_layer(actor=house.secretary, layer=recommendation(house)).state == LayerState.PUBLISHED
    empty = open_layer(actor=house.planner, kind=LayerKind.SUPPLEMENT, base=house.draft, title="Tomt")
    with pytest.raises(RuleBrokenError):
        publish_layer(actor=house.planner, layer=empty)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(amounts=st.lists(st.integers(1, 10**9), min_size=1, max_size=4), data=st.data())
def test_draft_comes_to_its_base_and_all_that_is_taken(house: House, amounts: list[int], data: st.DataObject) -> None:
    source, draft = alternative(house, *amounts), recommendation(house)
    chosen = data.draw(st.sets(st.sampled_from(keys(source))))
    take_over(actor=house.secretary, layer=draft, changes=chosen)
    taken = sum(amount for key, amount in zip(keys(source), amounts, strict=True) if key in chosen)
    assert state_of(draft) == together([state_of(house.draft), moved(house, taken)])


@pytest.mark.parametrize("make", [a_house, grown_house], ids=["small", "large"])
def test_page_asks_as_often_however_much_there_is_to_take(
    client: Client, make: object, assert_queries: AssertQueries
) -> None:
    house: House = make()  # type: ignore[operator]
    publish_layer(actor=house.planner, layer=house.draft)
    alternative(house, *range(1, 3 if make is a_house else 9))
    draft = recommendation(house)
    client.force_login(house.secretary)
    with assert_queries("budget.take_changes"):
        assert client.get(reverse("budget:take_changes", args=[draft.name])).status_code == HTTPStatus.OK


def test_page_takes_what_is_chosen_and_says_when_nothing_is(client: Client, house: House) -> None:
    source, draft = alternative(house, 300_00), recommendation(house)
    client.force_login(house.secretary)
    address = reverse("budget:take_changes", args=[draft.name])
    assert "Velg minst én endring" in client.post(address).content.decode()
    sent = client.post(address, {"change": keys(source)}, follow=True)
    assert "1 endring er hentet" in sent.content.decode()
    assert "Er hentet" in client.get(address).content.decode()


def test_page_says_why_a_change_cannot_be_taken(client: Client, house: House) -> None:
    below = next(item.change for item in changes_of(house.draft) if item.change.kind == ChangeKind.BASE)
    source, draft = alternative(house, 300_00, amends=below), recommendation(house)
    own = ChangeText(ChangeKind.MANUAL, "Vår egen", "Annet syn", amends=below)
    put_change(actor=house.secretary, layer=draft, text=own, amounts=moved(house, 100_00))
    client.force_login(house.secretary)
    address = reverse("budget:take_changes", args=[draft.name])
    assert "sin egen endring av det samme" in client.get(address).content.decode()
    assert "Endre beløpet der i stedet" in client.post(address, {"change": keys(source)}).content.decode()
