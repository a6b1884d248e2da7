"""The chart of accounts as it is stored: the municipality's own codes and rules, and the units."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.ledger.models import CodeRule, CombinationRule, OwnCode
from styring.ledger.rules.chart import Chart, KnownUnit, PrefixRule
from styring.ledger.rules.codes import Kind
from styring.organisation.models import Unit

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from styring.ledger.rules.restrictions import Restriction


def chart_of(year: int) -> Chart:
    """The chart of accounts of a year, against which combinations are checked; four queries.

    >>> chart_of(2026).check(Combination("1", "010", "202", "E314"))    # doctest: +SKIP
    Account(account_class='1', unit=17, function='202', art='010', project='')
    """
    couplings = [known.coupling() for known in OwnCode.objects.live()]
    return Chart(year, couplings, rules_in_order(), known_units()).restrict(restrictions())


def known_units() -> dict[str, KnownUnit]:
    """Every unit there is or has been, by its code; one query."""
    units = Unit.objects.values_list("code", "pk", "closed_on")
    return {code: KnownUnit(key, closed_on) for code, key, closed_on in units}


def rules_in_order() -> list[PrefixRule]:
    """The rules that the municipality has set for longer codes, the earliest first; one query."""
    live = CodeRule.objects.filter(is_live=True).order_by("first_year")
    return [PrefixRule(Kind(rule.kind), rule.first_year, rule.skip) for rule in live]


def restrictions() -> list[Restriction]:
    """The municipality's rules of what may stand together, of any year; one query."""
    return [rule.restriction() for rule in CombinationRule.objects.all()]


def couplings_in(year: int, kind: str = "", words: str = "") -> QuerySet[OwnCode]:
    """The municipality's own codes that count in a year, of a kind and with some words in them; one query."""
    found = OwnCode.objects.valid_in(year)
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.with_word(word)
    return found
