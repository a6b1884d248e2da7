"""How couplings change: an act says what a code is for some years, and the years around it stay as they were.

Nothing is ever edited. What an act takes the place of is told, so that it can be kept as history beside what was added.

>>> old = Coupling(Kind.ART, "27010", "270")
>>> change = changed([old], Coupling(Kind.ART, "27010", "271", first_year=2026))
>>> [(known.target, known.first_year, known.last_year) for known in change.added]
[('270', 0, 2025), ('271', 2026, 9999)]
>>> change.replaced == (old,)
True
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import looks_like_formula
from styring.kernel.words import gettext_noop
from styring.ledger.rules.chart import FORMULA, LONGEST_CODE, TOO_LONG, Coupling
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Code, Kind, arts, functions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

LONGEST_NAME = 200
FIRST_SENSIBLE_YEAR, LAST_SENSIBLE_YEAR = 2000, 2100

CODE_MISSING = gettext_noop("Koden mangler.")
SPACE_IN_CODE = gettext_noop("Koden kan ikke ha mellomrom.")
TARGET_MISSING = gettext_noop("Skriv hva koden er koblet til.")
NO_TARGET = gettext_noop("Et prosjekt kobles ikke til noe.")
NO_SUCH_ART = gettext_noop("Arten %(target)s finnes ikke i KOSTRA.")
NO_SUCH_FUNCTION = gettext_noop("Funksjonen %(target)s finnes ikke i KOSTRA.")
NO_SUCH_UNIT = gettext_noop("Det finnes ingen enhet med koden %(target)s.")
NOT_YET = gettext_noop("%(target)s gjelder først fra %(year)s. La koblingen begynne da.")
NO_LONGER = gettext_noop("%(target)s gjelder bare til og med %(year)s. La koblingen slutte da.")
SUCCEEDED = gettext_noop(
    "%(target)s gjelder bare til og med %(year)s. La koblingen slutte da, og koble koden til %(successors)s etterpå."
)
YEARS_TURNED = gettext_noop("Siste år kan ikke være før første år.")
BAD_YEAR = gettext_noop("Året må være fra %(first)s til %(last)s.")
NOT_IN_USE = gettext_noop("Koden har ingen kobling etter %(year)s, så det er ingenting å avslutte.")
Key: TypeAlias = tuple[Kind, str, bool]
_LISTS: Mapping[Kind, tuple[Mapping[str, Code], str]] = {
    Kind.ART: (arts(), NO_SUCH_ART),
    Kind.FUNCTION: (functions(), NO_SUCH_FUNCTION),
}


@dataclass(frozen=True)
class Change:
    """What an act does: couplings that no longer count, and those that count instead."""

    replaced: tuple[Coupling, ...] = ()
    added: tuple[Coupling, ...] = ()

    def __bool__(self) -> bool:
        """Does it change anything?"""
        return bool(self.replaced or self.added)


def key_of(coupling: Coupling) -> Key:
    """What a coupling is about: in any year at most one coupling of a key counts."""
    return coupling.kind, coupling.code, coupling.is_prefix


def changed(live: Iterable[Coupling], wanted: Coupling) -> Change:
    """Let a code be what is wanted in its years; nothing when it is so already."""
    met = _met(live, wanted)
    if any(_says_all_of(known, wanted) for known in met):
        return Change()
    added = [*_around(met, wanted), wanted]
    return Change(tuple(met), tuple(sorted(added, key=lambda known: known.first_year)))


def told(live: Iterable[Coupling], wanted: Iterable[Coupling]) -> Change:
    """Let codes be what a list tells of them; codes that it does not tell of stay as they are.

    A coupling that the list tells with an earlier last year, all else being the same, ends then.
    """
    before, after = _by_key(live), _by_key(live)
    for coupling in wanted:
        mine = after.setdefault(key_of(coupling), [])
        change = _shortened(mine, coupling) or changed(mine, coupling)
        after[key_of(coupling)] = [known for known in mine if known not in change.replaced] + list(change.added)
    replaced = [known for key, mine in before.items() for known in mine if known not in after[key]]
    added = [known for key, mine in after.items() for known in mine if known not in before.get(key, ())]
    return Change(tuple(replaced), tuple(added))


def _by_key(couplings: Iterable[Coupling]) -> dict[Key, list[Coupling]]:
    found: dict[Key, list[Coupling]] = {}
    for coupling in couplings:
        found.setdefault(key_of(coupling), []).append(coupling)
    return found


def _shortened(live: Iterable[Coupling], wanted: Coupling) -> Change | None:
    """The end of a coupling that is told with an earlier last year."""
    for known in live:
        if known.last_year > wanted.last_year and replace(known, last_year=wanted.last_year) == wanted:
            return Change((known,), (wanted,))
    return None


def overlap(one: Coupling, other: Coupling) -> bool:
    """Do two couplings of the same code both count in some year?"""
    return one.first_year <= other.last_year and other.first_year <= one.last_year


def ended(live: Iterable[Coupling], key: Key, last_year: int) -> Change:
    """Let a code be nothing after a year.

    Raises:
        InvalidValueError: it is nothing then already.
    """
    kind, code, is_prefix = key
    gone = Coupling(kind, code, "", last_year + 1, LAST_YEAR, is_prefix)
    met = _met(live, gone)
    if not met:
        raise InvalidValueError(NOT_IN_USE, year=last_year)
    return Change(tuple(met), tuple(_around(met, gone)))


def _met(live: Iterable[Coupling], wanted: Coupling) -> list[Coupling]:
    """Those of the same code that count in any of its years."""
    return [known for known in live if key_of(known) == key_of(wanted) and overlap(known, wanted)]


def _says_all_of(known: Coupling, wanted: Coupling) -> bool:
    is_same = (known.target, known.name) == (wanted.target, wanted.name)
    return is_same and known.first_year <= wanted.first_year and known.last_year >= wanted.last_year


def _around(met: Iterable[Coupling], wanted: Coupling) -> list[Coupling]:
    """What is left before and after the years that are wanted."""
    before = [replace(known, last_year=wanted.first_year - 1) for known in met if known.first_year < wanted.first_year]
    after = [replace(known, first_year=wanted.last_year + 1) for known in met if known.last_year > wanted.last_year]
    return [*before, *after]


def judge(coupling: Coupling, units: Collection[str]) -> None:
    """Refuse a coupling that could never be of use.

    Args:
        coupling: what is wanted.
        units: the codes of the units.

    Raises:
        CouplingError: with the field that is wrong.
    """
    _judge_code(coupling.code)
    if looks_like_formula(coupling.name):
        raise CouplingError(FORMULA, "name")
    if len(coupling.name) > LONGEST_NAME:
        raise CouplingError(TOO_LONG, "name", limit=LONGEST_NAME)
    _judge_years(coupling)
    if coupling.kind is Kind.PROJECT:
        if coupling.target:
            raise CouplingError(NO_TARGET, "target")
    elif not coupling.target:
        raise CouplingError(TARGET_MISSING, "target")
    elif coupling.kind is Kind.UNIT:
        if coupling.target not in units:
            raise CouplingError(NO_SUCH_UNIT, "target", target=coupling.target)
    else:
        _judge_target(coupling)


class CouplingError(InvalidValueError):
    """A coupling that cannot be: ``field`` is the part of it that is wrong."""

    def __init__(self, message: str, field: str, **parts: object) -> None:
        super().__init__(message, **parts)
        self.field = field


def _judge_code(code: str) -> None:
    if not code:
        raise CouplingError(CODE_MISSING, "code")
    if looks_like_formula(code):
        raise CouplingError(FORMULA, "code")
    if len(code) > LONGEST_CODE:
        raise CouplingError(TOO_LONG, "code", limit=LONGEST_CODE)
    if any(character.isspace() for character in code):
        raise CouplingError(SPACE_IN_CODE, "code")


def _judge_years(coupling: Coupling) -> None:
    for field, year, always in (
        ("first_year", coupling.first_year, FIRST_YEAR),
        ("last_year", coupling.last_year, LAST_YEAR),
    ):
        if year != always and not FIRST_SENSIBLE_YEAR <= year <= LAST_SENSIBLE_YEAR:
            raise CouplingError(BAD_YEAR, field, first=FIRST_SENSIBLE_YEAR, last=LAST_SENSIBLE_YEAR)
    if coupling.last_year < coupling.first_year:
        raise CouplingError(YEARS_TURNED, "last_year")


def _judge_target(coupling: Coupling) -> None:
    """A code of KOSTRA must count in every year that the coupling does."""
    known, missing = _LISTS[coupling.kind]
    found = known.get(coupling.target)
    if found is None:
        raise CouplingError(missing, "target", target=coupling.target)
    if coupling.first_year < found.first_year:
        raise CouplingError(NOT_YET, "first_year", target=found.code, year=found.first_year)
    if coupling.last_year > found.last_year:
        successors = "/".join(found.successors)
        message = SUCCEEDED if successors else NO_LONGER
        raise CouplingError(message, "last_year", target=found.code, year=found.last_year, successors=successors)
