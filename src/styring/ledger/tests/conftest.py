"""A small municipality with a controller, and files to take in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.importers import Incoming
from styring.organisation.tests.factories import UnitFactory

if TYPE_CHECKING:
    from pathlib import Path

    from styring.accounts.models import User
    from styring.organisation.models import Unit

HEAD = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop;tekst"
MakeFile: TypeAlias = Callable[..., Incoming]


@pytest.fixture
def top(db: None) -> Unit:
    return UnitFactory.create(code="TOPP")


@pytest.fixture
def vest(top: Unit) -> Unit:
    return UnitFactory.create(code="VEST", parent=top)


@pytest.fixture
def controller(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def ledger_file(tmp_path: Path) -> MakeFile:
    """Makes a file of lines under the head of our own layout, of 2026 unless another year is said."""

    def make(*lines: str, head: str = HEAD, year: int = 2026, encoding: str = "utf-8", **options: str) -> Incoming:
        path = tmp_path / "hovedbok.csv"
        path.write_bytes("\r\n".join([head, *lines, ""]).encode(encoding))
        return Incoming("ledger", year, path, path.name, options)

    return make
