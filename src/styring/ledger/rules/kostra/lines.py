"""The checks that look at one record at a time (and for two alike): its fields, and what may stand together."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from styring.ledger.rules.kostra.controls import BLANK, Hit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from styring.ledger.rules.kostra.controls import Expected, Rule
    from styring.ledger.rules.kostra.records import Record

_AMOUNT = re.compile(r"[ \n\x0b\f\r]*-?[0-9]+", re.ASCII)


def _hit(record: Record, found: str, wanted: str = "") -> Hit:
    return Hit((record.line,), record.account, {"found": found.strip(), "wanted": wanted.strip()})


def _unlike(field: str, wanted_of: Callable[[Expected], str]) -> Callable[..., Iterator[Hit]]:
    """A check that a field is what the form has filled in beforehand."""

    def check(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
        wanted = wanted_of(expected)
        for record in records:
            if getattr(record, field) != wanted:
                yield _hit(record, getattr(record, field), wanted)

    return check


def enterprise(records: Sequence[Record], _expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """A municipality reports no enterprise."""
    return (_hit(record, record.enterprise) for record in records if record.enterprise != BLANK)


def account_class(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The account class is one of the form's."""
    allowed = expected.account_classes()
    return (
        _hit(record, record.account_class, "/".join(allowed))
        for record in records
        if record.account_class not in allowed
    )


def function(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The function is in the list of the year."""
    allowed = expected.functions()
    return _unknown(records, allowed, lambda record: record.is_appropriation, lambda record: record.code.strip())


def withdrawn_function(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """A function that is no more is accepted for a while."""
    withdrawn = rule.having(expected.quarter)["functions"]
    return (_hit(record, record.code) for record in records if record.is_appropriation and _on(record, withdrawn))


def art(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The art is in the list of the year."""
    return _unknown(records, expected.arts(), lambda record: record.is_appropriation, lambda record: record.detail)


def chapter(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The chapter is in the list of the year, written from the left."""
    return _unknown(records, expected.chapters(), lambda record: record.is_balance, lambda record: record.code)


def sector(records: Sequence[Record], expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The sector is in the list."""
    return _unknown(records, expected.sectors(), lambda record: record.is_balance, lambda record: record.detail)


def _unknown(
    records: Iterable[Record],
    allowed: frozenset[str],
    concerns: Callable[[Record], bool],
    code_of: Callable[[Record], str],
) -> Iterator[Hit]:
    return (_hit(record, code_of(record)) for record in records if concerns(record) and code_of(record) not in allowed)


def amount(records: Sequence[Record], _expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """The amount is blanks, a minus where there is one, and figures."""
    return (_hit(record, record.amount_text) for record in records if not _AMOUNT.fullmatch(record.amount_text))


def twins(records: Sequence[Record], _expected: Expected, _rule: Rule) -> Iterator[Hit]:
    """No account is reported twice."""
    groups: dict[object, list[Record]] = defaultdict(list)
    for record in records:
        groups[record.account].append(record)
    for group in groups.values():
        if len(group) > 1:
            amounts = ", ".join(record.amount_text.strip() for record in group)
            yield Hit(tuple(record.line for record in group), group[0].account, {"found": amounts})


def never_below_nought(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """What is carried forward to be covered is never less than nought."""
    covered = rule.having(expected.quarter)["chapters"]
    return (
        _hit(record, str(record.amount))
        for record in records
        if record.is_balance and record.code in covered and record.amount < 0
    )


def not_allowed(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """A function or an art may not (or should not) stand in the account class."""
    having = rule.having(expected.quarter)
    for record in _with_amount(records, having):
        if record.detail in having.get("arts", ()):
            yield _hit(record, record.detail)
        elif _on(record, having.get("functions", ())):
            yield _hit(record, record.code)


def only_on(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """Some arts may stand on some functions alone."""
    having = rule.having(expected.quarter)
    for record in _with_amount(records, having):
        if record.detail in having["arts"] and not _on(record, having["functions"]):
            yield _hit(record, record.detail, "/".join(having["functions"]))


def only_with(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """Some functions may have some arts alone."""
    having = rule.having(expected.quarter)
    for record in _with_amount(records, having):
        if _on(record, having["functions"]) and record.detail not in having["arts"]:
            yield _hit(record, record.detail, "/".join(having["arts"]))


def belong_together(records: Sequence[Record], expected: Expected, rule: Rule) -> Iterator[Hit]:
    """Some arts stand on some functions alone, and those functions have no others."""
    having = rule.having(expected.quarter)
    for record in _with_amount(records, having):
        if (record.detail in having["arts"]) != _on(record, having["functions"]):
            yield _hit(record, record.detail, "/".join(having["functions"]))


def _with_amount(records: Iterable[Record], having: dict[str, str]) -> Iterator[Record]:
    """Records of the appropriation accounts (of one class when that is said) whose amount is not nought."""
    of_class = having.get("account_class")
    for record in records:
        if record.is_appropriation and record.amount and (of_class is None or record.account_class == of_class):
            yield record


def _on(record: Record, functions: Iterable[str]) -> bool:
    return record.code.strip() in functions


CHECKS: dict[str, Callable[[Sequence[Record], Expected, Rule], Iterable[Hit]]] = {
    "form": _unlike("form", lambda expected: expected.form),
    "year": _unlike("year", lambda expected: str(expected.year)),
    "quarter": _unlike("quarter", lambda expected: expected.quarter),
    "region": _unlike("region", lambda expected: expected.region),
    "organisation": _unlike("organisation", lambda _expected: BLANK),
    "enterprise": enterprise,
    "account_class": account_class,
    "function": function,
    "withdrawn_function": withdrawn_function,
    "chapter": chapter,
    "art": art,
    "sector": sector,
    "amount": amount,
    "twins": twins,
    "never_below_nought": never_below_nought,
    "not_allowed": not_allowed,
    "only_on": only_on,
    "only_with": only_with,
    "belong_together": belong_together,
}
"""The checks of this file by the names that the rules use."""
