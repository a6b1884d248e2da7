"""The whole organisation as files: one YAML file, one workbook, or one CSV file a table in a zip archive."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

import xlsxwriter
import yaml

from styring.accounts.models import User
from styring.kernel.errors import InvalidValueError
from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.organisation.models import (
    Body,
    Holding,
    Level,
    LevelName,
    Party,
    Placement,
    Position,
    ProgrammeArea,
    Sector,
)
from styring.organisation.tables import (
    AREAS,
    BODIES,
    HOLDINGS,
    LEVELS,
    PARTIES,
    PEOPLE,
    POSITIONS,
    SECTORS,
    TABLES,
    UNITS,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from xlsxwriter.worksheet import Worksheet

Written: TypeAlias = "dict[str, list[list[str]]]"
"""The rows of each table by its word, cells in the order of its columns."""

FORMATS = {
    "yaml": "application/yaml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
}
ENDINGS = {"yaml": "yaml", "xlsx": "xlsx", "csv": "zip"}


def organisation_file(written_as: str) -> bytes:
    """The organisation with all its history as one file; ten queries.

    Args:
        written_as: ``yaml``, ``xlsx`` or ``csv``.

    Raises:
        InvalidValueError: there is no such format.
    """
    writers = {"yaml": _yaml, "xlsx": _workbook, "csv": _archive}
    if written_as not in writers:
        message = gettext_noop("Organisasjonen kan ikke skrives som «%(format)s». Velg yaml, xlsx eller csv.")
        raise InvalidValueError(message, format=written_as)
    return writers[written_as](organisation_tables())


def organisation_tables() -> Written:
    """The rows of each table, sorted so that two exports of one organisation are the same; ten queries."""
    holdings = list(Holding.objects.select_related("position__unit", "holder"))
    holders = User.objects.filter(pk__in={holding.holder_id for holding in holdings})
    return {
        LEVELS.word: sorted(_level_rows()),
        BODIES.word: sorted(
            [b.code, b.name, b.kind, str(b.members), b.chair_title, *_days(b.valid_from, b.valid_to)]
            for b in Body.objects.all()
        ),
        PARTIES.word: sorted(
            [p.code, p.name, str(p.seats), *_days(p.valid_from, p.valid_to)] for p in Party.objects.all()
        ),
        SECTORS.word: sorted([s.code, s.name, s.body.code] for s in Sector.objects.select_related("body")),
        AREAS.word: sorted(
            [a.code, str(a.number), a.name, a.sector.code] for a in ProgrammeArea.objects.select_related("sector")
        ),
        UNITS.word: _unit_rows(),
        POSITIONS.word: sorted(
            [p.unit.code, p.title, _yes(p.is_leader)] for p in Position.objects.select_related("unit")
        ),
        PEOPLE.word: sorted([u.username, u.first_name, u.last_name, u.email] for u in holders),
        HOLDINGS.word: sorted(
            [
                h.position.unit.code,
                h.position.title,
                h.holder.username,
                _yes(h.is_acting),
                *_days(h.valid_from, h.valid_to),
            ]
            for h in holdings
        ),
    }


def _level_rows() -> Iterable[list[str]]:
    named = set()
    for name in LevelName.objects.all():
        named.add(name.level_id)
        yield [str(name.level_id), name.name, name.leader_title, *_days(name.valid_from, name.valid_to)]
    for level in Level.objects.exclude(number__in=named):
        yield [str(level.number), level.name, level.leader_title, "", ""]


def _unit_rows() -> list[list[str]]:
    placements = Placement.objects.select_related("unit__merged_into", "parent", "programme_area")
    rows = []
    for p in placements.order_by("level", "unit__code", "valid_from"):
        went_into = p.unit.merged_into.code if p.unit.merged_into and p.valid_to == p.unit.closed_on else ""
        parent, area = p.parent.code if p.parent else "", p.programme_area.code if p.programme_area else ""
        days = _days(p.valid_from, p.valid_to)
        rows.append([p.unit.code, p.name, p.type, str(p.level_id), parent, area, *days, went_into])
    return rows


def _days(since: date, until: date) -> list[str]:
    return ["" if since == date.min else since.isoformat(), "" if until == FOREVER else until.isoformat()]


def _yes(is_so: bool) -> str:  # noqa: FBT001 - the value itself is written
    return "ja" if is_so else "nei"


def _yaml(written: Written) -> bytes:
    said = {
        table.word: [
            {column.word: cell for column, cell in zip(table.columns, row, strict=True) if cell}
            for row in written[table.word]
        ]
        for table in TABLES
    }
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120).encode()


def _workbook(written: Written) -> bytes:
    kept = io.BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False}) as book:
        bold = book.add_format({"bold": True})
        for table in TABLES:
            sheet = book.add_worksheet(table.word)
            sheet.freeze_panes(1, 1)
            sheet.set_row(0, None, bold)
            for place, column in enumerate(table.columns):
                _write_column(sheet, place, [column.word, *(row[place] for row in written[table.word])])
    return kept.getvalue()


def _write_column(sheet: Worksheet, place: int, cells: list[str]) -> None:
    """A column's head and cells, always as text, wide enough for the longest."""
    sheet.set_column(place, place, min(max(map(len, cells)) + 2, 60))
    for number, cell in enumerate(cells):
        sheet.write_string(number, place, cell)


def _archive(written: Written) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            text = io.StringIO(newline="")
            writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
            writer.writerow([column.word for column in table.columns])
            writer.writerows(written[table.word])
            archive.writestr(f"{table.word}.csv", text.getvalue().encode("utf-8-sig"))
    return kept.getvalue()
