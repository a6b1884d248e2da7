"""From a list of cost centres to the tables of the organisation: the layout that finance systems write out.

Each row is a cost centre (*ansvar*) with the three levels above it by name and the days on which it is in use. The
levels become units of their own, known again by their path; they are there for as long as anything below them is.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.organisation.importers.cells import rows_of
from styring.organisation.importers.files import whole
from styring.organisation.tables import COST_CENTRES, LEVELS, UNITS, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from styring.organisation.importers.cells import Row
    from styring.organisation.importers.files import Fault

Path: TypeAlias = "tuple[str, ...]"
"""The names of a unit and those above it, from the top, as they are compared."""

GROUPS = (("tjenesteomrade", "T"), ("virksomhetsomrade", "VO"), ("virksomhet", "V"))
"""The columns of the levels above a cost centre, from the top, and what the codes of their units begin with."""

_LEVELS = (
    (2, "Tjenesteområde", "Leder av tjenesteområdet"),
    (3, "Virksomhetsområde", "Leder av virksomhetsområdet"),
    (4, "Virksomhet", "Virksomhetsleder"),
    (5, "Ansvar", "Ansvarsleder"),
)


class Top(NamedTuple):
    """What the units are to hang under: its code, its first day, and the numbers of the levels that have names."""

    code: str
    since: date
    levels: frozenset[int]


@dataclass
class Group:
    """A unit that cost centres lie under: where it stood first, its names, and its days."""

    line: Line
    names: tuple[str, ...]
    since: date
    until: date


@dataclass
class Converted:
    """What the cost centres became: lines of tables, what was wrong, and how many ended before there was a top."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    left_out: int = 0


def converted(lines: list[Line], top: Top | None) -> Converted:
    """The tables that cost centres make."""
    rows, faults = rows_of(COST_CENTRES, lines)
    faults += [fault for row in rows for fault in _days_out_of_order(row)]
    if top is None and lines:
        reason = gettext_noop("Kommunen er ikke opprettet ennå.")
        faults.append(whole(lines[0].file, reason, gettext_noop("Sett opp kommunen først.")))
    return Converted({}, faults) if faults or top is None else _made_of(rows, top)


def _made_of(rows: list[Row], top: Top) -> Converted:
    """The levels that lack a name, and the units, of cost centres without faults."""
    spans = [(row, *_span(row, top)) for row in rows]
    kept = [(row, since, until) for row, since, until in spans if since < until]
    units = [*_group_lines(_groups(kept), top), *(_centre_line(row, since, until) for row, since, until in kept)]
    missing = [_level_line(units[0], *level) for level in _LEVELS if units and level[0] not in top.levels]
    return Converted({LEVELS.word: missing, UNITS.word: units}, [], len(rows) - len(kept))


def _days_out_of_order(row: Row) -> Iterator[Fault]:
    """The last day in use is a day itself, and may be the first."""
    if date.min < row.day("aktiv_til") < row.day("aktiv_fra"):
        reason = gettext_noop("«aktiv_til» er før «aktiv_fra».")
        yield row.fault("aktiv_til", reason, gettext_noop("«aktiv_til» er siste dag ansvaret er i bruk."))


def _span(row: Row, top: Top) -> tuple[date, date]:
    """The days of a cost centre, no earlier than the municipality's own, and the first on which it is no more."""
    last = row.day("aktiv_til")
    return max(row.day("aktiv_fra"), top.since), FOREVER if last == date.min else last + timedelta(days=1)


def _groups(kept: Iterable[tuple[Row, date, date]]) -> dict[Path, Group]:
    """The units above the cost centres by path, from the top, each for as long as anything below it."""
    groups: dict[Path, Group] = {}
    for row, since, until in kept:
        names = tuple(_tidy(row.text(column)) for column, _begins in GROUPS)
        for depth in range(1, len(GROUPS) + 1):
            path = _compared(names[:depth])
            group = groups.setdefault(path, Group(row.line, names[:depth], since, until))
            group.since, group.until = min(group.since, since), max(group.until, until)
    return dict(sorted(groups.items(), key=lambda item: (len(item[0]), item[1].line.number)))


def _group_lines(groups: dict[Path, Group], top: Top) -> Iterator[Line]:
    for path, group in groups.items():
        above = code_of(group.names[:-1]) if len(path) > 1 else top.code
        cells = {"kode": code_of(group.names), "navn": group.names[-1], "nivå": str(len(path) + 1), "overordnet": above}
        yield Line(group.line.file, group.line.number, {**cells, **_days(group.since, group.until)})


def _centre_line(row: Row, since: date, until: date) -> Line:
    above = code_of([_tidy(row.text(column)) for column, _begins in GROUPS])
    cells = {"kode": row.text("ansvar"), "navn": _tidy(row.text("navn")), "nivå": "5", "overordnet": above}
    return Line(row.line.file, row.line.number, {**cells, **_days(since, until)})


def _level_line(beside: Line, number: int, name: str, leader_title: str) -> Line:
    return Line(beside.file, beside.number, {"nummer": str(number), "navn": name, "leders tittel": leader_title})


def _days(since: date, until: date) -> dict[str, str]:
    return {"fra": since.isoformat(), "til": "" if until == FOREVER else until.isoformat()}


def code_of(names: Iterable[str]) -> str:
    """The code of a unit above cost centres: the same for the same names on the way to it, however they are spaced.

    >>> code_of(["Oppvekst"]), code_of(["Oppvekst", "Skole"]), code_of(["oppvekst ", "Skole"])
    ('T-oppvekst', 'VO-skole-b3ff', 'VO-skole-b3ff')
    """
    path = _compared(names)
    begins = GROUPS[len(path) - 1][1]
    short = re.sub(r"[^\w]+", "-", path[-1]).strip("-")
    if len(path) == 1 and len(short) <= 18:  # noqa: PLR2004 - a code has room for 20
        return f"{begins}-{short}"
    mark = hashlib.sha256("\n".join(path).encode()).hexdigest()[:4]
    return f"{begins}-{short[: 14 - len(begins)].rstrip('-')}-{mark}"


def _compared(names: Iterable[str]) -> Path:
    return tuple(_tidy(name).casefold() for name in names)


def _tidy(name: str) -> str:
    """A name without stray spaces."""
    return " ".join(name.split())
