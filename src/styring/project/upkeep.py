"""Making an installation ready to serve: database, translations, static files; only what is not done already."""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from styring.home.queries import missing_migrations
from styring.project.folders import keep_mode
from styring.project.translations import compile_translations


def make_ready(*, with_database: bool = True) -> list[str]:
    """Do what is missing; what was done, in words.

    Each machine has files of its own; of several that share a database, only one is to bring that up to date.
    """
    settings.DATA.mkdir(parents=True, exist_ok=True)
    keep_mode(settings.DATA, settings.MODE)
    done = []
    if with_database and missing_migrations():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        done.append("databasen")
    if compile_translations():
        done.append("språkene")
    if _collect_static():
        done.append("de faste filene")
    return done


def _collect_static() -> bool:
    """Gather the static files when any of them has changed since last time."""
    mark = settings.DATA / "static-files"
    now = fingerprint([*settings.PACKAGE.glob("*/static/**/*"), Path(__file__)])
    if mark.exists() and mark.read_text(encoding="ascii") == now and settings.STATIC_ROOT.exists():
        return False
    logging.getLogger("django.contrib.staticfiles").setLevel(logging.ERROR)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    mark.write_text(now, encoding="ascii")
    return True


def fingerprint(paths: list[Path]) -> str:
    """A checksum of what files contain."""
    together = hashlib.sha256()
    for path in sorted(paths):
        if path.is_file():
            together.update(path.name.encode() + b"\0" + path.read_bytes())
    return together.hexdigest()
