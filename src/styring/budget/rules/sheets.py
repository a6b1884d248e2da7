"""A unit's budget sheet: its version, and what it says beside what the draft says.

>>> a = LineKey(2027, "1", 7, "202", "010")
>>> compared({a: 100_00}, {a: 90_00})
[Compared(function='202', art='010', project='', before={2027: 9000}, after={2027: 10000})]
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from styring.budget.rules.layers import LineKey
from styring.ledger.rules.codes import OPERATING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MARK = "styringshjulet"
NEW = "ny"
SUM = "sum"
_LENGTH = 16


@dataclass(frozen=True)
class Stamp:
    """What a sheet is of, as it stands hidden in the sheet: the layer, the unit, and the version of its lines.

    >>> Stamp.read(str(Stamp("2027-tillegg", "E214", "0f"))) == Stamp("2027-tillegg", "e214", "0f")
    True
    """

    layer: str
    unit: str
    version: str

    def __str__(self) -> str:
        """As it stands in the sheet."""
        return f"{MARK}:{self.layer}:{self.unit}:{self.version}"

    @classmethod
    def read(cls, text: str) -> Stamp | None:
        """As a sheet has it, in small letters; None when it has none."""
        parts = text.casefold().split(":")
        return cls(*parts[1:]) if len(parts) == 4 and parts[0] == MARK else None  # noqa: PLR2004 - mark and three


@dataclass(frozen=True)
class Compared:
    """An account in a sheet: what it was in each year, and what it is to be, in øre."""

    function: str
    art: str
    project: str
    before: Mapping[int, int]
    after: Mapping[int, int]

    @property
    def changes(self) -> dict[int, int]:
        """What changes in each year."""
        years = sorted({*self.before, *self.after})
        return {year: self.after.get(year, 0) - self.before.get(year, 0) for year in years}


def version_of(lines: Mapping[LineKey, int]) -> str:
    """What tells whether a unit's lines are as they were when its sheet was made.

    >>> key = LineKey(2027, "1", 7, "202", "010")
    >>> version_of({key: 1}) == version_of({key: 1, key._replace(art="099"): 0}), version_of({key: 1}) == version_of({})
    (True, False)
    """
    said = sorted([key.year, key.function, key.art, key.project, amount] for key, amount in lines.items() if amount)
    return sha256(json.dumps(said).encode()).hexdigest()[:_LENGTH]


def row_key(function: str, art: str, project: str) -> str:
    """How a row of a sheet is known again.

    >>> row_key("202", "010", ""), account_of("202.010.skolebygg")
    ('202.010.', ('202', '010', 'skolebygg'))
    """
    return f"{function}.{art}.{project}"


def account_of(key: str) -> tuple[str, str, str] | None:
    """The account of a row; None for a key that is none of ours."""
    parts = key.split(".", 2)
    return (parts[0], parts[1], parts[2]) if len(parts) == 3 else None  # noqa: PLR2004 - function, art and project


def compared(new: Mapping[LineKey, int], old: Mapping[LineKey, int]) -> list[Compared]:
    """Each account of a sheet or of the draft, with what it was and what it is to be, by function and art."""
    accounts = sorted({(key.function, key.art, key.project) for key in (*new, *old)})
    return [Compared(*account, before=_years(old, account), after=_years(new, account)) for account in accounts]


def _years(lines: Mapping[LineKey, int], account: tuple[str, str, str]) -> dict[int, int]:
    return {key.year: amount for key, amount in lines.items() if (key.function, key.art, key.project) == account}


def stored(lines: Mapping[LineKey, int]) -> list[list[object]]:
    """Lines of a sheet as they are kept."""
    return [[key.year, key.function, key.art, key.project, amount] for key, amount in sorted(lines.items())]


def restored(rows: Iterable[Sequence[object]], unit: int) -> dict[LineKey, int]:
    """Lines of a sheet as they were kept, for a unit by its key.

    >>> restored([[2027, "202", "010", "", 5]], 7)
    {LineKey(year=2027, account_class='1', unit=7, function='202', art='010', project=''): 5}
    """
    found = {}
    for year, function, art, project, amount in rows:
        key = LineKey(int(str(year)), OPERATING, unit, str(function), str(art), str(project))
        found[key] = int(str(amount))
    return found


def sums_by_year(lines: Mapping[LineKey, int], years: Iterable[int]) -> dict[int, int]:
    """What lines come to in each year."""
    return {year: sum(amount for key, amount in lines.items() if key.year == year) for year in years}
