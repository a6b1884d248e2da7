"""What an import is: a kind that an app registers, which reads files into rows that nobody sees until they are posted.

A kind reads a file once. It writes what it reads where it does not count yet, and reports what is wrong; posting only
makes it count, so that it takes no time and happens wholly or not at all::

    add_kind(ImportKind(name="ledger", read=read_ledger, post=post_ledger, …))      # in the manifest
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from styring.kernel.errors import GovernanceError, NotFoundError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from pathlib import Path

    from django.utils.functional import Promise

    from styring.imports.models import Batch
    from styring.imports.rules import OwnLayout
    from styring.kernel.authority import Action
    from styring.tasks.rules import Progress

MOST_FAULTS_KEPT = 1000
MOST_SHOWN_OF_A_VALUE = 200


@dataclass(frozen=True)
class FoundFault:
    """A thing wrong in a file; ``reason`` and ``advice`` are sentences in Bokmål with ``%(name)s`` for what varies."""

    reason: str
    line: int | None = None
    column: str = ""
    value: str = ""
    advice: str = ""
    parts: dict[str, str] = field(default_factory=dict)


@dataclass
class Faults:
    """What is wrong in a file: all are counted, the first thousand are kept.

    >>> faults = Faults()
    >>> faults.add(FoundFault("Tomt.", line=2))
    >>> faults.count, faults.kept[0].line
    (1, 2)
    """

    count: int = 0
    kept: list[FoundFault] = field(default_factory=list)

    def add(self, fault: FoundFault) -> None:
        """Note one."""
        self.count += 1
        if len(self.kept) < MOST_FAULTS_KEPT:
            self.kept.append(fault)

    def add_error(self, error: GovernanceError, line: int | None = None, column: str = "", value: str = "") -> None:
        """Note one that an error tells of."""
        parts = {name: str(part) for name, part in error.parts.items()}
        self.add(FoundFault(error.message, line, column, value[:MOST_SHOWN_OF_A_VALUE], parts=parts))


@dataclass(frozen=True)
class Reading:
    """What a kind reads: the batch (its year and options), the file, and where to report faults and progress."""

    batch: Batch
    path: Path
    faults: Faults
    progress: Progress


@dataclass
class Outcome:
    """What was read: title of the batch, lines, how many are taken, their sum in øre, and the kind's own result.

    ``result`` may hold ``checks`` (sentences of what was checked: name, value, whether it is well) and ``notes``
    (sentences with parts), which the page of the batch shows.
    """

    title: str
    lines_read: int
    lines_taken: int
    amount: int = 0
    result: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnHelp:
    """A column of a kind's own layout: its name, what it holds, and whether it must be there."""

    name: str
    text: str | Promise
    is_required: bool = False


@dataclass(frozen=True)
class TriedRow:
    """A row of a sample as it would be read: its cells one a head, and kroner; without cells it is passed by."""

    line: int
    cells: tuple[str, ...] = ()
    amount: Decimal | None = None
    faults: tuple[FoundFault, ...] = ()


@dataclass
class Trial:
    """What a layout makes of a sample: names of its columns, those of each field, those not read, rows, and faults."""

    columns: list[str] = field(default_factory=list)
    found: dict[str, str] = field(default_factory=dict)
    unused: list[str] = field(default_factory=list)
    heads: tuple[str | Promise, ...] = ()
    rows: list[TriedRow] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True)
class ImportKind:
    """A kind of file that can be taken in.

    Args:
        name: as stored with batches.
        title: as people call it.
        action: what it takes to do it; asked in any unit.
        columns: the layout of our own.
        profiles: built-in layouts, by name and title.
        fields: what columns of the municipality's own layouts can hold.
        try_layout: reads the start of a file of some year with a layout of its own, and stores nothing; None where
            there are no own layouts. Raises `GovernanceError` when the file cannot be read at all.
        read: reads a file into rows that do not count yet; raises `GovernanceError` when it cannot be read at all.
        post: makes what was read count; in the caller's transaction.
        undo: makes it no longer count, and what it replaced count again; in the caller's transaction.
        discard: removes what was read and never counted.
        is_in_force: does all of it still count?
        url_name: the page to go on to, which takes the year.
        order: its place in the list to choose from.
    """

    name: str
    title: str | Promise
    action: Action
    columns: tuple[ColumnHelp, ...]
    read: Callable[[Reading], Outcome]
    post: Callable[[Batch], None]
    undo: Callable[[Batch], None]
    discard: Callable[[Batch], None]
    is_in_force: Callable[[Batch], bool]
    profiles: tuple[tuple[str, str | Promise], ...] = ()
    fields: tuple[ColumnHelp, ...] = ()
    try_layout: Callable[[Path, OwnLayout, int, Trial], None] | None = None
    url_name: str = ""
    order: int = 50


_kinds: dict[str, ImportKind] = {}


def add_kind(kind: ImportKind) -> None:
    """Let a kind of file be taken in."""
    _kinds[kind.name] = kind


def kinds() -> list[ImportKind]:
    """Every kind: those that are taken in most often first, then by name."""
    return sorted(_kinds.values(), key=lambda kind: (kind.order, kind.name))


def kind_named(name: str) -> ImportKind:
    """A kind by its name.

    Raises:
        NotFoundError: no app has registered it.
    """
    if name not in _kinds:
        raise NotFoundError(gettext_noop("Det finnes ingen innlesing av typen «%(name)s»."), name=name)
    return _kinds[name]
