"""Taking in an adopted budget: a line for each unit, function and art, checked against KOSTRA and the organisation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from styring.budget.models import Layer, LayerKind, LayerState, Profile
from styring.budget.queries import amounts_of
from styring.budget.rules.layers import LineKey
from styring.budget.services import Heading, Phaser, derive_profiles, enter_adopted_budget
from styring.imports.kit import FoundFault, Outcome, Reading
from styring.kernel.amounts import ore
from styring.kernel.clock import today
from styring.kernel.errors import InvalidValueError, NotFoundError, RuleBrokenError
from styring.kernel.sheets import decimal_mark, looks_like_formula, open_sheet
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import ACCOUNT_CLASSES, INVESTMENT, OPERATING, arts, functions
from styring.organisation.models import Unit
from styring.organisation.queries import top_unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from styring.imports.kit import Faults
    from styring.imports.models import Batch
    from styring.kernel.sheets import Sheet

NAMES = {
    "year": ("aar", "år", "year", "budsjettår", "budsjettaar"),
    "account_class": ("kontoklasse", "account_class"),
    "unit": ("enhet", "ansvar", "unit"),
    "function": ("funksjon", "function"),
    "art": ("art",),
    "project": ("prosjekt", "project"),
    "amount": ("belop", "beløp", "amount"),
}
NEEDED = ("account_class", "function", "art", "amount")
_CODE, _LONGEST_PROJECT, _SAMPLE = 3, 20, 500

MISSING_COLUMN = gettext_noop("Filen mangler kolonnen «%(column)s».")
WRONG_WIDTH = gettext_noop("Linjen har %(found)s kolonner, men første linje har %(wanted)s.")
WRONG_YEAR = gettext_noop("Linjen gjelder %(found)s, men du leser inn %(year)s.")
UNKNOWN_CLASS = gettext_noop("Kontoklassen må være 0 (investering) eller 1 (drift).")
UNKNOWN_FUNCTION = gettext_noop("Funksjonen finnes ikke i KOSTRA for %(year)s.")
UNKNOWN_ART = gettext_noop("Arten finnes ikke i KOSTRA.")
WRONG_CLASS = gettext_noop("Arten kan ikke brukes i kontoklasse %(account_class)s.")
UNKNOWN_UNIT = gettext_noop("Enheten finnes ikke.")
UNIT_MISSING = gettext_noop("Linjen mangler enhet.")
FORMULA = gettext_noop("Cellen ligner en formel og leses ikke.")
TOO_LONG = gettext_noop("Teksten er for lang. Grensen er %(limit)s tegn.")
NO_LINES = gettext_noop("Filen har ingen linjer med beløp.")
NO_TOP = gettext_noop("Organisasjonen er tom. Opprett kommunen først.")
GONE = gettext_noop("Et annet budsjett for %(year)s er lest inn siden. Les inn filen på nytt.")
REPLACED = gettext_noop("Budsjettet er erstattet av en nyere versjon. Angre den først.")
READ_AGAIN = gettext_noop("Lest inn på nytt fra filen %(file)s.")
ADVICE = {
    UNKNOWN_UNIT: gettext_noop("Rett koden, eller opprett enheten i organisasjonen først."),
    UNKNOWN_ART: gettext_noop("Bruk en art på tre sifre, for eksempel 010."),
    UNKNOWN_FUNCTION: gettext_noop("Bruk funksjonen som gjelder i budsjettåret."),
    WRONG_YEAR: gettext_noop("Velg riktig år, eller ta ut linjene som gjelder et annet år."),
    FORMULA: gettext_noop("Lim inn verdien i stedet for formelen."),
}
BALANCED = {
    OPERATING: gettext_noop("Driftsbudsjettet går i null"),
    INVESTMENT: gettext_noop("Investeringsbudsjettet går i null"),
}
LEFT_OVER = {
    OPERATING: gettext_noop("Sum i driftsbudsjettet"),
    INVESTMENT: gettext_noop("Sum i investeringsbudsjettet"),
}
OUTDATED = gettext_noop("Arter som ikke gjelder i %(year)s, men er tatt med som vedtatt: %(arts)s")
ON_UNIT = gettext_noop("Filen har ingen enheter. Alt er lagt på %(unit)s")
ADDED_UP = gettext_noop("Linjer med samme enhet, funksjon, art og prosjekt er lagt sammen")


def read_budget(reading: Reading) -> Outcome:
    """Read a budget file into a draft, that counts nowhere.

    Raises:
        InvalidValueError: the file cannot be read, or has no line with an amount.
        NotFoundError: a file without units has no unit to lie on.
    """
    batch = reading.batch
    with open_sheet(reading.path) as sheet:
        file = BudgetFile(sheet, batch.year or 0, reading.faults, batch.options.get("unit", ""))
        amounts = file.amounts()
    if not amounts and not reading.faults.count:
        raise InvalidValueError(NO_LINES)
    if not reading.faults.count:
        enter_adopted_budget(actor=batch.started_by, heading=_heading(batch, None), amounts=amounts)
    return Outcome(
        title=f"Vedtatt budsjett {batch.year}",
        lines_read=file.lines,
        lines_taken=len(amounts),
        amount=sum(amounts.values()),
        result={"checks": _checks(amounts), "notes": file.notes(amounts)},
    )


def post_budget(batch: Batch) -> None:
    """Let a draft be the adopted budget of its year; one that is decided already gets a new version.

    A year that nobody has phased is phased as last year's accounts ran, art by art.

    Raises:
        RuleBrokenError: another budget has been read since.
    """
    draft = Layer.objects.filter(batch=batch, state=LayerState.DRAFT).first()
    if draft is None:
        raise RuleBrokenError(GONE, year=batch.year)
    decided_on = batch.options.get("decided_on")
    day = date.fromisoformat(decided_on) if decided_on else date((batch.year or 0) - 1, 12, 31)
    if not Profile.objects.filter(year=batch.year or 0).exists():
        derive_profiles(actor=batch.started_by, year=batch.year or 0)
    enter_adopted_budget(actor=batch.started_by, heading=_heading(batch, day), amounts=amounts_of(draft))


def undo_budget(batch: Batch) -> None:
    """Let a budget no longer count, and the version that it replaced count again.

    Raises:
        RuleBrokenError: a later version has replaced it.
    """
    layer = Layer.objects.filter(batch=batch, state=LayerState.DECIDED).first()
    if layer is None:
        raise RuleBrokenError(REPLACED)
    Layer.objects.filter(pk=layer.pk).update(state=LayerState.REPLACED)
    if layer.replaces_id:
        Layer.objects.filter(pk=layer.replaces_id).update(state=LayerState.DECIDED)
    Phaser.of(layer.first_year).spread_amendments()


def discard_budget(batch: Batch) -> None:
    """Remove a draft that never counted."""
    for draft in Layer.objects.filter(batch=batch, state=LayerState.DRAFT):
        draft.lines.all().delete()
        draft.delete()


def is_in_force(batch: Batch) -> bool:
    """Is what it holds the adopted budget?"""
    return Layer.objects.filter(batch=batch, state=LayerState.DECIDED, kind=LayerKind.ADOPTED).exists()


def _heading(batch: Batch, decided_on: date | None) -> Heading:
    year = batch.year or 0
    reason = batch.options.get("reason") or READ_AGAIN % {"file": batch.file_name}
    return Heading(
        f"Budsjett {year}", year, year, decided_on, batch.options.get("decision", ""), reason=reason, batch=batch
    )


def _checks(amounts: dict[LineKey, int]) -> list[dict[str, Any]]:
    sums: dict[str, int] = defaultdict(int)
    for key, amount in amounts.items():
        sums[key.account_class] += amount
    return [
        {"text": LEFT_OVER[known], "amount": amount, "ok": False} if amount else {"text": BALANCED[known], "ok": True}
        for known, amount in sorted(sums.items())
    ]


@dataclass
class BudgetFile:
    """A budget file being read.

    Args:
        sheet: the file as a table.
        year: the budget year.
        faults: where to report what is wrong.
        unit_code: the unit of a file without units; "" for the whole municipality.

    Raises:
        InvalidValueError: a column is missing.
        NotFoundError: a file without units has no unit to lie on.
    """

    sheet: Sheet
    year: int
    faults: Faults
    unit_code: str = ""
    lines: int = 0
    added_up: int = 0
    places: dict[str, int] = field(default_factory=dict)
    default_unit: Unit | None = None
    outdated: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        names = self.sheet.columns
        self.places = {
            name: next((names.index(known) for known in known_as if known in names), -1)
            for name, known_as in NAMES.items()
        }
        missing = [NAMES[name][0] for name in NEEDED if self.places[name] < 0]
        for name in missing:
            self.faults.add(FoundFault(MISSING_COLUMN, line=1, column=name, parts={"column": name}))
        if missing:
            raise InvalidValueError(MISSING_COLUMN, column=missing[0])
        self.units = dict(Unit.objects.values_list("code", "pk"))
        if self.places["unit"] < 0:
            self.default_unit = _named_or_top(self.unit_code)

    def amounts(self) -> dict[LineKey, int]:
        """The amounts of the file; faults are reported, and their lines left out."""
        rows = iter(self.sheet.rows)
        start = list(islice(rows, _SAMPLE))
        place = self.places["amount"]
        mark = decimal_mark(row[place] for _line, row in start if place < len(row))
        found: dict[LineKey, int] = {}
        for line, cells in chain(start, rows):
            self.lines += 1
            read = self._line(line, cells, mark)
            if read and read[1]:
                self.added_up += read[0] in found
                found[read[0]] = found.get(read[0], 0) + read[1]
        return found

    def notes(self, amounts: dict[LineKey, int]) -> list[dict[str, Any]]:
        """What the reader must know of how it was read."""
        notes: list[dict[str, Any]] = []
        if self.default_unit and amounts:
            notes.append({"text": ON_UNIT, "parts": {"unit": f"{self.default_unit.code} {self.default_unit.name}"}})
        if self.outdated:
            parts = {"year": str(self.year), "arts": ", ".join(sorted(self.outdated))}
            notes.append({"text": OUTDATED, "parts": parts, "ok": False})
        if self.added_up:
            notes.append({"text": ADDED_UP, "value": self.added_up})
        return notes

    def _line(self, line: int, cells: list[str], mark: str) -> tuple[LineKey, int] | None:
        width = len(self.sheet.columns)
        if len(cells) != width and any(cell.strip() for cell in cells[width:]):
            self.faults.add(FoundFault(WRONG_WIDTH, line, parts={"found": str(len(cells)), "wanted": str(width)}))
            return None
        padded = [*cells[:width], *[""] * (width - len(cells))]
        read = {name: self._read(line, name, padded, judge) for name, judge in self._judges(padded, mark)}
        if None in read.values():
            return None
        key = LineKey(self.year, read["account_class"], read["unit"], read["function"], read["art"], read["project"])
        return key, read["amount"]

    def _judges(self, cells: list[str], mark: str) -> Iterable[tuple[str, Callable[[str], Any]]]:
        """What each column must be, in the order of the file's own columns."""
        account_class = self._cell(cells, "account_class")
        yield "year", self._year
        yield "account_class", _account_class
        yield "unit", self._unit
        yield "function", self._function
        yield "art", lambda text: self._art(text, account_class)
        yield "project", _project
        yield "amount", lambda text: ore(text, mark)

    def _read(self, line: int, name: str, cells: list[str], judge: Callable[[str], Any]) -> Any:  # noqa: ANN401 - each column has its own type
        """What a cell means; None when it is wrong, which is reported."""
        text = self._cell(cells, name)
        place = self.places[name]
        column = self.sheet.columns[place] if place >= 0 else ""
        try:
            return judge(text)
        except InvalidValueError as error:
            reason = FORMULA if looks_like_formula(text) else error.message
            parts = {part: str(value) for part, value in error.parts.items()}
            self.faults.add(FoundFault(reason, line, column, text[:200], ADVICE.get(reason, ""), parts))
            return None

    def _cell(self, cells: list[str], name: str) -> str:
        place = self.places[name]
        return cells[place].strip() if place >= 0 else ""

    def _year(self, text: str) -> int:
        if text and text != str(self.year):
            raise InvalidValueError(WRONG_YEAR, found=text, year=self.year)
        return self.year

    def _unit(self, text: str) -> int:
        if self.default_unit:
            return self.default_unit.pk
        if not text:
            raise InvalidValueError(UNIT_MISSING)
        if text not in self.units:
            raise InvalidValueError(UNKNOWN_UNIT)
        return self.units[text]

    def _function(self, text: str) -> str:
        known = functions().get(text.zfill(_CODE))
        if known is None or not known.is_valid_in(self.year):
            raise InvalidValueError(UNKNOWN_FUNCTION, year=self.year)
        return known.code

    def _art(self, text: str, account_class: str) -> str:
        known = arts().get(text.zfill(_CODE))
        if known is None:
            raise InvalidValueError(UNKNOWN_ART)
        if not known.is_valid_in(self.year):
            self.outdated.add(known.code)
        if account_class in ACCOUNT_CLASSES and account_class not in known.account_classes:
            raise InvalidValueError(WRONG_CLASS, account_class=account_class)
        return known.code


def _account_class(text: str) -> str:
    if text not in ACCOUNT_CLASSES:
        raise InvalidValueError(UNKNOWN_CLASS)
    return text


def _project(text: str) -> str:
    if len(text) > _LONGEST_PROJECT:
        raise InvalidValueError(TOO_LONG, limit=_LONGEST_PROJECT)
    return text


def _named_or_top(code: str) -> Unit:
    found = Unit.objects.filter(code=code).first() if code else top_unit(today())
    if found is None:
        raise NotFoundError(NO_TOP)
    return found
