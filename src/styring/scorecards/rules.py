"""How values of indicators are rolled up; plain values in, plain values out.

Never a mean of means: 1 of 10 and 90 of 100 are 91 of 110. What is missing is left out above and below the line, and
the result says how much of the whole it covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.thresholds import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from styring.kernel.periods import Period

ENOUGH = Fraction(4, 5)
"""The share of the whole under which a value is shown without status."""

SMALLEST_GROUP = 5
"""Figures about fewer persons than this are not shown."""


class Rule(Enum):
    """How an indicator's values of many units become one."""

    SUM = "sum"
    RATIO = "ratio"
    WEIGHTED = "weighted"
    LAST = "last"
    DISTRIBUTION = "distribution"
    NONE = "none"


@dataclass(frozen=True)
class Part:
    """What one unit has to add: a value with a weight, or a numerator and a denominator; None is missing.

    ``expected`` is what the unit's denominator usually is, and says how much of the whole it is when it is missing.
    """

    value: Fraction | None = None
    weight: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    expected: Fraction = Fraction(1)

    @property
    def weighed(self) -> Fraction:
        """The value times its weight."""
        return (self.value or Fraction(0)) * (self.weight or Fraction(0))

    def is_missing(self, rule: Rule) -> bool:
        """Does it lack what a rule needs?"""
        needed = {
            Rule.RATIO: (self.numerator, self.denominator),
            Rule.WEIGHTED: (self.value, self.weight),
        }.get(rule, (self.value,))
        return None in needed


class RolledUp(NamedTuple):
    """A value for many units, None when nothing is known or no rule makes one; its share; how many lack."""

    value: Fraction | None
    coverage: Fraction
    missing: int

    @property
    def is_enough(self) -> bool:
        """Does it cover so much that it may be judged?"""
        return self.coverage >= ENOUGH


def roll_up(rule: Rule, parts: Iterable[Part]) -> RolledUp:
    """The value of many units as one.

    >>> parts = [Part(numerator=Fraction(1), denominator=Fraction(10)), Part()]
    >>> roll_up(Rule.RATIO, parts)
    RolledUp(value=Fraction(1, 10), coverage=Fraction(1, 2), missing=1)
    """
    parts = list(parts)
    present = [part for part in parts if not part.is_missing(rule)]
    whole = sum((part.expected for part in parts), Fraction(0))
    known = sum((part.expected for part in present), Fraction(0))
    coverage = known / whole if whole else Fraction(0)
    return RolledUp(_value(rule, present), coverage, len(parts) - len(present))


def _value(rule: Rule, present: list[Part]) -> Fraction | None:
    if not present or rule in {Rule.DISTRIBUTION, Rule.NONE}:
        return None
    if rule is Rule.RATIO:
        return quotient(_sum(part.numerator for part in present), _sum(part.denominator for part in present))
    if rule is Rule.WEIGHTED:
        return quotient(_sum(part.weighed for part in present), _sum(part.weight for part in present))
    return _sum(part.value for part in present)


def _sum(values: Iterable[Fraction | None]) -> Fraction:
    return sum((value for value in values if value is not None), Fraction(0))


def quotient(numerator: Fraction | int, denominator: Fraction | int) -> Fraction | None:
    """One over the other; None over nought.

    >>> quotient(1, 0) is None
    True
    """
    return Fraction(numerator) / denominator if denominator else None


def last_value(values: Mapping[Period, Fraction | None], until: Period) -> tuple[Period, Fraction] | None:
    """The latest value that is known at the end of a period, with its own period; None when there is none.

    Of two that end on the same day the longer one counts.

    >>> from styring.kernel.periods import Period
    >>> last_value({Period.parse("2026-M01"): Fraction(12), Period.parse("2026-M02"): None}, Period.parse("2026-M02"))
    (Period(year=2026, number=1, length=<Length.MONTH: 1>), Fraction(12, 1))
    """
    known = [(period, value) for period, value in values.items() if value is not None]
    held = [(period, value) for period, value in known if period.last_day <= until.last_day]
    return max(held, key=lambda pair: (pair[0].last_day, pair[0].length.value), default=None)


def distribution(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many stand in each status, in the order of the statuses.

    >>> distribution([Status.GREEN, Status.MISSING])[Status.GREEN]
    1
    """
    counted = dict.fromkeys(Status, 0)
    for status in statuses:
        counted[status] += 1
    return counted


class Trend(Enum):
    """Which way a value has gone, as a reader should take it."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    UNKNOWN = "unknown"


def trend(before: Fraction | None, now: Fraction | None, least: Fraction, *, more_is_better: bool) -> Trend:
    """Which way a value has gone; a change smaller than what is shown is none.

    >>> trend(Fraction(9), Fraction("8.5"), Fraction(1, 10), more_is_better=False)
    <Trend.BETTER: 'better'>
    """
    if before is None or now is None:
        return Trend.UNKNOWN
    if abs(now - before) < least:
        return Trend.SAME
    return Trend.BETTER if (now > before) is more_is_better else Trend.WORSE
