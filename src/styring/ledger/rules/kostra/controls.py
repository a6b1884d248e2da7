"""The national control rules as they are kept in ``data/control_rules.yaml``, and what a file is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any

import yaml

from styring.ledger.rules.codes import DATA, arts, chapters, functions, sectors
from styring.ledger.rules.kostra.records import FORMS, Account

WHOLE_YEAR = " "
NOT_CONTROLLED = "-"
BLANK = " " * 9
OSLO, LAST_DISTRICT = "0301", 15
_WITHDRAWN_EARLY = {"254": 2025}
"""Left the national list from a year on, though accounts of that year may have lines that come to nought."""
_PLACEHOLDERS = ("Z", "z", "~")
"""What a form of a quarter may hold instead of a code."""
_COUNTY_FUNCTIONS = (
    "400 410 420 421 430 460 465 470 471 472 473 480 511 515 520 521 522 523 525 526 527 528 529 530 531 533 534 535 "
    "536 537 553 554 559 562 563 564 570 581 590 660 665 701 710 711 713 714 716 722 730 731 732 733 734 735 740 750 "
    "760 771 772 775 790"
)
_DISTRICT_FUNCTIONS, _DISTRICT_ARTS = "691 692 693 694 695 696", "298 379 798"


class Severity(Enum):
    """How grave a finding is, the gravest first."""

    FATAL = "FATAL"
    ERROR = "ERROR"
    WARNING = "WARNING"
    INFO = "INFO"


@dataclass(frozen=True)
class Expected:
    """What a file is to be: its form, year, region (six characters) and quarter (blank for a whole year)."""

    form: str
    year: int
    region: str
    quarter: str = WHOLE_YEAR

    @property
    def is_of_quarter(self) -> bool:
        """Is it the accounts of a quarter?"""
        return self.quarter != WHOLE_YEAR

    @property
    def is_of_oslo(self) -> bool:
        """Is it Oslo's, or one of its districts'? They have tasks of a county too."""
        district = self.region[4:]
        return self.region.startswith(OSLO) and district.isdecimal() and int(district) <= LAST_DISTRICT

    @property
    def is_of_district(self) -> bool:
        """Is it one of the districts of Oslo?"""
        return self.is_of_oslo and not self.region.endswith("00")

    def account_classes(self) -> tuple[str, ...]:
        """The account classes that the form may hold."""
        return FORMS[self.form] + (_PLACEHOLDERS if self.is_of_quarter and self.form == "0B" else ())

    def functions(self) -> frozenset[str]:
        """The functions that may be reported on."""
        known = {code for code, found in functions().items() if found.is_valid_in(self.year)}
        known -= {code for code, year in _WITHDRAWN_EARLY.items() if self.year >= year}
        if self.is_of_oslo:
            known.update(_COUNTY_FUNCTIONS.split())
        if self.is_of_district or (self.is_of_oslo and self.is_of_quarter):
            known.update(_DISTRICT_FUNCTIONS.split())
        if self.is_of_quarter:
            known.update(_PLACEHOLDERS, ("190", "254"))
        return frozenset(known)

    def arts(self) -> frozenset[str]:
        """The arts that may be reported."""
        known = {code for code, found in arts().items() if found.is_valid_in(self.year)}
        return frozenset(known.union(_DISTRICT_ARTS.split() if self.is_of_district else ()))

    def chapters(self) -> frozenset[str]:
        """The chapters of the balance that may be reported, as they are written: four characters."""
        known = [code for code, found in chapters().items() if found.is_valid_in(self.year)]
        return frozenset(f"{code:<4}" for code in (*known, *((*_PLACEHOLDERS, "") if self.is_of_quarter else ())))

    def sectors(self) -> frozenset[str]:
        """The sectors that may be reported, as they are written: three characters."""
        return frozenset(f"{code:<3}" for code in (*sectors(), *(_PLACEHOLDERS if self.is_of_quarter else ())))


@dataclass(frozen=True)
class Rule:
    """A rule of the national control: its number, the check that does it, how grave it is, what it measures with."""

    number: str
    check: str
    severity: Severity
    quarterly: dict[str, str] = field(hash=False)
    measured_with: dict[str, Any] = field(hash=False)
    quarter_measured_with: dict[str, Any] = field(hash=False)

    def severity_in(self, quarter: str) -> Severity | None:
        """How grave it is in a quarter, or in a whole year (blank); None where it does not count."""
        said = self.quarterly.get(quarter.strip())
        if said == NOT_CONTROLLED:
            return None
        return Severity(said) if said else self.severity

    def having(self, quarter: str) -> dict[str, Any]:
        """What it measures with in a quarter or a whole year."""
        return self.quarter_measured_with if quarter != WHOLE_YEAR else self.measured_with


@dataclass(frozen=True)
class Hit:
    """Where a rule is broken: lines of the file, the account when it is one, and what varies in the sentence."""

    lines: tuple[int, ...] = ()
    account: Account | None = None
    parts: dict[str, str] = field(default_factory=dict)


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order in which they are run."""
    read = yaml.safe_load((DATA / "control_rules.yaml").read_text(encoding="utf-8"))
    return tuple(
        Rule(
            number=entry["number"],
            check=entry["check"],
            severity=Severity(entry["severity"]),
            quarterly=entry.get("quarterly", {}),
            measured_with=entry.get("with", {}),
            quarter_measured_with=entry.get("quarter_with", entry.get("with", {})),
        )
        for entry in read
    )
