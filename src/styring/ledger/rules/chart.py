"""The chart of accounts of a year: what the codes of the municipality's own accounts are in KOSTRA and here.

A municipality has codes of its own, longer than KOSTRA's. Each is judged in this order, and never guessed: what the
municipality has coupled it to for the year; what it is in KOSTRA; a coupling of all codes that begin alike, the longest
first; the rule for codes that say KOSTRA's code themselves. What is left is a fault, with what to do about it::

    chart = Chart(2026, couplings, rules, units)
    chart.check(Combination("1", "27010", "2021", "320"))       # an Account, or a Fault
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import looks_like_formula
from styring.kernel.spans import FOREVER
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import (
    ACCOUNT_CLASSES,
    CODE_LENGTH,
    FIRST_YEAR,
    LAST_YEAR,
    OPERATING,
    Art,
    Code,
    Kind,
    arts,
    functions,
)
from styring.ledger.rules.restrictions import MEND_IT, NOT_ALLOWED, NOTHING_THERE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from styring.ledger.rules.restrictions import Restriction

LONGEST_CODE = 20
"""Characters that a code of the municipality's own may have."""

UNKNOWN_CLASS = gettext_noop("Kontoklassen må være 0 (investering) eller 1 (drift).")
UNKNOWN_ART = gettext_noop("Arten finnes ikke i KOSTRA for %(year)s.")
UNKNOWN_FUNCTION = gettext_noop("Funksjonen finnes ikke i KOSTRA for %(year)s.")
UNCOUPLED_ART = gettext_noop("Arten er ikke koblet til KOSTRA for %(year)s.")
UNCOUPLED_FUNCTION = gettext_noop("Funksjonen er ikke koblet til KOSTRA for %(year)s.")
COUPLED_TO_OLD_ART = gettext_noop("Arten er koblet til %(target)s, som ikke gjelder i %(year)s.")
COUPLED_TO_OLD_FUNCTION = gettext_noop("Funksjonen er koblet til %(target)s, som ikke gjelder i %(year)s.")
NOT_IN_OPERATING = gettext_noop("Arten kan ikke brukes i driftsregnskapet.")
NOT_IN_INVESTMENT = gettext_noop("Arten kan ikke brukes i investeringsregnskapet.")
UNKNOWN_UNIT = gettext_noop("Enheten finnes ikke.")
UNIT_MISSING = gettext_noop("Linjen mangler enhet.")
CLOSED_PROJECT = gettext_noop("Prosjektet gjelder ikke i %(year)s.")
FORMULA = gettext_noop("Cellen ligner en formel og leses ikke.")
TOO_LONG = gettext_noop("Teksten er for lang. Grensen er %(limit)s tegn.")

USE_SUCCESSOR = gettext_noop("Bruk %(successors)s i stedet, eller koble koden til en av dem i kontoplanen.")
COUPLE_IT = gettext_noop("Rett koden, eller koble den til KOSTRA i kontoplanen.")
COUPLE_UNIT = gettext_noop("Rett koden, koble ansvaret til en enhet i kontoplanen, eller opprett enheten først.")
MEND_CLASS = gettext_noop("Rett arten eller kontoklassen.")
PASTE_VALUE = gettext_noop("Lim inn verdien i stedet for formelen.")
MEND_PROJECT = gettext_noop("Bruk et prosjekt som gjelder, eller forleng prosjektet i kontoplanen.")
KIND_OF = {
    UNKNOWN_ART: Kind.ART,
    UNCOUPLED_ART: Kind.ART,
    COUPLED_TO_OLD_ART: Kind.ART,
    UNKNOWN_FUNCTION: Kind.FUNCTION,
    UNCOUPLED_FUNCTION: Kind.FUNCTION,
    COUPLED_TO_OLD_FUNCTION: Kind.FUNCTION,
    UNKNOWN_UNIT: Kind.UNIT,
    CLOSED_PROJECT: Kind.PROJECT,
}
"""What kind of code a coupling would mend, by the reason of the fault; the code stands in its parts as ``code``."""


class KnownUnit(NamedTuple):
    """A unit's key, and the day from which it is no more."""

    key: int
    closed_on: date = FOREVER


@dataclass(frozen=True)
class Coupling:
    """What a code of the municipality's own is for some years: an art, a function, a unit, or a project by name.

    With ``is_prefix`` it is every code that begins so. A project has no ``target``.
    """

    kind: Kind
    code: str
    target: str
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    is_prefix: bool = False
    name: str = ""

    def is_valid_in(self, year: int) -> bool:
        """Does it count in the accounts of a year?"""
        return self.first_year <= year <= self.last_year


@dataclass(frozen=True)
class PrefixRule:
    """Where KOSTRA's code stands in longer codes from a year on: after ``skip`` characters, or nowhere (None)."""

    kind: Kind
    first_year: int
    skip: int | None


DEFAULT_RULES = (PrefixRule(Kind.ART, FIRST_YEAR, 0), PrefixRule(Kind.FUNCTION, FIRST_YEAR, 0))
"""Until the municipality says otherwise, a longer code begins with KOSTRA's: 27010 is art 270, 2021 is function 202."""


class Combination(NamedTuple):
    """What stands in a line of the accounts, as it is written there."""

    account_class: str
    art: str
    function: str
    unit: str = ""
    project: str = ""


class Account(NamedTuple):
    """Where a line belongs: KOSTRA's codes, the unit's key, and the project."""

    account_class: str
    unit: int
    function: str
    art: str
    project: str


@dataclass(frozen=True)
class Fault:
    """Why a combination cannot be taken in: where it lies, what stood there, and what to do, in Bokmål.

    ``place`` names a part of `Combination`; ``reason`` and ``advice`` hold ``%(name)s`` for ``parts``.
    """

    place: str
    value: str
    reason: str
    advice: str = ""
    parts: dict[str, str] = field(default_factory=dict)


class FaultError(InvalidValueError):
    """A part of a combination cannot be taken in."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason, **fault.parts)
        self.fault = fault


class Chart:
    """The chart of accounts of one year.

    Args:
        year: the accounting year.
        couplings: the municipality's own codes, of any year.
        rules: where KOSTRA's code stands in longer codes; the default where the municipality has said nothing.
        units: the units by code; None takes every line as the whole municipality's.
        default_unit: of accounts without units.
    """

    def __init__(
        self,
        year: int,
        couplings: Iterable[Coupling] = (),
        rules: Iterable[PrefixRule] = (),
        units: Mapping[str, KnownUnit] | None = None,
        default_unit: KnownUnit | None = None,
    ) -> None:
        self.year, self.units, self.default_unit = year, units, default_unit
        known = list(couplings)
        mine = [coupling for coupling in known if coupling.is_valid_in(year)]
        self._exact = {(coupling.kind, coupling.code): coupling for coupling in mine if not coupling.is_prefix}
        self._prefixes = sorted(
            (coupling for coupling in mine if coupling.is_prefix), key=lambda coupling: -len(coupling.code)
        )
        self._rules = rules_in(year, rules)
        self._other_projects = _projects(known) - _projects(mine)
        self._codes_of_units = {unit.key: code for code, unit in (units or {}).items()}
        self._restrictions: list[Restriction] = []

    def restrict(self, restrictions: Iterable[Restriction]) -> Chart:
        """Let the municipality's own rules of what may stand together count, those of the year; the chart itself."""
        self._restrictions = [rule for rule in restrictions if rule.is_valid_in(self.year)]
        return self

    def check(self, combination: Combination) -> Account | Fault:
        """Where a line belongs, or the first thing that is wrong with it."""
        try:
            account_class, art = self.account(combination.account_class, combination.art)
            function, unit = self.function(combination.function), self.unit(combination.unit)
            account = Account(account_class, unit, function, art, self.project(combination.project))
        except FaultError as error:
            return error.fault
        return next(self.broken(account), account)

    def broken(self, account: Account) -> Iterator[Fault]:
        """The rules of what may stand together that an account breaks."""
        codes = {
            Kind.ART: account.art,
            Kind.FUNCTION: account.function,
            Kind.UNIT: self._codes_of_units.get(account.unit, ""),
            Kind.PROJECT: account.project,
        }
        for rule in self._restrictions:
            if not rule.allows(account.account_class, codes):
                parts = {"rule": rule.name, "allowed": ", ".join(rule.allowed)}
                reason = NOT_ALLOWED if rule.allowed else NOTHING_THERE
                yield Fault(rule.other.value, codes[rule.other], reason, MEND_IT, parts)

    def faults(self, combination: Combination) -> list[Fault]:
        """Everything that is wrong with a line."""
        found = []
        for judge in self._judges(combination):
            try:
                judge()
            except FaultError as error:
                found.append(error.fault)
        return found or [fault for fault in (self.check(combination),) if isinstance(fault, Fault)]

    def _judges(self, combination: Combination) -> Iterator[Callable[[], object]]:
        yield lambda: self.account(combination.account_class, combination.art)
        yield lambda: self.function(combination.function)
        yield lambda: self.unit(combination.unit)
        yield lambda: self.project(combination.project)

    def account(self, account_class: str, art: str) -> tuple[str, str]:
        """Account class and KOSTRA art.

        Raises:
            FaultError: the class is none, or the art is not valid in the year or may not stand in the class.
        """
        bare = account_class.strip()
        if bare not in ACCOUNT_CLASSES:
            raise FaultError(Fault("account_class", bare, UNKNOWN_CLASS))
        known = self._coded(Kind.ART, art, arts(), (UNKNOWN_ART, UNCOUPLED_ART, COUPLED_TO_OLD_ART))
        if isinstance(known, Art) and bare not in known.account_classes:
            reason = NOT_IN_OPERATING if bare == OPERATING else NOT_IN_INVESTMENT
            raise FaultError(Fault("art", art.strip(), reason, MEND_CLASS))
        return bare, known.code

    def function(self, text: str) -> str:
        """The KOSTRA function.

        Raises:
            FaultError: it is not valid in the year.
        """
        reasons = (UNKNOWN_FUNCTION, UNCOUPLED_FUNCTION, COUPLED_TO_OLD_FUNCTION)
        return self._coded(Kind.FUNCTION, text, functions(), reasons).code

    def unit(self, text: str) -> int:
        """The unit's key; nought when no units are known.

        Raises:
            FaultError: there is no such unit.
        """
        if self.default_unit:
            return self.default_unit.key
        code = text.strip()
        if not code:
            raise FaultError(Fault("unit", code, UNIT_MISSING))
        if self.units is None:
            return 0
        coupled = self._coupled(Kind.UNIT, code)
        if coupled and not (coupled.is_prefix and code in self.units):
            code = coupled.target
        known = self.units.get(code)
        if known is None:
            raise FaultError(Fault("unit", text.strip(), UNKNOWN_UNIT, COUPLE_UNIT, {"code": text.strip()}))
        return known.key

    def project(self, text: str) -> str:
        """The project; one that the register knows must be valid in the year, others are taken as they are.

        Raises:
            FaultError: it is too long, looks like a formula, or belongs to other years.
        """
        code = text.strip()
        if looks_like_formula(code):
            raise FaultError(Fault("project", code, FORMULA, PASTE_VALUE))
        if len(code) > LONGEST_CODE:
            raise FaultError(Fault("project", code, TOO_LONG, parts={"limit": str(LONGEST_CODE)}))
        if code in self._other_projects:
            parts = {"year": str(self.year), "code": code}
            raise FaultError(Fault("project", code, CLOSED_PROJECT, MEND_PROJECT, parts))
        return code

    def way_of(self, kind: Kind, text: str) -> Coupling | PrefixRule | None:
        """Why a code is what it is: the coupling or rule that says so; None when it is KOSTRA's own, or is nothing."""
        code = text.strip()
        exact = self._exact.get((kind, code))
        if exact or code.zfill(CODE_LENGTH) in _LISTS[kind]():
            return exact
        return self._coupled(kind, code) or self._rule(kind, code)

    def _coded(self, kind: Kind, text: str, known: Mapping[str, Code], reasons: tuple[str, str, str]) -> Code:
        code = text.strip()
        unknown, uncoupled, old = reasons
        if looks_like_formula(code):
            raise FaultError(Fault(kind.value, code, FORMULA, PASTE_VALUE))
        way = self.way_of(kind, code)
        target = _target(way, code)
        found = known.get(target)
        if found is not None and found.is_valid_in(self.year):
            return found
        reason = old if found and way else uncoupled if len(code) > CODE_LENGTH else unknown
        raise FaultError(self._invalid(kind, code, reason, found, target))

    def _invalid(self, kind: Kind, code: str, reason: str, found: Code | None, target: str) -> Fault:
        """A code that is none in the year; advises what took over for it, when something did."""
        successors = "/".join(found.successors) if found else ""
        parts = {"year": str(self.year), "target": target, "successors": successors, "code": code}
        return Fault(kind.value, code, reason, USE_SUCCESSOR if successors else COUPLE_IT, parts)

    def _coupled(self, kind: Kind, code: str) -> Coupling | None:
        begun = (known for known in self._prefixes if known.kind is kind and code.startswith(known.code))
        return self._exact.get((kind, code)) or next(begun, None)

    def _rule(self, kind: Kind, code: str) -> PrefixRule | None:
        rule = self._rules.get(kind)
        if rule is None or rule.skip is None or len(code) < rule.skip + CODE_LENGTH or len(code) <= CODE_LENGTH:
            return None
        return rule


_LISTS: Mapping[Kind, Callable[[], Mapping[str, Code]]] = {
    Kind.ART: arts,
    Kind.FUNCTION: functions,
    Kind.UNIT: dict,
    Kind.PROJECT: dict,
}


def rules_in(year: int, rules: Iterable[PrefixRule]) -> dict[Kind, PrefixRule]:
    """The rule that counts in a year for each kind of code: the latest that has begun."""
    begun = (rule for rule in (*DEFAULT_RULES, *rules) if rule.first_year <= year)
    return {rule.kind: rule for rule in sorted(begun, key=lambda rule: rule.first_year)}


def _projects(couplings: Iterable[Coupling]) -> set[str]:
    return {coupling.code for coupling in couplings if coupling.kind is Kind.PROJECT}


def _target(way: Coupling | PrefixRule | None, code: str) -> str:
    match way:
        case Coupling():
            return way.target
        case PrefixRule():
            start = way.skip or 0
            return code[start : start + CODE_LENGTH]
    return code.zfill(CODE_LENGTH)
