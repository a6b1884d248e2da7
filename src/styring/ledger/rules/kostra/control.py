"""Holding a report file against the national control, rule by rule.

>>> [finding.rule for finding in control("0A2025 112700                  1120 010    36328")]
['105', '110', '130', '135']
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from styring.ledger.rules.kostra import lines, sums
from styring.ledger.rules.kostra.controls import WHOLE_YEAR, Expected, Hit, Severity, rules
from styring.ledger.rules.kostra.records import APPROPRIATIONS, FORMS, LENGTH, lines_of, record
from styring.ledger.rules.kostra.words import ADVICE, EMPTY, MESSAGES, NO_MORE_SHOWN, TOO_LARGE, WITHDRAWN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from styring.ledger.rules.kostra.controls import Rule
    from styring.ledger.rules.kostra.records import Account, Record

LARGEST_FILE = 20_000_000
"""Bytes; a municipality's file has a few thousand lines of 49."""
MOST_OF_A_RULE = 200
"""Findings that are listed of one rule; how many more there are is said in one."""
_LENGTH_RULE = "001"
_CHECKS = lines.CHECKS | sums.CHECKS
_ORDER = list(Severity)
_QUARTERS = " 1234"


@dataclass(frozen=True)
class Finding:
    """What the control says: the rule, how grave it is, where, and a sentence with what varies in ``parts``.

    ``line`` is the first line that it is about, None when it is about the file as a whole.
    """

    rule: str
    severity: Severity
    message: str
    line: int | None = None
    account: Account | None = None
    parts: dict[str, str] = field(default_factory=dict)

    @property
    def hinders(self) -> bool:
        """Does it hinder the file from being sent in?"""
        return self.severity in {Severity.FATAL, Severity.ERROR}

    @property
    def advice(self) -> str:
        """What to do about it."""
        return ADVICE.get(self.rule, "")

    def __str__(self) -> str:
        """The sentence in Bokmål."""
        return self.message % self.parts if self.parts else self.message


class Given(NamedTuple):
    """What is said beforehand of a file; what is not said is what most of its lines say."""

    form: str = ""
    year: int = 0
    region: str = ""
    quarter: str = ""


def control(text: str, given: Given = Given()) -> list[Finding]:  # noqa: B008 - a value that cannot change
    """What is wrong with a file, the gravest first; nothing more is checked when a line has not 48 characters."""
    unreadable = _unreadable(text)
    if unreadable:
        return unreadable
    records = [record(number, line) for number, line in lines_of(text)]
    counting = [found for found in records if found.amount_text.strip() != "0"]
    return control_records(counting, _expected(counting or records, given))


def _unreadable(text: str) -> list[Finding]:
    """Why a file cannot be read as records, if it cannot."""
    if len(text) > LARGEST_FILE:
        parts = {"found": str(len(text) // 1_000_000), "wanted": str(LARGEST_FILE // 1_000_000)}
        return [Finding(_LENGTH_RULE, Severity.FATAL, TOO_LARGE, parts=parts)]
    if not text.strip():
        return [Finding(_LENGTH_RULE, Severity.FATAL, EMPTY)]
    wrong = [(number, line) for number, line in lines_of(text) if len(line) != LENGTH or "\t" in line]
    hits = (Hit((number,), None, {"found": str(len(line))}) for number, line in wrong)
    return _shortened(_findings(_LENGTH_RULE, Severity.FATAL, MESSAGES[_LENGTH_RULE], hits))


def control_records(records: Sequence[Record], expected: Expected) -> list[Finding]:
    """What is wrong with records, the gravest first."""
    found = [finding for rule in rules() for finding in _of_rule(rule, records, expected)]
    return sorted(_shortened(found), key=lambda finding: _ORDER.index(finding.severity))


def _of_rule(rule: Rule, records: Sequence[Record], expected: Expected) -> Iterator[Finding]:
    severity = rule.severity_in(expected.quarter)
    if severity is None or rule.number == _LENGTH_RULE:
        return iter(())
    message = WITHDRAWN if rule.check == "withdrawn_function" else MESSAGES[rule.number]
    return _findings(rule.number, severity, message, _CHECKS[rule.check](records, expected, rule))


def _findings(rule: str, severity: Severity, message: str, hits: Iterable[Hit]) -> Iterator[Finding]:
    return (
        Finding(rule, severity, message, hit.lines[0] if hit.lines else None, hit.account, hit.parts) for hit in hits
    )


def _shortened(findings: Iterable[Finding]) -> list[Finding]:
    """The first findings of each rule, and how many more there are."""
    kept: list[Finding] = []
    counts: Counter[tuple[str, Severity]] = Counter()
    for finding in findings:
        counts[finding.rule, finding.severity] += 1
        if counts[finding.rule, finding.severity] <= MOST_OF_A_RULE:
            kept.append(finding)
    for (rule, severity), count in counts.items():
        if count > MOST_OF_A_RULE:
            kept.append(Finding(rule, severity, NO_MORE_SHOWN, parts={"found": str(count - MOST_OF_A_RULE)}))
    return kept


def _expected(records: Sequence[Record], given: Given) -> Expected:
    """What the file is to be: as said, else as most lines have it."""
    form = _most((record.form for record in records), FORMS.__contains__, APPROPRIATIONS)
    year = _most((record.year for record in records), str.isdecimal, "0")
    region = _most(record.region for record in records)
    quarter = _most((record.quarter for record in records), _QUARTERS.__contains__, WHOLE_YEAR)
    return Expected(given.form or form, given.year or int(year), given.region or region, given.quarter or quarter)


def _most(values: Iterable[str], can_be: Callable[[str], bool] = bool, otherwise: str = "") -> str:
    """The value that most have, of those that can be; where there is none, another."""
    counted = Counter(filter(can_be, values)).most_common(1)
    return counted[0][0] if counted else otherwise
