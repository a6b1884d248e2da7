from __future__ import annotations

from fractions import Fraction
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Change, ChangeKind, Layer, LayerKind, LayerState
from styring.budget.queries import changes_of, state_of
from styring.budget.queries.grid import places_of
from styring.budget.rules.frames import Growth
from styring.budget.services import open_programme, publish_layer, roll_budget, set_amount
from styring.budget.tests.programme import House, a_house, grown_house

if TYPE_CHECKING:
    from django.test import Client

    from styring.conftest import AssertQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture(params=[a_house, grown_house], ids=["two areas", "seven areas"])
def house(request: pytest.FixtureRequest) -> House:
    made: House = request.param()
    return made


@pytest.fixture
def one() -> House:
    return a_house()


def page(name: str, *words: object, **query: object) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"budget:{name}", args=words) + (f"?{asked}" if asked else "")


@pytest.mark.parametrize("query", [{}, {"omrade": "P1"}, {"omrade": "felles"}], ids=["all", "area", "common"])
def test_workspace_asks_as_often_whatever_its_size(
    client: Client, house: House, query: dict[str, object], assert_queries: AssertQueries
) -> None:
    client.force_login(house.planner)
    kind = "area" if query.get("omrade") == "P1" else "whole" if not query else "common"
    with assert_queries(f"budget.layer.{kind}"):
        assert client.get(page("layer", house.draft.name, **query)).status_code == HTTPStatus.OK


def test_frame_is_shown_as_what_it_is_made_of(client: Client, one: House) -> None:
    client.force_login(one.planner)
    shown = client.get(page("layer", one.draft.name, omrade="P1")).content.decode()
    assert "Lønnsvekst" in shown
    assert "99" in shown
    assert "I balanse i alle år" in shown


def field(layer: Layer, kind: ChangeKind, year: int = 2027) -> tuple[str, int]:
    item = next(found for found in changes_of(layer) if found.change.kind == kind)
    return f"{item.change.pk}.{year}", item.in_year(year)


def test_amount_is_saved_as_a_form_without_script(client: Client, one: House) -> None:
    client.force_login(one.planner)
    name, was = field(one.draft, ChangeKind.BASE)
    sent = client.post(
        page("layer", one.draft.name, omrade="P1"), {f"c.{name}": "1 200", f"was.{name}": was}, follow=True
    )
    assert "Endringene er lagret" in sent.content.decode()
    assert field(one.draft, ChangeKind.BASE)[1] == 1_200_000_00
    assert "Ikke i balanse" in sent.content.decode()


def test_saving_by_itself_sends_the_parts_that_changed(client: Client, one: House) -> None:
    client.force_login(one.planner)
    name, was = field(one.draft, ChangeKind.BASE)
    sent = client.post(
        page("layer", one.draft.name, omrade="P1"),
        {f"c.{name}": "100", f"was.{name}": was},
        headers={"HX-Request": "true"},
    ).content.decode()
    assert sent.count("hx-swap-oob") == 3
    assert "Driften mangler 10\N{NO-BREAK SPACE}000 kroner" in sent


def test_cell_that_was_not_touched_is_left_to_the_ore(client: Client, one: House) -> None:
    tax = next(found.change for found in changes_of(one.draft) if found.change.kind == ChangeKind.FINANCE)
    set_amount(actor=one.planner, layer=one.draft, change=tax, year=2027, amount=-198_000_49)
    client.force_login(one.planner)
    name, was = field(one.draft, ChangeKind.FINANCE)
    client.post(page("layer", one.draft.name), {f"c.{name}": "−198", f"was.{name}": was})
    assert field(one.draft, ChangeKind.FINANCE)[1] == -198_000_49


def test_clash_shows_what_the_other_wrote_and_keeps_ones_own(client: Client, one: House) -> None:
    client.force_login(one.planner)
    name, was = field(one.draft, ChangeKind.BASE)
    change = Change.objects.get(pk=name.split(".")[0])
    set_amount(actor=one.planner, layer=one.draft, change=change, year=2027, amount=70_000_00)
    shown = client.post(
        page("layer", one.draft.name, omrade="P1"), {f"c.{name}": "80", f"was.{name}": was}
    ).content.decode()
    assert "En annen har endret tallet til 70" in shown
    assert 'value="80"' in shown
    assert field(one.draft, ChangeKind.BASE)[1] == 70_000_00


@pytest.mark.parametrize("typed", ["", "mye", "1,5", "9" * 99, "=1+1"])
def test_what_is_no_amount_is_said_beside_its_cell(client: Client, one: House, typed: str) -> None:
    client.force_login(one.planner)
    name, was = field(one.draft, ChangeKind.BASE)
    shown = client.post(
        page("layer", one.draft.name, omrade="P1"), {f"c.{name}": typed, f"was.{name}": was}
    ).content.decode()
    assert "Skriv et tall i hele tusen kroner" in shown
    assert field(one.draft, ChangeKind.BASE)[1] == was


def test_measures_are_switched_by_their_boxes(client: Client, one: House) -> None:
    client.force_login(one.planner)
    key = str(one.measure.pk)
    client.post(page("layer", one.draft.name, omrade="P1"), {"measure": key, "on": key})
    assert field(one.draft, ChangeKind.MEASURE)[1] == 9_000_00
    client.post(page("layer", one.draft.name, omrade="P1"), {"measure": key, "was_on": key})
    assert not one.draft.changes.filter(kind=ChangeKind.MEASURE).exists()


def test_line_is_added_with_its_account_and_reason(client: Client, one: House) -> None:
    client.force_login(one.planner)
    sent = {
        "kind": "consequence.demography", "title": "Flere elever", "reason": "190 flere elever", "function": "202",
        "unit": one.school.pk, "account_class": "1", "art": "010", "y2027": "98", "y2030": "312",
    }  # fmt: skip
    client.post(page("new_line", one.draft.name, omrade="P1"), sent)
    made = one.draft.changes.get(title="Flere elever")
    assert (made.cause, made.programme_area) == ("demography", one.area)
    assert dict(made.lines.values_list("year", "amount")) == {2027: 98_000_00, 2030: 312_000_00}


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"function": "999"}, "Funksjonen gjelder ikke"),
        ({"art": "970"}, "ikke brukes i denne delen"),
        ({"reason": ""}, ""),
    ],
)
def test_line_with_a_wrong_account_is_refused(client: Client, one: House, wrong: dict[str, str], says: str) -> None:
    client.force_login(one.planner)
    sent = {
        "kind": "manual", "title": "Ny", "reason": "Fordi", "function": "202", "unit": one.school.pk,
        "account_class": "1", "art": "010", "y2027": "1", **wrong,
    }  # fmt: skip
    shown = client.post(page("new_line", one.draft.name, omrade="P1"), sent).content.decode()
    assert says in shown
    assert not one.draft.changes.filter(title="Ny").exists()


def test_proposal_is_carried_on_from_a_form(client: Client, one: House) -> None:
    client.force_login(one.planner)
    sent = {"first_year": 2031, "base": one.adopted.pk, "pay": "4,4", "price": "2,5", "title": "Neste"}
    client.post(page("new_programme"), sent)
    made = Layer.objects.get(first_year=2031)
    assert made.changes.filter(cause="pay").get(programme_area=one.area).reason.startswith("Lønnsvekst 4,4 %")


def test_draft_out_of_balance_says_why_it_is_not_laid_forward(client: Client, one: House) -> None:
    client.force_login(one.planner)
    change = one.draft.changes.filter(kind=ChangeKind.BASE).first()
    assert change is not None
    set_amount(actor=one.planner, layer=one.draft, change=change, year=2028, amount=0)
    shown = client.post(page("lay_forward", one.draft.name), follow=True).content.decode()
    assert "2028: Driften har 90\N{NO-BREAK SPACE}000 kroner til overs" in shown


def test_party_works_where_nobody_else_sees_it(client: Client, one: House) -> None:
    publish_layer(actor=one.planner, layer=one.draft)
    client.force_login(one.member)
    client.post(page("layer_on_top", one.draft.name), {"kind": "party", "title": "Vårt", "parties": one.party.pk})
    own = Layer.objects.get(kind=LayerKind.PARTY)
    assert client.get(page("layer", own.name)).status_code == HTTPStatus.OK
    for role in (Role.ADMINISTRATOR, Role.CHIEF_EXECUTIVE, Role.SECRETARIAT, Role.AUDITOR, Role.PARTY_GROUP):
        client.force_login(user_with(role, one.top))
        assert client.get(page("layer", own.name)).status_code == HTTPStatus.NOT_FOUND
        assert own.title not in client.get(page("layers", 2027)).content.decode()
        assert client.get(page("compare", own.name, one.draft.name)).status_code == HTTPStatus.NOT_FOUND
        assert client.post(page("layer", own.name), {}).status_code == HTTPStatus.NOT_FOUND


def test_secretary_enters_the_decision_with_votes(client: Client, one: House) -> None:
    publish_layer(actor=one.planner, layer=one.draft)
    client.force_login(one.secretary)
    votes = {f"p{one.party.pk}-in_favour": 6, f"p{one.party.pk}-against": 0}
    client.post(page("decision", one.draft.name), {"case": "KST 120/26", "day": "2026-11-05", **votes})
    made = Layer.objects.get(kind=LayerKind.ADOPTED, first_year=2027)
    assert (made.state, made.made_from, made.votes.get().in_favour) == (LayerState.DECIDED, one.draft, 6)
    assert state_of(made) == state_of(one.draft)


@pytest.mark.parametrize("view", ["omrade", "enhet", "artsgruppe", "linje"])
def test_two_layers_are_compared(client: Client, one: House, view: str) -> None:
    other = open_programme(actor=one.planner, first_year=2027)
    roll_budget(actor=one.planner, layer=other, base=one.adopted, growth=Growth(Fraction(0), Fraction(0)))
    client.force_login(one.planner)
    shown = client.get(page("compare", one.draft.name, other.name, vis=view)).content.decode()
    assert ("+9" if view in {"omrade", "enhet"} else "+18") in shown
    part = {"omrade": "P1", "enhet": one.school.pk, "artsgruppe": "pay"}.get(view)
    if part:
        reasons = client.get(page("compare", one.draft.name, other.name, vis=view, **{"del": part}))
        assert "Lønnsvekst" in reasons.content.decode()


def test_comparison_is_downloaded(client: Client, one: House) -> None:
    client.force_login(one.planner)
    sent = client.get(page("compare", one.draft.name, one.draft.name, format="xlsx"))
    assert sent["Content-Type"].endswith("spreadsheetml.sheet")


def test_places_sum_to_the_state(house: House) -> None:
    found = places_of(house.draft)
    assert [sum(place.net[at] for place in found) for at in range(4)] == [0, 0, 0, 0]
    assert sum(sum(place.net) for place in found if place.area) == sum(
        amount for key, amount in state_of(house.draft).items() if key.art != "870"
    )
