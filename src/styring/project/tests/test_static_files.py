from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from styring.project import upkeep

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_that_a_stylesheet_or_script_names_is_there(tmp_path: Path, settings: Any) -> None:
    """What a real start does; it stops at the first file that is named and not there."""
    settings.STATIC_ROOT = tmp_path
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    call_command("collectstatic", verbosity=0, interactive=False)
    assert (tmp_path / "staticfiles.json").exists()


def test_a_server_that_leaves_the_database_to_another_has_files_of_its_own(
    tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA, settings.STATIC_ROOT, settings.MODE = tmp_path, tmp_path / "static", "production"
    monkeypatch.setattr(upkeep, "missing_migrations", lambda: pytest.fail("the database was asked"))
    assert "de faste filene" in upkeep.make_ready(with_database=False)
    assert (tmp_path / "static" / "ui" / "frame.css").exists()
    assert upkeep.make_ready(with_database=False) == []
