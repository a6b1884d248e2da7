"""The command ``styring organisation``."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.organisation.models import Unit
from styring.organisation.tests.factories import UnitFactory
from styring.project.commands import organisation

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.django_db


@pytest.fixture
def by() -> str:
    return user_with(Role.ADMINISTRATOR, UnitFactory.create(code="LINDVIK")).username


def styring_organisation(*words: object) -> int:
    parser = ArgumentParser()
    organisation.add_to(parser)
    return organisation.run(parser.parse_args([str(word) for word in words]))


@pytest.mark.parametrize("ending", ["yaml", "xlsx", "zip"])
def test_what_is_written_comes_in_again_unchanged(
    by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    file = tmp_path / f"org.{ending}"
    assert styring_organisation("export", file) == 0
    assert styring_organisation("import", file, "--by", by) == 0
    assert "Alt er som før." in capsys.readouterr().out


def test_dry_run_changes_nothing(by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "partier.csv"
    file.write_text("kode;navn;mandater;fra;til\nby;Bylista;8;2023-10-01;\n", encoding="utf-8")
    assert styring_organisation("import", file, "--by", by, "--dry-run") == 0
    assert "1 endringer ville blitt gjort" in capsys.readouterr().out


def test_what_is_wrong_is_said_line_by_line(by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "partier.csv"
    file.write_text("kode;navn;mandater;fra;til\nby;Bylista;åtte;2023-10-01;\n", encoding="utf-8")
    assert styring_organisation("import", file, "--by", by) == 1
    assert "linje 2, mandater: Dette er ikke et helt tall. (står: «åtte»)" in capsys.readouterr().err


def test_unknown_administrator_is_said_to_be_so(by: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert styring_organisation("import", tmp_path, "--by", "ingen") == 1
    assert "ingen med brukernavnet «ingen»" in capsys.readouterr().err
    assert Unit.objects.count() == 1
