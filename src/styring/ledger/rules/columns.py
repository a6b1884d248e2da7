"""Columns of a statement: the accounts, and what other apps put beside them, such as the budget."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

Sums = Mapping[tuple[object, ...], int]
"""Øre per key, in the ledger's sign (expense plus, income minus)."""
PER_ART = ("account_class", "art")


@dataclass(frozen=True)
class Part:
    """A part of the accounts or a budget: what is None or empty is not asked for. ``project`` may be "" for none."""

    account_class: str = ""
    arts: frozenset[str] | None = None
    units: frozenset[int] | None = None
    function: str = ""
    project: str | None = None


@dataclass(frozen=True)
class Head:
    """A column: a name it is known by, its place, its head as it is shown, and the year that it is of.

    ``minor`` gives way on a phone; one that is not ``shown`` is there to be chosen. A column of accounts has so many
    ``months`` of them; others have none.
    """

    name: str
    order: int
    title: str
    year: int
    minor: bool = False
    shown: bool = True
    months: int = 0


@dataclass(frozen=True)
class Source:
    """Columns that are read together, in one query: ``read`` gives the sums of each head's by fields for a part.

    The fields are any of ``account_class``, ``art``, ``function``, ``unit`` and ``project``. ``opens`` says where one
    sees what a sum is made of, "" nowhere.
    """

    heads: tuple[Head, ...]
    read: Callable[[tuple[str, ...], Part], Sequence[Sums]]
    opens: Callable[[Head, Mapping[str, str]], str] = lambda _head, _words: ""


class Columns:
    """The columns of a table, in their order, from whatever sources they come.

    Read ``at_once`` each source is asked once, for all that statements need; for where little else may be asked.
    """

    def __init__(self, sources: Iterable[Source], chosen: Iterable[str] = (), *, at_once: bool = False) -> None:
        self.sources = [_kept(source) for source in sources] if at_once else list(sources)
        self.all_heads = sorted((head for source in self.sources for head in source.heads), key=lambda one: one.order)
        names = set(chosen)
        wanted = [head for head in self.all_heads if (head.name in names if names else head.shown)]
        self.heads = wanted or [head for head in self.all_heads if head.shown]

    def sums(self, by: tuple[str, ...], part: Part) -> list[dict[tuple[object, ...], int]]:
        """The sums of each column by some fields; a query a source."""
        found: dict[str, Sums] = {}
        for source in self.sources:
            if any(head in self.heads for head in source.heads):
                read = source.read(by, part)
                found |= {head.name: sums for head, sums in zip(source.heads, read, strict=True)}
        return [dict(found[head.name]) for head in self.heads]

    @cached_property
    def per_art(self) -> list[dict[tuple[str, str], int]]:
        """The sums of each column by account class and art."""
        return [
            {(str(key[0]), str(key[1])): amount for key, amount in sums.items()}
            for sums in self.sums(PER_ART, Part())
        ]  # fmt: skip

    def opens(self, head: Head, words: Mapping[str, str]) -> str:
        """Where one sees what a sum of a column is made of."""
        return next((source.opens(head, words) for source in self.sources if head in source.heads), "")


_WHOLE = ("account_class", "art", "unit", "project")


def _kept(source: Source) -> Source:
    """A source that is read once, by all fields but the function, and gives sums of what was read."""
    whole: list[Sums] = []

    def read(by: tuple[str, ...], part: Part) -> list[Sums]:
        whole[:] = whole or source.read(_WHOLE, Part())
        return [summed_by(by, part, sums) for sums in whole]

    return replace(source, read=read)


def summed_by(by: tuple[str, ...], part: Part, whole: Sums) -> Sums:
    """The sums of a part by some fields, of sums by account class, art, unit and project.

    >>> summed_by(("unit",), Part("1", frozenset({"010"})), {("1", "010", 7, ""): 5, ("1", "010", 7, "P"): 2})
    {(7,): 7}
    """
    found: dict[tuple[object, ...], int] = defaultdict(int)
    for key, amount in whole.items():
        row = dict(zip(_WHOLE, key, strict=True))
        of_class = part.account_class in {"", row["account_class"]}
        if of_class and (part.arts is None or row["art"] in part.arts):
            found[tuple(row[name] for name in by)] += amount
    return dict(found)


Makes = Callable[[int], "Source | None"]
Naming = Callable[[Iterable[str]], Mapping[str, str]]
_beside: list[tuple[int, Makes]] = []
_naming: list[Naming] = []


def add_statement_source(order: int, makes: Makes) -> None:
    """Have columns shown beside the accounts of a year, when there are any; apps above do so from their manifests."""
    if (order, makes) not in _beside:
        _beside.append((order, makes))
        _beside.sort(key=lambda one: one[0])


def sources_beside(year: int) -> list[Source]:
    """What other apps know of a year."""
    return [source for _order, makes in _beside if (source := makes(year)) is not None]


def add_project_names(naming: Naming) -> None:
    """Have projects named by a function of their codes."""
    if naming not in _naming:
        _naming.append(naming)


def project_names(codes: Iterable[str]) -> dict[str, str]:
    """What projects are called; those that nobody names are left out."""
    wanted, found = [code for code in codes if code], dict[str, str]()
    for naming in _naming if wanted else ():
        found |= naming(wanted)
    return found
