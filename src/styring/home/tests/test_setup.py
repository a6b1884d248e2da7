from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest

from styring.access.models import Grant, Role
from styring.accounts.models import User
from styring.home.queries import code_file
from styring.organisation.models import Level, Municipality, Unit

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

pytestmark = pytest.mark.django_db

LEVELS = {"name_1": "Kommunen", "title_1": "Rådmann", "name_2": "Enhet", "title_2": "Enhetsleder"}
PERSON = {
    "first_name": "Kari", "last_name": "Nes", "email": "kari@lindvik.no",
    "password": "sju blå elger går", "again": "sju blå elger går",
}  # fmt: skip
ANSWERS = {
    "kommunen": {"name": "Lindvik kommune", "number": "9901", "organisation_number": "974 760 673"},
    "sprak": {"language": "nb"},
    "nivaer": LEVELS,
    "ansvarlig": PERSON,
}


@pytest.fixture(autouse=True)
def code(tmp_path: Path, settings: Any) -> str:
    settings.DATA = tmp_path
    code_file().write_text("ABCD-EFGH")
    return "ABCD-EFGH"


@pytest.fixture
def inside(client: Client, code: str) -> Client:
    """One who has given the code."""
    client.get("/oppsett/", {"kode": code})
    return client


def answered(client: Client, *steps: str, **changed: str) -> Any:
    """Fill in steps in turn, the last one with changes; the last answer."""
    answer: Any = None
    for step in steps:
        answer = client.post(f"/oppsett/{step}/", {**ANSWERS[step], **(changed if step == steps[-1] else {})})
    return answer


def test_municipality_is_set_up_step_by_step(inside: Client) -> None:
    answer = answered(inside, *ANSWERS)
    assert answer["Location"] == "/min-side/"
    kommune, kari = Municipality.objects.get(), User.objects.get()
    assert (kommune.name, kommune.number, kommune.organisation_number) == ("Lindvik kommune", "9901", "974760673")
    assert [level.leader_title for level in Level.objects.all()] == ["Rådmann", "Enhetsleder"]
    assert (kari.email, kari.language, kari.check_password("sju blå elger går")) == ("kari@lindvik.no", "nb", True)
    assert (Grant.objects.get().role, Unit.objects.get().code) == (Role.ADMINISTRATOR, "9901")
    assert inside.session["_auth_user_id"] == str(kari.pk)


def test_nothing_leads_out_of_it_before_there_is_a_municipality(inside: Client) -> None:
    page = inside.get("/oppsett/kommunen/").content.decode()
    assert "/konto/logg-inn/" not in page
    assert 'class="app-nav"' not in page


def test_it_is_done_once(inside: Client) -> None:
    answered(inside, *ANSWERS)
    assert not code_file().exists()
    assert inside.get("/oppsett/").status_code == HTTPStatus.NOT_FOUND
    assert inside.get("/oppsett/kommunen/").status_code == HTTPStatus.NOT_FOUND


def test_stranger_without_the_code_comes_nowhere(client: Client) -> None:
    assert client.get("/oppsett/kommunen/")["Location"] == "/oppsett/"
    assert client.post("/oppsett/", {"code": "ABCD-EFGX"}).status_code == HTTPStatus.OK
    assert answered(client, *ANSWERS)["Location"] == "/oppsett/"
    assert not Municipality.objects.exists()


def test_no_code_fits_when_none_is_given_out(client: Client) -> None:
    code_file().unlink()
    assert client.get("/oppsett/", {"kode": ""}).status_code == HTTPStatus.OK
    assert client.get("/oppsett/kommunen/")["Location"] == "/oppsett/"


def test_steps_cannot_be_jumped_over(inside: Client) -> None:
    assert inside.get("/oppsett/ansvarlig/")["Location"] == "/oppsett/kommunen/"
    assert inside.get("/oppsett/tull/").status_code == HTTPStatus.NOT_FOUND


def test_chosen_language_holds_from_the_next_step(inside: Client) -> None:
    answered(inside, "kommunen", "sprak", language="en")
    assert inside.get("/oppsett/nivaer/")["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("steps", "changed", "words"),
    [
        (["kommunen"], {"number": "99"}, "fire siffer"),
        (["kommunen"], {"organisation_number": "974760637"}, "gyldig organisasjonsnummer"),
        (["kommunen", "sprak", "nivaer"], {"title_2": ""}, "tittel på lederen"),
        (["kommunen", "sprak", "nivaer"], {"name_4": "Hjem", "title_4": "Leder"}, "uten hull"),
        (list(ANSWERS), {"again": "sju blå elger"}, "ikke like"),
        (list(ANSWERS), {"password": "passord", "again": "passord"}, "12"),
    ],
)
def test_wrong_answer_is_told_of_and_nothing_is_stored(
    inside: Client, steps: list[str], changed: dict[str, str], words: str
) -> None:
    answer = answered(inside, *steps, **changed)
    assert answer.status_code == HTTPStatus.OK
    assert words in answer.content.decode()
    assert not Municipality.objects.exists()
