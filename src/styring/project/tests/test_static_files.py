from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.management import call_command

if TYPE_CHECKING:
    from pathlib import Path


def test_every_file_that_a_stylesheet_or_script_names_is_there(tmp_path: Path, settings: Any) -> None:
    """What a real start does; it stops at the first file that is named and not there."""
    settings.STATIC_ROOT = tmp_path
    manifest = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": manifest}
    call_command("collectstatic", verbosity=0, interactive=False)
    assert (tmp_path / "staticfiles.json").exists()
