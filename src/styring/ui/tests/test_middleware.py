from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from styring.accounts.models import User

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("cookie", "spoken"), [("nb", "nb"), ("nn", "nn"), ("en", "en"), ("tlh", "nb"), ("", "nb")])
def test_visitor_is_spoken_to_in_the_chosen_language(client: Client, cookie: str, spoken: str) -> None:
    client.cookies["language"] = cookie
    answer = client.get("/finnes-ikke/")
    assert answer["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in answer.content.decode()


def test_own_language_goes_before_the_browsers(client: Client) -> None:
    client.cookies["language"] = "en"
    client.force_login(User.objects.create(username="kari.nes", language="nn"))
    answer = client.get("/oppgaver/")
    assert answer["Content-Language"] == "nn"
    assert answer["Cache-Control"] == "private, no-cache"


def test_request_is_logged_without_the_person(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "styring.requests")
    person = User.objects.create(username="kari.nes")
    client.force_login(person)
    client.get("/oppgaver/?q=Kari+Nes", headers={"X-Request-Id": "abcdefgh"})
    (line,) = [record for record in caplog.records if record.name == "styring.requests"]
    assert (line.__dict__["page"], line.__dict__["status"]) == ("tasks:job_list", HTTPStatus.OK)
    assert "kari" not in str(line.__dict__).lower()


def test_request_id_is_a_proxys_only_when_well_formed(client: Client) -> None:
    assert client.get("/helse/", headers={"X-Request-Id": "abcdefgh"})["X-Request-Id"] == "abcdefgh"
    assert client.get("/helse/", headers={"X-Request-Id": "x y"})["X-Request-Id"] != "x y"
