from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import Distribution, LayerKind, LayerState, Wish
from styring.budget.queries import lines_of_measure
from styring.budget.services import WishText, make_wish
from styring.budget.tests.factories import AreaFactory, LayerFactory, budgeted, spent
from styring.organisation.models import Placement
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect
from styring.plans.tests.factories import MeasureFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.conftest import AssertQueries
    from styring.organisation.models import Unit
    from styring.plans.models import Measure

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def head_unit() -> Unit:
    made: Unit = UnitFactory.create(code="K1", name="Hjemmetjenester")
    return made


@pytest.fixture
def unit(head_unit: Unit) -> Unit:
    made: Unit = UnitFactory.create(code="E1", name="Vest", parent=head_unit)
    budgeted(LayerFactory.create(), made, 800_000_00)
    return made


@pytest.fixture
def head(client: Client, head_unit: Unit) -> User:
    user = user_with(Role.HEAD_OF_SERVICE, head_unit)
    client.force_login(user)
    return user


@pytest.fixture
def measure(unit: Unit) -> Measure:
    made: Measure = MeasureFactory.create(element__unit=unit, man_years_hundredths=100)
    for year, amount in ((2027, 900_000_00), (2030, 1_200_000_00)):
        Effect.objects.create(measure=made, year=year, amount=amount)
    return made


def shown(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == HTTPStatus.OK
    return response.content.decode()


@pytest.mark.usefixtures("head")
def test_a_measures_page_says_in_words_where_the_money_lies(client: Client, measure: Measure) -> None:
    page = shown(client, f"/styring/tiltak/{measure.pk}/")
    assert "Tiltaket endrer årsverk, så beløpet ligger på lønn" in page
    assert "202 Grunnskole" in page
    assert "Fra 2030 og videre er virkningen +1" in page


@pytest.mark.usefixtures("head")
def test_accounts_are_refined_in_a_table(client: Client, measure: Measure, unit: Unit) -> None:
    address = f"/okonomi/tiltak/{measure.pk}/kontoer/"
    row = {"unit-0": "E1", "function-0": "215", "art-0": "120", "2027-0": "900", "2030-0": ""}
    rest = {"unit-1": "E1", "function-1": "202", "art-1": "010", "2027-1": "", "2030-1": "1200"}
    assert client.post(address, {**row, **rest}).status_code == HTTPStatus.FOUND
    found = {(key.year, key.art): amount for key, amount in lines_of_measure(measure).items()}
    assert found == {(2027, "120"): 900_000_00, (2030, "010"): 1_200_000_00}
    client.post(f"{address}glem/")
    assert {key.art for key in lines_of_measure(measure)} == {"010"}


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"unit-0": "E1", "function-0": "202", "art-0": "010", "2027-0": "1"}, "men tiltaket er"),
        ({"unit-0": "E1", "function-0": "202", "art-0": "010", "2027-0": "mye"}, "er ikke et beløp"),
        ({"unit-0": "X", "function-0": "202", "art-0": "010", "2027-0": "900"}, "Enheten finnes ikke her"),
        ({"unit-0": "E1", "function-0": "2", "art-0": "010", "2027-0": "900"}, "Funksjonen «2» finnes ikke"),
    ],
)
def test_what_is_wrong_in_the_table_is_said(client: Client, measure: Measure, row: dict[str, str], words: str) -> None:
    response = client.post(f"/okonomi/tiltak/{measure.pk}/kontoer/", row)
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert words in response.content.decode()


WORDS = {"title": "Natteam", "why": "Flere ringer.", "user_meaning": "Du får hjelp raskere.", "effect_2027": "2 000"}


def wished(actor: User, unit: Unit, title: str) -> Wish:
    text = WishText(title, "Flere ringer.", "Du får hjelp raskere.", {2027: 1_000_000_00})
    return make_wish(actor=actor, unit=unit, first_year=2027, text=text)


def test_a_wish_is_sent_in_without_any_account(client: Client, unit: Unit, head: User) -> None:
    response = client.post("/okonomi/innspill/2027/nytt/", {**WORDS, "unit": unit.pk})
    assert response.status_code == HTTPStatus.FOUND
    wish = Wish.objects.get()
    assert wish.years.get().amount == 2_000_000_00
    assert "Flere ringer." in shown(client, response["Location"])


@pytest.mark.usefixtures("head")
@pytest.mark.parametrize(("field", "text"), [("user_meaning", ""), ("effect_2027", "mye")])
def test_a_wish_needs_meaning_and_amounts_that_are_amounts(client: Client, unit: Unit, field: str, text: str) -> None:
    response = client.post("/okonomi/innspill/2027/nytt/", {**WORDS, "unit": unit.pk, field: text})
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY


@pytest.mark.parametrize("number", [1, 12])
def test_list_of_wishes_costs_the_same_however_many(
    client: Client, unit: Unit, head: User, number: int, assert_queries: AssertQueries
) -> None:
    for one in range(number):
        wished(head, unit, f"Ønske {one}")
    with assert_queries("budget.wishes"):
        page = shown(client, "/okonomi/innspill/2027/K1/")
    assert f"{number} innspill" in page


def test_a_level_moves_a_wish_with_a_button(client: Client, unit: Unit, head: User, head_unit: Unit) -> None:
    wished(head, unit, "A")
    second = wished(head, unit, "B")
    response = client.post("/okonomi/innspill/2027/K1/flytt/", {"move": f"{second.pk}:-1"})
    assert response["Location"].endswith(f"?flyttet={second.pk}#innspill-{second.pk}")
    assert second.places.get(level=head_unit).place == 1


def test_wishes_are_downloaded(client: Client, unit: Unit, head: User) -> None:
    wished(head, unit, "A")
    assert client.get("/okonomi/innspill/2027/K1/?format=xlsx").content.startswith(b"PK")


def test_wishes_are_merged_from_the_list(client: Client, unit: Unit, head: User) -> None:
    keys = [wished(head, unit, title).pk for title in "AB"]
    address = "/okonomi/innspill/2027/K1/sla-sammen/"
    assert "A + B" in shown(client, f"{address}?wish={keys[0]}&wish={keys[1]}")
    client.post(address, {**WORDS, "wish": keys})
    assert Wish.objects.filter(state="merged").count() == 2


@pytest.mark.parametrize(("answer", "words"), [("reject", "Rammen rekker ikke."), ("choose", "Se tiltaket")])
def test_the_unit_sees_the_answer(client: Client, unit: Unit, head: User, answer: str, words: str) -> None:
    wish = wished(head, unit, "A")
    client.post(f"/okonomi/innspill/nr/{wish.pk}/svar/", {"answer": answer, "reason": "Rammen rekker ikke."})
    client.force_login(user_with(Role.UNIT_LEADER, unit))
    assert words in shown(client, f"/okonomi/innspill/nr/{wish.pk}/")


@pytest.fixture
def draft(unit: Unit, head_unit: Unit) -> Layer:
    area = AreaFactory.create(code="P1")
    other = UnitFactory.create(code="E2", name="Øst", parent=head_unit)
    Placement.objects.filter(unit__in=[unit, other]).update(programme_area=area)
    made: Layer = LayerFactory.create(kind=LayerKind.SUPPLEMENT, state=LayerState.DRAFT, decided_on=None)
    budgeted(made, unit, 300_000_00)
    budgeted(made, other, 100_000_00)
    return made


def cells(draft: Layer, first: str, second: str) -> dict[str, str]:
    units = Placement.objects.filter(unit__code__in=["E1", "E2"]).order_by("unit__code").values_list("unit", flat=True)
    return {f"net-{unit}-2026": text for unit, text in zip(units, (first, second), strict=True)}


@pytest.mark.usefixtures("head")
def test_a_frame_is_shared_out_as_a_draft_and_then_finally(
    client: Client, draft: Layer, assert_queries: AssertQueries
) -> None:
    client.post("/okonomi/fordeling/P1/", {**cells(draft, "250", "100"), "act": "save"})
    with assert_queries("budget.distribution"):
        page = shown(client, "/okonomi/fordeling/P1/")
    assert 'data-left="2026"' in page
    assert "Utkast:" in page
    client.post("/okonomi/fordeling/P1/", {**cells(draft, "250", "100"), "act": "share"})
    client.post("/okonomi/fordeling/P1/", {**cells(draft, "260", "140"), "act": "finish"})
    assert Distribution.objects.get().is_final


@pytest.mark.usefixtures("head")
def test_a_wrong_amount_is_kept_and_said(client: Client, draft: Layer) -> None:
    response = client.post("/okonomi/fordeling/P1/", cells(draft, "mye", "100"))
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "«mye» er ikke et beløp" in response.content.decode()
    assert not Distribution.objects.exists()


@pytest.mark.usefixtures("head", "draft")
def test_all_frames_are_listed_and_downloaded(client: Client) -> None:
    assert "/okonomi/fordeling/P1/" in shown(client, "/okonomi/fordeling/")
    assert client.get("/okonomi/fordeling/?format=xlsx").content.startswith(b"PK")
    assert client.get("/okonomi/fordeling/P1/?format=xlsx").content.startswith(b"PK")


def test_without_a_draft_there_is_nothing_to_share_out(client: Client, head: User) -> None:
    assert client.get("/okonomi/fordeling/").status_code == HTTPStatus.NOT_FOUND


@pytest.fixture
def spending(unit: Unit) -> Unit:
    Placement.objects.filter(unit=unit).update(programme_area=AreaFactory.create(code="P7", name="Skole", number=7))
    for year, amount in ((2023, 100_000_00), (2024, 200_000_00), (2025, 300_000_00)):
        spent(unit, 5, amount, year=year)
    spent(unit, 6, 50_000_00, art="120", year=2025)
    return unit


@pytest.mark.usefixtures("head", "spending")
@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", ("7 Skole", "?omraade=P7", "100", "200", "350", "800")),
        ("?omraade=P7", ("Vest", "?enhet=E1", "350")),
        ("?enhet=E1", ("202 Grunnskole", "Lønn", "Kjøp av varer og tjenester", "50")),
        ("?enhet=E9", ("Hele budsjettet",)),
    ],
)
def test_the_whole_budget_is_followed_down_to_what_it_buys(client: Client, query: str, words: tuple[str, ...]) -> None:
    page = shown(client, f"/okonomi/hele/{query}")
    assert [word for word in words if word not in page] == []


@pytest.mark.usefixtures("head", "spending")
def test_the_whole_budget_is_downloaded_and_holds_its_count(client: Client, assert_queries: AssertQueries) -> None:
    with assert_queries("budget.whole"):
        shown(client, "/okonomi/hele/")
    assert client.get("/okonomi/hele/?format=xlsx").content.startswith(b"PK")


@pytest.mark.usefixtures("head")
def test_years_without_accounts_have_no_column(client: Client, unit: Unit) -> None:
    Placement.objects.filter(unit=unit).update(programme_area=AreaFactory.create(code="P7", name="Skole", number=7))
    spent(unit, 5, 300_000_00, year=2025)
    page = shown(client, "/okonomi/hele/")
    assert [year for year in (2023, 2024, 2025) if f"Regnskap {year}" in page] == [2025]
    assert "300" in page


@pytest.mark.usefixtures("spending")
def test_others_money_is_not_in_the_whole_budget(client: Client) -> None:
    client.force_login(user_with(Role.UNIT_LEADER, UnitFactory.create(code="E5")))
    assert "7 Skole" not in shown(client, "/okonomi/hele/")


@pytest.mark.usefixtures("head", "unit")
def test_layers_are_downloaded(client: Client) -> None:
    assert client.get("/okonomi/budsjett/2026/?format=xlsx").content.startswith(b"PK")
