"""Whether a layer may be decided: balance of each of its years, what else the law asks, and what to be warned of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from styring.budget.queries.programme import sums_per_art
from styring.budget.rules.balance import WORDS, Bounds, Break, YearFacts, balance_breaks, facts_of, in_kroner

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from styring.budget.models import Layer

Sums: TypeAlias = Mapping[int, Mapping[tuple[str, str], int]]
"""Øre by year, then account class and art: a layer's state."""
Limiting: TypeAlias = "Callable[[Layer, Sums], Mapping[int, Bounds]]"
Measuring: TypeAlias = "Callable[[Layer, Sums], list[TargetCheck]]"
Remarking: TypeAlias = "Callable[[Layer, Sums], list[Remark]]"


@dataclass(frozen=True)
class Remark:
    """A sentence about a layer with ``%(name)s`` for what varies, and where the rule stands."""

    sentence: str
    law: str
    parts: Mapping[str, object]
    year: int | None = None


@dataclass(frozen=True)
class TargetCheck:
    """A financial target in a year of a layer: its name in words, what the layer comes to, the target, and how it is.

    ``status`` is ``ok``, ``warn`` or ``bad``; ``share`` and ``target`` are shares of 1.
    """

    name: str
    year: int
    share: Fraction
    target: Fraction
    status: str
    law: str = "kommuneloven § 14-2"


@dataclass(frozen=True)
class YearCheck:
    """A year of a layer: what its balance depends on, and what is wrong with it."""

    year: int
    facts: YearFacts
    breaks: tuple[Break, ...]

    @property
    def is_balanced(self) -> bool:
        """Is nothing wrong with it?"""
        return not self.breaks

    @property
    def remarks(self) -> list[Remark]:
        """What is wrong with it, in words."""
        return [
            Remark(
                WORDS[found.kind].sentence,
                WORDS[found.kind].law,
                {"year": self.year, "kroner": in_kroner(found.amount), "name": found.name},
                self.year,
            )
            for found in self.breaks
        ]


@dataclass(frozen=True)
class LayerCheck:
    """How it stands with a layer: each year's balance, financial targets, warnings, and what lacks for a decision."""

    years: tuple[YearCheck, ...]
    targets: tuple[TargetCheck, ...] = ()
    warnings: tuple[Remark, ...] = ()
    lacking: tuple[Remark, ...] = ()

    @property
    def is_balanced(self) -> bool:
        """Is every year in balance?"""
        return all(year.is_balanced for year in self.years)

    @property
    def may_be_adopted(self) -> bool:
        """Is it in balance, with all that the law asks for?"""
        return self.is_balanced and not self.lacking

    @property
    def remarks(self) -> list[Remark]:
        """What hinders a decision, in words."""
        return [*(remark for year in self.years for remark in year.remarks), *self.lacking]


_limits: list[Limiting] = []
_targets: list[Measuring] = []
_warnings: list[Remarking] = []
_tables: list[Remarking] = []


def add_bounds(source: Limiting) -> None:
    """Have what each year must keep within come from a function too: loan frame, least instalment, funds, covering."""
    _limits.append(source)


def add_targets(source: Measuring) -> None:
    """Have financial targets of each layer come from a function."""
    _targets.append(source)


def add_warnings(source: Remarking) -> None:
    """Have warnings about each layer, as of ROBEK, come from a function."""
    _warnings.append(source)


def add_required_table(source: Remarking) -> None:
    """Have a function say what lacks in a table that a decision must have."""
    _tables.append(source)


def check_layer(layer: Layer, loan_frame: int | None = None) -> LayerCheck:
    """How it stands with a layer as it is now; two queries, and those of what other parts add.

    Args:
        layer: the layer.
        loan_frame: how much may be borrowed in its first year, when a decision says so; else as the layer has it.
    """
    sums = sums_per_art(layer)
    bounds = _bounds(layer, sums, layer.loan_frame if loan_frame is None else loan_frame)
    return LayerCheck(
        years=tuple(_year(year, sums.get(year, {}), bounds[year]) for year in layer.years),
        targets=tuple(found for source in _targets for found in source(layer, sums)),
        warnings=tuple(found for source in _warnings for found in source(layer, sums)),
        lacking=tuple(found for source in _tables for found in source(layer, sums)),
    )


def _year(year: int, sums: Mapping[tuple[str, str], int], bounds: Bounds) -> YearCheck:
    facts = facts_of(sums)
    return YearCheck(year, facts, tuple(balance_breaks(facts, bounds)))


def _bounds(layer: Layer, sums: Sums, loan_frame: int | None) -> dict[int, Bounds]:
    """What all sources say together; the loan frame of the first year, when it is given, goes before theirs."""
    found = dict.fromkeys(layer.years, Bounds())
    found[layer.first_year] = Bounds(loan_frame=loan_frame)
    for source in _limits:
        for year, given in source(layer, sums).items():
            found[year] = _joined(found.get(year, Bounds()), given)
    return found


def _joined(one: Bounds, other: Bounds) -> Bounds:
    return Bounds(
        one.loan_frame if one.loan_frame is not None else other.loan_frame,
        one.instalment_floor if one.instalment_floor is not None else other.instalment_floor,
        max(one.to_cover, other.to_cover),
        {**one.funds, **other.funds},
    )
