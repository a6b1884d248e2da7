from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.imports.models import Batch
from styring.imports.tests.factories import SavedLayoutFactory
from styring.kernel.clock import today
from styring.ledger.queries import Extent, actuals
from styring.restapi.models import Token
from styring.restapi.services import make_token

if TYPE_CHECKING:
    from collections.abc import Callable

    from styring.accounts.models import User
    from styring.organisation.models import Unit

FILES = "/api/v1/innlesinger/ledger/"
GOOD = b"maaned;kontoklasse;enhet;funksjon;art;belop\n10;1;VEST;258;010;12,50\n"
BAD = GOOD.replace(b"\n10", b"\n13")


def key_of(person: User) -> dict[str, str]:
    _token, secret = make_token(actor=person, name="Nattlig", expires_on=today() + timedelta(days=9), day=today())
    return {"Authorization": f"Bearer {secret}"}


@pytest.fixture
def machine(controller: User, vest: Unit) -> Client:
    return Client(headers=key_of(controller))


@pytest.fixture
def send(machine: Client, django_capture_on_commit_callbacks: Callable[..., Any]) -> Callable[..., Any]:
    """Sends a file as the whole content, and has it read."""

    def sent(content: bytes, query: str = "year=2026") -> object:
        with django_capture_on_commit_callbacks(execute=True):
            return machine.post(f"{FILES}?{query}", content, content_type="text/csv")

    return sent


def counted() -> dict[tuple[object, ...], int]:
    return actuals(None, [2026], by=("month",), extent=Extent.ALL)


def test_file_is_read_then_put_to_use_and_undone(machine: Client, send: Callable[..., Any]) -> None:
    taken = send(GOOD)
    assert (taken.status_code, taken.json()["is_new"], counted()) == (202, True, {})
    address = taken.json()["address"]
    assert machine.get(address).json()["state"] == "ready"
    assert machine.post(f"{address}ta-i-bruk/").json()["lines_taken"] == 1
    assert counted() == {(10,): 1250}
    assert machine.post(f"{address}angre/").json()["state"] == "undone"
    assert counted() == {}


def test_file_can_be_put_to_use_at_once_and_the_same_again_changes_nothing(send: Callable[..., Any]) -> None:
    send(GOOD, "year=2026&post=yes")
    again = send(GOOD, "year=2026&post=yes")
    assert (again.status_code, again.json()["is_new"], counted()) == (200, False, {(10,): 1250})
    assert Entry.objects.filter(verb="imports.batch.posted").count() == 1


def test_faults_come_with_line_column_value_and_reason(machine: Client, send: Callable[..., Any]) -> None:
    told = machine.get(send(BAD, "year=2026&post=yes").json()["address"]).json()
    assert (told["state"], told["lines_taken"], counted()) == ("refused", 0, {})
    (fault,) = told["faults"]
    assert [fault[name] for name in ("line", "column", "value")] == [2, "maaned", "13"]
    assert fault["reason"] == "Måneden må være et tall fra 1 til 12."


def test_a_layout_of_ones_own_is_chosen_by_its_name(send: Callable[..., Any]) -> None:
    SavedLayoutFactory.create(name="eget", columns={"amount": "kr"}, is_turned=True)
    send(GOOD.replace(b"belop", b"Kr"), "year=2026&post=yes&profile=eget")
    assert counted() == {(10,): -1250}


def test_file_may_come_as_a_form(machine: Client) -> None:
    file = SimpleUploadedFile("hovedbok.csv", GOOD)
    assert machine.post(f"{FILES}?year=2026", {"file": file}).status_code == 202
    assert Batch.objects.get().file_name == "hovedbok.csv"


@pytest.mark.parametrize(
    ("address", "content", "status", "words"),
    [
        (FILES, GOOD, 422, "hvilket år"),
        (f"{FILES}?year=99999", GOOD, 422, "hvilket år"),
        (f"{FILES}?year=2026", b"", 422, "Send med filen"),
        ("/api/v1/innlesinger/vær/?year=2026", GOOD, 404, "ingen innlesing av typen"),
        ("/api/v1/innlesinger/nr/999/ta-i-bruk/", b"", 404, "ingen innlesing med dette"),
    ],
)
def test_what_is_wrong_is_said_in_json(machine: Client, address: str, content: bytes, status: int, words: str) -> None:
    answer = machine.post(address, content, content_type="text/csv")
    assert answer.status_code == status
    assert words in answer.json()["error"]["message"]
    assert not Batch.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("header", ["", "Bearer styring_feil", "Basic dTpw"])
def test_nobody_comes_in_without_a_key_even_when_signed_in(controller: User, header: str) -> None:
    browser = Client()
    browser.force_login(controller)
    answer = browser.post(f"{FILES}?year=2026", GOOD, content_type="text/csv", headers={"Authorization": header})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="styring"')
    assert not Batch.objects.exists()


def test_key_can_no_more_than_its_owner(top: Unit) -> None:
    leader = Client(headers=key_of(user_with(Role.UNIT_LEADER, top)))
    assert leader.post(f"{FILES}?year=2026", GOOD, content_type="text/csv").status_code == 403
    assert not Batch.objects.exists()


def test_key_opens_no_pages(machine: Client) -> None:
    assert machine.get("/okonomi/innlesing/").status_code == 302


def test_door_is_shut_to_other_methods(machine: Client) -> None:
    answer = machine.get(f"{FILES}?year=2026")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")


def test_key_that_is_withdrawn_shuts_the_door(machine: Client) -> None:
    Token.objects.update(withdrawn_on=today())
    assert machine.post(f"{FILES}?year=2026", GOOD, content_type="text/csv").status_code == 401
