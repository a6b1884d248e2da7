"""What a batch shows: its faults, checks and notes in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.functional import Promise

    from styring.imports.kit import FoundFault, ImportKind, Trial
    from styring.imports.models import Batch, Fault


@dataclass(frozen=True)
class Said:
    """A check or a note in words; ``amount`` in øre or ``value`` stands beside it."""

    words: str
    is_well: bool
    value: object = ""
    amount: int | None = None


def said(entry: dict[str, Any]) -> Said:
    """An entry of a batch's result in the reader's language."""
    words = in_words(entry["text"], entry.get("parts"))
    return Said(words, entry.get("ok", True), entry.get("value", ""), entry.get("amount"))


def in_words(text: str, parts: dict[str, str] | None) -> str:
    """A stored sentence in the reader's language; some parts are sentences themselves and stay as they are."""
    translated = gettext(text) if text else ""
    return translated % parts if parts else translated


@dataclass(frozen=True)
class ShownFault:
    """A fault as a row of the page."""

    line: int | None
    column: str
    value: str
    reason: str
    advice: str


def shown(faults: Iterable[Fault | FoundFault]) -> list[ShownFault]:
    """Faults in the reader's language."""
    return [_shown(fault) for fault in faults]


def _shown(fault: Fault | FoundFault) -> ShownFault:
    reason, advice = in_words(fault.reason, fault.parts), in_words(fault.advice, fault.parts)
    return ShownFault(fault.line, fault.column, fault.value, reason, advice)


@dataclass(frozen=True)
class ShownTrial:
    """What a layout makes of a sample, in the reader's language; ``width`` is that of a row after its line."""

    columns: list[str]
    found: list[tuple[str | Promise, str]]
    unused: list[str]
    heads: tuple[str | Promise, ...]
    rows: list[dict[str, object]]
    faults: list[ShownFault]

    @property
    def width(self) -> int:
        """How many cells stand after the line."""
        return len(self.heads) + 1


def shown_trial(trial: Trial, kind: ImportKind) -> ShownTrial:
    """A trial with its sentences translated, and its fields by their names."""
    rows: list[dict[str, object]] = [
        {"line": row.line, "cells": row.cells, "amount": row.amount, "faults": shown(row.faults)} for row in trial.rows
    ]
    in_rows = {id(fault) for row in trial.rows for fault in row.faults}
    of_all = shown(fault for fault in trial.faults.kept if id(fault) not in in_rows)
    found = [(each.text, trial.found.get(each.name, "")) for each in kind.fields] if trial.found else []
    return ShownTrial(trial.columns, found, trial.unused, trial.heads, rows, of_all)


def fault_table(batch: Batch, faults: Iterable[Fault]) -> Table:
    """The faults of a batch, to download."""
    columns = (
        Column(gettext("Linje")),
        Column(gettext("Kolonne")),
        Column(gettext("Sto i filen")),
        Column(gettext("Hvorfor")),
        Column(gettext("Gjør dette"), Shown.TEXT),
    )
    rows = [
        Row(str(fault.line or ""), (fault.column, fault.value, fault.reason, fault.advice)) for fault in shown(faults)
    ]
    title = gettext("Feil i %(file)s") % {"file": batch.file_name}
    return Table(title, columns, rows, source=gettext("Innlesing %(number)s") % {"number": batch.pk})


STATE_LOOKS = {
    "received": "idle", "reading": "run", "broken_off": "warn", "ready": "run", "refused": "bad", "posted": "ok",
    "undone": "none", "discarded": "none",
}  # fmt: skip
"""How each state is shown."""
