from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.budget.models import BudgetLine, DeviationLimit, Learnt, PriceGrowth, Profile, UnusualYear
from styring.budget.services import set_profile
from styring.budget.tests.factories import LayerFactory, budgeted, spent
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from django.test import Client

    from styring.organisation.models import Unit

pytestmark = pytest.mark.django_db

FOLLOW_UP, PROFILES = "/okonomi/oppfolging/", "/okonomi/periodisering/2026/"
EVEN = {f"month_{month}": "8,33" for month in range(1, 13)}


@pytest.fixture(autouse=True)
def in_november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STYRING_TODAY", "2026-11-06")


@pytest.fixture
def unit() -> Unit:
    return UnitFactory.create(code="E1", name="Hjemmetjenesten Vest")


@pytest.fixture
def controller(client: Client, unit: Unit) -> Client:
    client.force_login(user_with(Role.CONTROLLER, unit))
    return client


def test_limit_is_set_in_percent_and_kroner(controller: Client) -> None:
    sent = {"do": "limit", "limit-since": "2027-01-01", "limit-thousandths": "1,5", "limit-amount": "250 000"}
    assert controller.post(FOLLOW_UP, sent).status_code == HTTPStatus.FOUND
    assert DeviationLimit.objects.values_list("thousandths", "amount").get() == (15, 250_000_00)
    assert "250\u202f000" in controller.get(FOLLOW_UP).content.decode()


@pytest.mark.parametrize("amount", ["", "-5", "mange", "9" * 99])
def test_limit_that_makes_no_sense_is_said_beside_the_field(controller: Client, amount: str) -> None:
    sent = {"do": "limit", "limit-since": "2027-01-01", "limit-thousandths": "1,5", "limit-amount": amount}
    response = controller.post(FOLLOW_UP, sent)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not DeviationLimit.objects.exists()


def test_what_is_known_is_shown_in_percent(controller: Client) -> None:
    PriceGrowth.objects.create(year=2026, thousandths=41)
    DeviationLimit.objects.create(valid_from=date(2026, 1, 1), thousandths=15, amount=250_000_00)
    page = controller.get(FOLLOW_UP).content.decode()
    for text in ("1. januar 2026", "+4,1", "1,5"):
        assert text in page
    assert "Promille" not in page


def test_learnt_months_are_a_table(controller: Client) -> None:
    Learnt.objects.create(year=2025, month=10, units=81, held=64, width=2.25)
    page = controller.get(FOLLOW_UP).content.decode()
    assert "Forslagene i 2025" in page
    assert ">64<" in "".join(page.split())


def test_profiles_for_all_stand_before_those_of_single_units(controller: Client, unit: Unit) -> None:
    for name, used in (("Strøm", [(None, "180"), (None, "185")]), (f"E1 {unit.name}", [(unit, "")])):
        set_profile(actor=user_with(Role.CONTROLLER, unit), year=2026, name=name, weights=[1] * 12, uses=used)
    page = controller.get(PROFILES).content.decode()
    places = [page.index(text) for text in ("For alle enheter", "Arter på 180, 185", "For én enhet", f"E1 {unit.name}")]
    assert places == sorted(places)


def test_growth_may_be_negative(controller: Client) -> None:
    controller.post(FOLLOW_UP, {"do": "growth", "growth-year": 2027, "growth-thousandths": "-0,5"})
    assert PriceGrowth.objects.values_list("year", "thousandths").get() == (2027, -5)


def test_year_is_marked_once_and_unmarked(controller: Client, unit: Unit) -> None:
    sent = {"do": "unusual", "unusual-year": 2020, "unusual-unit": unit.pk, "unusual-reason": "Pandemi"}
    answers = [controller.post(FOLLOW_UP, sent).status_code for _ in range(2)]
    assert answers == [HTTPStatus.FOUND, HTTPStatus.BAD_REQUEST]
    controller.post(f"{FOLLOW_UP}uvanlig/{UnusualYear.objects.get().pk}/fjern/")
    assert not UnusualYear.objects.exists()


def test_unit_gets_its_own_profile_with_a_month_under_nought(controller: Client, unit: Unit) -> None:
    line = budgeted(LayerFactory.create(), unit, 1000_00)
    sent = {"name": "Vest", "unit": unit.pk, "arts": "0", **EVEN, "month_6": "-10", "month_12": "26,67"}
    assert controller.post(f"{PROFILES}ny/", sent).status_code == HTTPStatus.FOUND
    line.refresh_from_db()
    assert line.until_06 < line.until_05
    made = Profile.objects.get()
    assert list(made.uses.values_list("unit__code", "art")) == [("E1", "0")]
    assert "Hjemmetjenesten Vest, arter på 0" in controller.get(PROFILES).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"arts": "lønn"}, {"month_3": ""}, {f"month_{month}": "0" for month in range(1, 13)}]
)
def test_profile_that_is_none_is_refused(controller: Client, wrong: dict[str, str]) -> None:
    response = controller.post(f"{PROFILES}ny/", {"name": "Vest", **EVEN, **wrong})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert not Profile.objects.exists()


def test_profile_is_changed_under_its_name(controller: Client, unit: Unit) -> None:
    controller.post(f"{PROFILES}ny/", {"name": "Vest", "unit": unit.pk, **EVEN})
    known = Profile.objects.get()
    assert 'value="8,33"' in controller.get(f"{PROFILES}{known.pk}/").content.decode()
    controller.post(f"{PROFILES}{known.pk}/", {"unit": unit.pk, **EVEN, "month_1": "20"})
    assert Profile.objects.get().weights[0] == 2000


def test_profiles_are_made_of_last_year(controller: Client, unit: Unit) -> None:
    spent(unit, 1, 900_000_00, year=2025)
    spent(unit, 12, 100_000_00, year=2025)
    budgeted(LayerFactory.create(), unit, 1000)
    controller.post(f"{PROFILES}av-fjoraret/")
    assert Profile.objects.get().name == "010 2025"
    assert BudgetLine.objects.get().until_01 == 900
    assert controller.get(PROFILES, {"format": "xlsx"})["Content-Type"].endswith("sheet")
