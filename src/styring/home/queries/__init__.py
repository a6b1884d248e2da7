"""Reading about the installation itself: is it set up, is it well?"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext

from styring.audit.rules import sentence_of, verbs
from styring.organisation.models import Municipality
from styring.tasks.queries import living_workers

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Field

    from styring.audit.models import Detail, Entry


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


@dataclass(frozen=True)
class Change:
    """A field that a change touched: its name in words, and what it said before and after."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class TrailLine:
    """An entry of the audit trail as people read it."""

    entry: Entry
    sentence: str
    changes: list[Change]


def in_words(entry: Entry) -> str:
    """What an entry says, in the reader's language; names that are erased by law are said to be so."""
    detail: Detail | None = getattr(entry, "detail", None)
    actor = gettext("Noen") if entry.actor == "nobody" else gettext("(slettet navn)")
    names = {
        "actor": (detail.actor_name if detail else "") or actor,
        "object": detail.thing if detail else gettext("(slettet navn)"),
    }
    known = sentence_of(entry.verb)
    return gettext(known) % names if known else f"{names['actor']}: {entry.verb} {names['object']}"


def trail_line(entry: Entry) -> TrailLine:
    """An entry with its sentence and what it changed."""
    detail: Detail | None = getattr(entry, "detail", None)
    if detail is None:
        return TrailLine(entry, in_words(entry), [])
    fields = [*detail.before, *(name for name in detail.after if name not in detail.before)]
    known = _fields(entry.object)
    changes = [_change(known.get(name), name, detail) for name in fields]
    return TrailLine(entry, in_words(entry), changes)


def _change(field: Field[Any, Any] | None, name: str, detail: Detail) -> Change:
    """A change in words; of a field with choices, the words for what was chosen."""
    words = {str(key): str(word) for key, word in getattr(field, "flatchoices", ())}
    before, after = (str(said.get(name, "")) for said in (detail.before, detail.after))
    title = str(field.verbose_name) if field else name
    return Change(title, words.get(before, before), words.get(after, after))


def _fields(thing: str) -> dict[str, Field[Any, Any]]:
    """A thing's fields by name; none when there is no such kind of thing any more."""
    label = thing.partition(":")[0]
    try:
        return {field.name: field for field in apps.get_model(label)._meta.fields}  # noqa: SLF001 - Django's own documented API
    except LookupError:
        return {}


def parts_of_the_system() -> list[str]:
    """The first words of the verbs that there are sentences for: the parts that record."""
    return sorted({verb.partition(".")[0] for verb in verbs()})
