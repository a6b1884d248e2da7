from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import pytest
from django.http import HttpRequest, HttpResponse

from styring.organisation.models import Municipality
from styring.project.first_run import setup_code, until_founded

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(tmp_path: Path, settings: Any) -> Path:
    settings.DATA = tmp_path
    return tmp_path


def found() -> None:
    Municipality.objects.create(pk=1, name="Lindvik", number="9901")


def answer_to(path: str) -> int:
    request = HttpRequest()
    request.path = path
    return until_founded(lambda _request: HttpResponse())(request).status_code


def test_code_is_kept_until_the_municipality_is_there(data: Path) -> None:
    code = setup_code()
    assert code == setup_code()
    assert (data / "setup-code").stat().st_mode & 0o077 == 0
    found()
    assert setup_code() is None
    assert not (data / "setup-code").exists()


def test_two_installations_have_different_codes(data: Path) -> None:
    code = setup_code()
    (data / "setup-code").unlink()
    assert setup_code() != code


@pytest.mark.parametrize("path", ["/", "/min-side/", "/oppsettet", "/konto/logg-inn/"])
def test_every_address_leads_to_the_wizard(path: str) -> None:
    assert answer_to(path) == HTTPStatus.FOUND
    found()
    assert answer_to(path) == HTTPStatus.OK


@pytest.mark.parametrize("path", ["/oppsett/", "/oppsett/sprak/", "/static/ui/app.css", "/helse/", "/konto/sprak/"])
def test_what_the_wizard_needs_is_open(path: str) -> None:
    assert answer_to(path) == HTTPStatus.OK
