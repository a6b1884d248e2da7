"""The tables that the organisation is written down in, the same in YAML, CSV and spreadsheets.

Words are those that a person meets in the file. Days are written 2026-01-31; an empty *fra* is from the beginning, an
empty *til* is for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Column:
    """A column: its word, how its cells are read (`importers.cells`), whether they may be empty, and their length."""

    word: str
    reads: str = "text"
    is_optional: bool = False
    longest: int = 200


@dataclass(frozen=True)
class Table:
    """A table: its word, its columns, and which of them tell its rows apart."""

    word: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def column(self, word: str) -> Column | None:
        """The column with a word, None when there is none."""
        return next((column for column in self.columns if column.word == word), None)


class Line(NamedTuple):
    """A row as it stands in a file: where, and what each cell says as text."""

    file: str
    number: int
    cells: Mapping[str, str]


_FROM = Column("fra", "day", is_optional=True)
_TO = Column("til", "day", is_optional=True)
_CODE = Column("kode", "code", longest=20)
_NAME = Column("navn")
_UNIT = Column("enhet", longest=20)

LEVELS = Table(
    "nivåer",
    (Column("nummer", "number"), Column("navn", longest=80), Column("leders tittel", longest=80), _FROM, _TO),
    ("nummer", "fra"),
)
BODIES = Table(
    "organer",
    (
        _CODE,
        _NAME,
        Column("type", "body_kind"),
        Column("medlemmer", "number"),
        Column("leder", is_optional=True, longest=80),
        _FROM,
        _TO,
    ),
    ("kode",),
)
PARTIES = Table("partier", (_CODE, _NAME, Column("mandater", "number"), _FROM, _TO), ("kode",))
SECTORS = Table("sektorer", (_CODE, _NAME, Column("organ", longest=20)), ("kode",))
AREAS = Table("programområder", (_CODE, Column("nummer", "number"), _NAME, Column("sektor", longest=20)), ("kode",))
UNITS = Table(
    "enheter",
    (
        _CODE,
        _NAME,
        Column("type", is_optional=True, longest=60),
        Column("nivå", "number"),
        Column("overordnet", is_optional=True, longest=20),
        Column("programområde", is_optional=True, longest=20),
        _FROM,
        _TO,
        Column("gikk inn i", is_optional=True, longest=20),
    ),
    ("kode", "fra"),
)
POSITIONS = Table("stillinger", (_UNIT, Column("tittel"), Column("leder enheten", "yes_no")), ("enhet", "tittel"))
PEOPLE = Table(
    "personer",
    (
        Column("brukernavn", longest=150),
        Column("fornavn", longest=150),
        Column("etternavn", longest=150),
        Column("e-post", "email", is_optional=True, longest=254),
    ),
    ("brukernavn",),
)
HOLDINGS = Table(
    "innehavere",
    (
        _UNIT,
        Column("tittel"),
        Column("brukernavn", longest=150),
        Column("konstituert", "yes_no", is_optional=True),
        _FROM,
        _TO,
    ),
    ("enhet", "tittel", "brukernavn", "fra"),
)

TABLES = (LEVELS, BODIES, PARTIES, SECTORS, AREAS, UNITS, POSITIONS, PEOPLE, HOLDINGS)
"""All tables, in the order in which each can be read when those before it are known."""

COST_CENTRES = Table(
    "ansvar",
    (
        Column("ansvar", "code", longest=20),
        _NAME,
        Column("virksomhet"),
        Column("virksomhetsomrade"),
        Column("tjenesteomrade"),
        Column("aktiv_fra", "day", is_optional=True),
        Column("aktiv_til", "day", is_optional=True),
    ),
    ("ansvar", "aktiv_fra"),
)
"""A list that finance systems write out, which makes levels and units (`importers.cost_centres`)."""

READABLE = (*TABLES, COST_CENTRES)
"""All that a file may hold."""
