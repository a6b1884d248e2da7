"""What a batch shows: its faults, checks and notes in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext

from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

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


def shown(faults: Iterable[Fault]) -> list[ShownFault]:
    """Faults in the reader's language."""
    return [_shown(fault) for fault in faults]


def _shown(fault: Fault) -> ShownFault:
    reason, advice = in_words(fault.reason, fault.parts), in_words(fault.advice, fault.parts)
    return ShownFault(fault.line, fault.column, fault.value, reason, advice)


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
