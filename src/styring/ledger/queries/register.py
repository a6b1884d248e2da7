"""The chart of accounts as a register: which codes count in a year, how much they are used, and what has changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from styring.access.policies import permitted_units
from styring.ledger.models import CombinationRule, OwnCode
from styring.ledger.policies import VIEW_LINES
from styring.ledger.queries.actuals import Extent, actuals
from styring.ledger.rules.codes import Code, Kind, arts, functions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import QuerySet

    from styring.accounts.models import User

LISTS: Mapping[Kind, Mapping[str, Code]] = {Kind.ART: arts(), Kind.FUNCTION: functions()}


@dataclass(frozen=True)
class KostraChange:
    """A code that KOSTRA has taken in or out with a year, and the codes that it took over for or that took over."""

    kind: Kind
    code: Code
    is_new: bool
    others: tuple[str, ...]


@dataclass(frozen=True)
class CouplingChange:
    """What a code of the municipality's own was last year and is this year; None is nothing."""

    before: OwnCode | None
    after: OwnCode | None

    @property
    def code(self) -> OwnCode:
        """The code as it is, or was."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of them is always there
        return found


def codes_in(year: int, kind: Kind, words: str = "") -> list[Code]:
    """KOSTRA's codes of a kind that count in a year, with some words in them."""
    return [code for code in LISTS[kind].values() if code.is_valid_in(year) and has_words(words, code.code, code.name)]


def has_words(words: str, code: str, name: str) -> bool:
    """Does each word begin the code or stand in the name?

    >>> has_words("20 skole", "202", "Grunnskole"), has_words("lege", "202", "Grunnskole")
    (True, False)
    """
    return all(code.startswith(word) or word in name.casefold() for word in words.casefold().split())


def used_in(reader: User, year: int, by: Kind) -> dict[str, int]:
    """The sum of a year's accounts per code in øre, in the units that the reader may see; two queries.

    Per unit its key as text.
    """
    sums = actuals(permitted_units(reader, VIEW_LINES), [year], by=(by.value,), extent=Extent.ALL)
    return {str(key): amount for (key,), amount in sums.items()}


def own_codes_per_target(year: int, kind: Kind) -> Counter[str]:
    """How many of the municipality's own codes are coupled to each code in a year; one query."""
    return Counter(OwnCode.objects.valid_in(year).filter(kind=kind.value).values_list("target", flat=True))


def kostra_changes(year: int) -> list[KostraChange]:
    """What KOSTRA has taken in and out since the year before."""
    found = []
    for kind, known in LISTS.items():
        for code in known.values():
            if code.first_year == year:
                heirs = tuple(other.code for other in known.values() if code.code in other.successors)
                found.append(KostraChange(kind, code, is_new=True, others=heirs))
            if code.last_year == year - 1:
                found.append(KostraChange(kind, code, is_new=False, others=code.successors))
    return sorted(found, key=lambda change: (change.kind.value, change.code.code))


def coupling_changes(year: int) -> list[CouplingChange]:
    """The municipality's own codes that are something else than the year before; one query."""
    before, after = {}, {}
    for row in OwnCode.objects.live().overlapping(year - 1, year):
        key = (row.kind, row.code, row.is_prefix)
        if row.first_year <= year - 1:
            before[key] = row
        if row.last_year >= year:
            after[key] = row
    pairs = [CouplingChange(before.get(key), after.get(key)) for key in sorted({*before, *after})]
    return [pair for pair in pairs if _said(pair.before) != _said(pair.after)]


def _said(row: OwnCode | None) -> tuple[str, str] | None:
    return (row.target, row.name) if row else None


def history_of_code(code: OwnCode) -> QuerySet[OwnCode]:
    """All that has been said of a code, the latest first, also what no longer counts; one query."""
    same = OwnCode.objects.filter(kind=code.kind, code=code.code, is_prefix=code.is_prefix)
    return (
        same.exclude(is_live=False, batch__isnull=False, superseded_by=None, batch__state__in=_NEVER)
        .select_related("recorded_by")
        .order_by("-is_live", "-first_year", "-pk")
    )


_NEVER = ("received", "reading", "ready", "refused", "discarded", "broken_off")
"""States of a batch that has not counted: what was read of it is no history."""


def combination_rules_in(year: int) -> Iterable[CombinationRule]:
    """The rules of what may stand together that count in a year; one query."""
    return CombinationRule.objects.filter(first_year__lte=year, last_year__gte=year)
