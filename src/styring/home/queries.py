"""Reading about the installation itself: is it set up, is it well?"""

from __future__ import annotations

import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from styring.organisation.models import Municipality
from styring.tasks.queries import living_workers

if TYPE_CHECKING:
    from datetime import datetime


def is_founded() -> bool:
    """Is there a municipality? One query."""
    return Municipality.objects.exists()


def code_file() -> Path:
    """Where the one-time code of the first run lies, readable by the one who runs the server."""
    return Path(settings.DATA) / "setup-code"


def is_setup_code(given: str) -> bool:
    """Is this the code that was printed where the server was started?"""
    if not code_file().exists():
        return False
    kept = code_file().read_text(encoding="ascii").strip()
    return secrets.compare_digest(kept.encode(), given.strip().upper().encode())


def missing_migrations() -> int:
    """How many steps the database is behind the program; also those of a database that is not made yet. One query."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


_seen_up_to_date: list[bool] = []
"""Filled once the database has been seen to fit the program, which holds for as long as this process runs."""


def _is_up_to_date() -> bool:
    if not _seen_up_to_date and not missing_migrations():
        _seen_up_to_date.append(True)
    return bool(_seen_up_to_date)


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def health(now: datetime) -> dict[str, bool]:
    """Whether each part that is needed works; says nothing of what is in it. Two queries, the first time three."""
    try:
        return {"database": _answers(), "migrations": _is_up_to_date(), "worker": bool(living_workers(now))}
    except DatabaseError:
        return {"database": False, "migrations": False, "worker": False}
