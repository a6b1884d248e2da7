"""Loading the demo municipality, part by part in the order of the house."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from styring.kernel.errors import RuleBrokenError
from styring.kernel.seeding import DEMO_FILES, demo_parts
from styring.kernel.words import gettext_noop
from styring.project.folders import is_unused
from styring.project.upkeep import fingerprint, make_ready

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def load_demo(*, say: Callable[[str], object], only_if_changed: bool = False) -> None:
    """Set up the installation and load every part of the demo that apps have registered.

    Args:
        say: is told what happens, a line at a time.
        only_if_changed: do nothing when what was loaded last is what the files say now.

    Raises:
        RuleBrokenError: this is a real installation.
    """
    _refuse_what_is_real()
    make_ready()
    mark: Path = settings.DATA / "demo-loaded"
    now = _wanted()
    if only_if_changed and mark.exists() and mark.read_text(encoding="utf-8") == now:
        return
    started = time.monotonic()
    say("Laster Lindvik kommune …")
    for part in demo_parts():
        begun = time.monotonic()
        part.load()
        say(f"  {part.title} ({time.monotonic() - begun:.1f} s)")
    mark.write_text(now, encoding="utf-8")
    say(f"Lindvik er lastet på {time.monotonic() - started:.0f} sekunder.")


def _refuse_what_is_real() -> None:
    """A folder that is a real installation, or a new folder with a database that has people in it already."""
    has_people = "accounts_user" in connection.introspection.table_names() and get_user_model().objects.exists()
    if not settings.DEMO or (is_unused(settings.DATA) and has_people):
        raise RuleBrokenError(
            gettext_noop("%(folder)s er en virkelig installasjon. Last demoen i en annen mappe med --data."),
            folder=settings.DATA,
        )


def _wanted() -> str:
    """A checksum of the demo's files, the code that loads them and where they are loaded."""
    code = [path for pattern in ("*/seeds*", "*/seeds/**/*.py") for path in settings.PACKAGE.glob(pattern)]
    database = settings.DATABASES["default"]
    where = f"{database.get('HOST', '')}:{database.get('PORT', '')}/{database['NAME']}"
    return f"{fingerprint([*DEMO_FILES.rglob('*.yaml'), *code])} {where}"
