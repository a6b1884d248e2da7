"""Where an installation keeps its data, and whether it is the demo."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

MODES = ("demo", "production")
"""``demo``: anyone may step into any of the demo's people. ``production``: a municipality's own installation."""

_CHECKOUT = Path(__file__).parents[3]


def data_folder() -> Path:
    """The folder that STYRING_DATA names, else that of the demo, else that of the installation beside it.

    Only ``./run serve`` makes ``data/production``; where it stands alone it is what is meant.
    """
    given = os.environ.get("STYRING_DATA")
    if given:
        return Path(given).absolute()
    home = (_CHECKOUT if (_CHECKOUT / "pyproject.toml").exists() else Path.cwd()) / "data"
    alone = (home / "production").exists() and not (home / "demo").exists()
    return home / ("production" if alone else "demo")


def mode_of(data: Path) -> str:
    """What kind of installation a data folder is: as STYRING_MODE says, else as the folder has it, else production.

    Raises:
        ImproperlyConfigured: there is no such kind, or the folder was made as the other kind; real people's data must
            never be opened to anyone.
    """
    given = os.environ.get("STYRING_MODE")
    kept = _mark(data).read_text(encoding="ascii").strip() if _mark(data).exists() else None
    mode = given or ("test" if "pytest" in sys.modules else kept or "production")
    if mode not in {*MODES, "test"}:
        msg = f"STYRING_MODE må være demo eller production, ikke {mode}."
        raise ImproperlyConfigured(msg)
    if mode != "test" and kept not in {None, mode}:
        msg = f"{data} er satt opp som {kept} og kan ikke brukes som {mode}. Velg en annen mappe med --data."
        raise ImproperlyConfigured(msg)
    return mode


def keep_mode(data: Path, mode: str) -> None:
    """Write down what kind of installation a data folder is, so that it stays so."""
    data.mkdir(parents=True, exist_ok=True)
    _mark(data).write_text(f"{mode}\n", encoding="ascii")


def _mark(data: Path) -> Path:
    return data / "mode"


def is_unused(data: Path) -> bool:
    """Has nothing been set up in a data folder yet?"""
    return not _mark(data).exists() and not (data / "styring.sqlite3").exists()
