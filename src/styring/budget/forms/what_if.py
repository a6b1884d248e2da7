"""What people choose on the page of what-if, from the words after the question mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styring.budget.rules.choices import PREMISES
from styring.budget.rules.projection import Choice, Premise
from styring.kernel.amounts import round_half_away

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import QueryDict
    from django.utils.functional import Promise

    from styring.budget.queries.scenarios import Switch
    from styring.budget.rules.projection import Ground

SENT = "sendt"
"""Tells a form that is sent with every box empty from an address without one."""
MOST = 50
"""Percent, or percentage points, that a premise may be changed by; what is more is a slip of the hand."""
MOVES = (-12, 0, 6, 12, 24, 36, 48)
NAMES: dict[str, str | Promise] = {
    "pay": _("Lønnsvekst"),
    "price": _("Prisvekst"),
    "tax": _("Skattevekst"),
    "floating": _("Flytende rente"),
}


@dataclass(frozen=True)
class Field:
    """A number that may be changed: its name, label and value as it is written."""

    name: str
    label: str
    value: str


@dataclass(frozen=True)
class Box:
    """A measure or an investment with its tick and its move."""

    switch: Switch
    is_ticked: bool
    months: int

    @property
    def is_changed(self) -> bool:
        """Is it other than in the layer?"""
        return self.is_ticked != self.switch.is_in or bool(self.months)


@dataclass
class WhatIfForm:
    """The choice on the page, as it was sent or as it is kept."""

    ground: Ground
    measures: Sequence[Switch]
    investments: Sequence[Switch]
    choice: Choice = field(default_factory=Choice)
    refused: list[str] = field(default_factory=list)

    def read(self, words: QueryDict) -> None:
        """Take the choice from the words after a question mark; what is no number is told and counts as nought."""
        ticked, both = set(words.getlist("med")), [*self.measures, *self.investments]
        self.choice = Choice(
            premises={
                year: Premise(**{name: self._percent(words.get(f"{name}_{year}", "")) for name in PREMISES})
                for year in self.years
            },
            heads={age: self._percent(words.get(f"alder_{place}", "")) for place, age in enumerate(self.ages)},
            moves={one.key: _months(words.get(f"flytt_{one.code}", "")) for one in both},
            switched=frozenset(one.key for one in both if (one.code in ticked) != one.is_in),
        )

    def _percent(self, text: str) -> Fraction:
        bare = text.strip().replace(",", ".").replace("\u2212", "-")
        if not bare:
            return Fraction(0)
        try:
            percent = Fraction(bare)
        except (ValueError, ZeroDivisionError):
            percent = Fraction(MOST + 1)
        if abs(percent) > MOST or "/" in bare:
            self.refused.append(text)
            return Fraction(0)
        return Fraction(round_half_away(percent * 1000), 100_000)

    @property
    def years(self) -> list[int]:
        """The years of the layer."""
        return [one.year for one in self.ground.years]

    @property
    def ages(self) -> list[str]:
        """The age groups."""
        return list(self.ground.cost_per_head)

    @property
    def premises(self) -> list[tuple[str | Promise, list[Field]]]:
        """Each premise with its fields, a year each."""
        return [
            (
                NAMES[name],
                [
                    Field(
                        f"{name}_{year}",
                        f"{NAMES[name]} {year}",
                        _written(getattr(self.choice.premises.get(year, Premise()), name)),
                    )
                    for year in self.years
                ],
            )
            for name in PREMISES
        ]

    @property
    def heads(self) -> list[Field]:
        """The age groups with their fields."""
        return [
            Field(f"alder_{place}", age, _written(self.choice.heads.get(age, Fraction(0))))
            for place, age in enumerate(self.ages)
        ]

    @property
    def measure_boxes(self) -> list[Box]:
        """The measures with their ticks."""
        return self._boxes(self.measures)

    @property
    def investment_boxes(self) -> list[Box]:
        """The investments with their ticks."""
        return self._boxes(self.investments)

    def _boxes(self, switches: Iterable[Switch]) -> list[Box]:
        return [
            Box(one, one.is_in != (one.key in self.choice.switched), self.choice.moves.get(one.key, 0))
            for one in switches
        ]


def _months(text: str) -> int:
    bare = text.removeprefix("-")
    months = int(text) if bare.isascii() and bare.isdecimal() else 0
    return months if months in MOVES else 0


def _written(share: Fraction) -> str:
    """A share in percent as it is typed: nothing for nought, a comma for decimals."""
    if not share:
        return ""
    return f"{float(share * 100):.3f}".rstrip("0").rstrip(".").replace(".", ",")
