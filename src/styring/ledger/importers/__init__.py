"""Taking in accounts: lines are checked against KOSTRA and the organisation, written, and put to use month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Sum

from styring.imports.kit import Outcome, Reading
from styring.kernel.errors import InvalidValueError, NotFoundError, RuleBrokenError
from styring.kernel.memory import circles_sought_seldom
from styring.kernel.sheets import open_sheet
from styring.kernel.words import gettext_noop
from styring.ledger.importers.choosing import layout_of_batch
from styring.ledger.importers.coding import Coding
from styring.ledger.importers.reading import LedgerFile
from styring.ledger.importers.writing import Writer, remove_entries
from styring.ledger.models import AccountClass, Balance, Delivery, Posting
from styring.ledger.queries import chart_of
from styring.ledger.rules.chart import KnownUnit
from styring.organisation.models import Placement, Unit

if TYPE_CHECKING:
    from typing import Any

    from django.db.models import QuerySet

    from styring.imports.models import Batch
    from styring.tasks.rules import Progress

MONTHS = (
    "januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
    "desember",
)  # fmt: skip
NO_LINES = gettext_noop("Filen har ingen linjer med beløp.")
SUPERSEDED = gettext_noop("Innlesing %(other)s har tatt over for en del av denne. Angre den først.")
NO_SUCH_UNIT = gettext_noop("Det finnes ingen enhet med koden «%(code)s».")
NO_TOP = gettext_noop("Organisasjonen er tom. Opprett kommunen først.")

COLUMNS_KNOWN = gettext_noop("Alle kolonner er gjenkjent")
COLUMNS_UNUSED = gettext_noop("Kolonner som ikke er brukt: %(columns)s")
PERIOD = gettext_noop("Perioden stemmer: %(period)s")
CODES = gettext_noop("Arter og funksjoner finnes i KOSTRA for %(year)s")
SUM_OF_CLASS = {
    AccountClass.OPERATING: gettext_noop("Sum i driftsregnskapet"),
    AccountClass.INVESTMENT: gettext_noop("Sum i investeringsregnskapet"),
}
IN_BALANCE = {
    AccountClass.OPERATING: gettext_noop("Driftsregnskapet går i null"),
    AccountClass.INVESTMENT: gettext_noop("Investeringsregnskapet går i null"),
}
CUT = gettext_noop("Siste linje slutter uten linjeskift. Se etter at hele filen er med")
LEFT_OUT = gettext_noop("Linjer på balansekonti, som ikke er med her")
TWINS = gettext_noop("Helt like linjer. Se etter om de er ført to ganger")
ON_UNIT = gettext_noop("Filen har ingen enheter. Alt er ført på %(unit)s")
REPLACES = gettext_noop("Tar over for innlesing %(batch)s i %(months)s")


def read_ledger(reading: Reading) -> Outcome:
    """Read a ledger file into deliveries that are not live.

    Raises:
        InvalidValueError: the file cannot be read, or has no line with an amount.
        NotFoundError: the unit or the profile that was named does not exist.
    """
    batch, faults = reading.batch, reading.faults
    layout = layout_of_batch(reading.path, batch)
    with open_sheet(reading.path, layout.written) as sheet:
        chart = chart_of(batch.year or 0)
        coding = Coding(chart, layout)
        file = LedgerFile(sheet, coding, faults)
        scope = batch.options.get("unit", "") if not file.has_units else ""
        unit = None if file.has_units else _named_or_top(scope)
        chart.default_unit = KnownUnit(unit.pk) if unit else None
        writer = Writer(batch, scope)
        _read_through(file, writer, reading.progress)
    file.check_sums()
    if faults.count:
        return Outcome(batch.title, file.read.lines, 0)
    writer.close(coding.keys)
    if not writer.count:
        raise InvalidValueError(NO_LINES)
    return _outcome(batch, file, unit, writer.count)


def _read_through(file: LedgerFile, writer: Writer, progress: Progress) -> None:
    """Read a file to its end, for the sake of its faults, and write it as long as there are none."""
    with circles_sought_seldom():
        for entries in file.entries(progress):
            if not file.faults.count:
                writer.write(entries, file.coding.keys)


def post_ledger(batch: Batch) -> None:
    """Make a batch's deliveries live, in place of those that were so for the same months."""
    for mine in Delivery.objects.filter(batch=batch):
        same = Delivery.objects.filter(year=mine.year, month=mine.month, scope=mine.scope, is_live=True)
        same.update(is_live=False, superseded_by=batch)
        Delivery.objects.filter(pk=mine.pk).update(is_live=True)


def undo_ledger(batch: Batch) -> None:
    """Make a batch's deliveries no longer live, and those they took the place of live again.

    Raises:
        RuleBrokenError: a later batch has taken the place of some of them.
    """
    later = Delivery.objects.filter(batch=batch, is_live=False).first()
    if later:
        raise RuleBrokenError(SUPERSEDED, other=str(later.superseded_by_id))
    Delivery.objects.filter(batch=batch).update(is_live=False)
    Delivery.objects.filter(superseded_by=batch).update(is_live=True, superseded_by=None)


def discard_ledger(batch: Batch) -> None:
    """Remove what was read and never counted."""
    remove_entries(batch)


def is_in_force(batch: Batch) -> bool:
    """Are all of a batch's deliveries live?"""
    states = Delivery.objects.filter(batch=batch).values_list("is_live", flat=True)
    return bool(states) and all(states)


def _named_or_top(code: str) -> Unit:
    if code:
        named = Unit.objects.filter(code=code).first()
        if named is None:
            raise NotFoundError(NO_SUCH_UNIT, code=code)
        return named
    top = Placement.objects.filter(parent=None).select_related("unit").order_by("-valid_to", "valid_from").first()
    if top is None:
        raise NotFoundError(NO_TOP)
    return top.unit


def _live(batch: Batch, scope: str, months: list[int]) -> QuerySet[Delivery]:
    """What counts now for the months of a batch."""
    return Delivery.objects.filter(year=batch.year or 0, month__in=months, scope=scope, is_live=True)


def _replaced(batch: Batch, scope: str, months: list[int]) -> int:
    """How many lines no longer count when the batch does."""
    return Posting.objects.filter(delivery__in=_live(batch, scope, months)).count()


def _outcome(batch: Batch, file: LedgerFile, unit: Unit | None, taken: int) -> Outcome:
    scope = batch.options.get("unit", "") if unit else ""
    mine = Delivery.objects.filter(batch=batch)
    months = list(mine.values_list("month", flat=True))
    sums = dict(
        Balance.objects.filter(year=batch.year or 0, delivery__in=mine)
        .order_by()
        .values_list("combination__account_class")
        .annotate(Sum("amount"))
    )
    return Outcome(
        title=f"Regnskap {period_of(batch.year or 0, months)}",
        lines_read=file.read.lines,
        lines_taken=taken,
        amount=sum(sums.values()),
        result={
            "months": months,
            "lines_replaced": _replaced(batch, scope, months),
            "unit": unit.code if unit else "",
            "layout": file.layout.name,
            "encoding": file.sheet.written.encoding,
            "sums": {account_class: sums.get(account_class, 0) for account_class in AccountClass.values},
            "checks": _checks(file, months, sums),
            "notes": _notes(batch, unit, scope, months),
            "units": len({key.unit for key in file.coding.keys}),
        },
    )


def period_of(year: int, months: list[int]) -> str:
    """Months of a year in words, for the title of a batch.

    >>> period_of(2026, [10]), period_of(2026, [1, 2, 3]), period_of(2025, list(range(1, 13)))
    ('oktober 2026', 'januar–mars 2026', '2025')
    """
    if not months or len(months) == len(MONTHS):
        return str(year)
    first, last = MONTHS[min(months) - 1], MONTHS[max(months) - 1]
    return f"{first} {year}" if first == last else f"{first}–{last} {year}"


def _balanced(account_class: AccountClass, amount: int, *, is_whole: bool) -> dict[str, Any]:
    """A whole year's accounts must sum to nought in each class; some months of it need not."""
    if amount == 0:
        return {"text": IN_BALANCE[account_class], "ok": True}
    return {"text": SUM_OF_CLASS[account_class], "amount": amount, "ok": not is_whole}


def _checks(file: LedgerFile, months: list[int], sums: dict[str, int]) -> list[dict[str, Any]]:
    unused, period = file.read.unused, period_of(file.coding.year, months)
    is_whole = len(months) == len(MONTHS)
    columns = (
        {"text": COLUMNS_UNUSED, "parts": {"columns": ", ".join(unused)}, "ok": False}
        if unused
        else {"text": COLUMNS_KNOWN, "value": len(file.sheet.columns), "ok": True}
    )
    checks: list[dict[str, Any]] = [
        columns,
        {"text": PERIOD, "parts": {"period": period}, "ok": True},
        {"text": CODES, "parts": {"year": str(file.coding.year)}, "ok": True},
    ]
    checks += [_balanced(AccountClass(known), amount, is_whole=is_whole) for known, amount in sorted(sums.items())]
    if file.sheet.is_cut:
        checks.append({"text": CUT, "ok": False})
    if file.read.left_out:
        checks.append({"text": LEFT_OUT, "value": file.read.left_out, "ok": True})
    if file.read.twins:
        checks.append({"text": TWINS, "value": file.read.twins, "ok": False})
    return checks


def _notes(batch: Batch, unit: Unit | None, scope: str, months: list[int]) -> list[dict[str, Any]]:
    notes: list[dict[str, Any]] = []
    if unit:
        notes.append({"text": ON_UNIT, "parts": {"unit": f"{unit.code} {unit.name}"}})
    replaced: dict[int, list[int]] = {}
    for other, month in _live(batch, scope, months).values_list("batch_id", "month"):
        replaced.setdefault(other, []).append(month)
    notes += [
        {"text": REPLACES, "parts": {"batch": str(other), "months": period_of(batch.year or 0, taken)}}
        for other, taken in replaced.items()
    ]
    return notes
