"""The statements as tables, with unit and sign stated, and a way into each line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext

from styring.ledger.rules.codes import SOURCE, SOURCE_OF_CHAPTERS
from styring.ledger.rules.statements import CLOSING, OF_BALANCE, SECOND
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.ledger.queries import Breakdown, Found, Printed, PrintedLine
    from styring.ledger.rules.columns import Head

Leads = Callable[[str, str, Mapping[str, str]], str]
"""The address of what a line is made of: of a statement, a line, and what is chosen."""
Opens = Callable[["Head", Mapping[str, str]], str]
"""The address of what an account combination is made of in a column, "" nowhere."""
_KINDS = {"line": "", "sum": "total", "result": "total", "group": "group", "part": "sub"}
_WITHOUT_NUMBERS = ("EIENDELER", "EK_GJELD")


@dataclass(frozen=True)
class Look:
    """How amounts are shown, and where lines lead."""

    leads: Leads
    shown: Shown = Shown.KR1000

    def note(self, statement: str) -> str:
        """Unit and sign, once for a table."""
        unit = gettext("Kroner.") if self.shown is Shown.KR else gettext("1000 kr. Hvert tall er avrundet for seg.")
        return f"{unit} {_sign(statement)}"


def _sign(statement: str) -> str:
    """What a minus means in a statement."""
    if statement in SECOND:
        return gettext("Netto utgift. Minus er netto inntekt.")
    if statement in CLOSING:
        return gettext("Avsetninger og annet som svekker resultatet, har minus.")
    if statement in OF_BALANCE:
        return gettext("Eiendeler, gjeld og egenkapital skrives alle uten minus.")
    return gettext("Utgifter og inntekter skrives begge uten minus. Minus er underskudd.")


def statement_table(printed: Printed, look: Look) -> Table:
    """A statement; columns that have nothing in it but noughts are left out, all but the first."""
    places = [place for place, _head in enumerate(printed.heads) if place == 0 or _says_something(printed, place)]
    rows = [_row(printed, line, places, look) for line in printed.lines]
    head = [Column(gettext("Linje")), *_columns([printed.heads[place] for place in places], look)]
    authority = f"{printed.authority[0].upper()}{printed.authority[1:]}."
    return Table(gettext(printed.title), head, rows, look.note(printed.id), authority)


def _says_something(printed: Printed, place: int) -> bool:
    """Has a column anything at all? Noughts all the way down would say that it was so decided."""
    return any(line.amounts[place] for line in printed.lines)


def _row(printed: Printed, line: PrintedLine, places: Sequence[int], look: Look) -> Row:
    number = "" if line.words or line.post in _WITHOUT_NUMBERS else line.post
    address = "" if line.words is None else look.leads(printed.id, line.post, line.words)
    amounts = tuple(line.amounts[place] for place in places)
    return Row(f"{number} {gettext(line.label) if line.label else ''}".strip(), amounts, _KINDS[line.kind], address)


def _columns(heads: Sequence[Head], look: Look) -> list[Column]:
    return [Column(head.title, look.shown, minor=head.minor) for head in heads]


def breakdown_table(breakdown: Breakdown, where: tuple[str, str], look: Look, opens: Opens) -> Table:
    """What a line is made of, one step down.

    Args:
        breakdown: what was found.
        where: the statement and the line.
        look: how it is shown.
        opens: where the sums of the last step lead.
    """
    rows = [_found_row(breakdown, found, where, look, opens) for found in breakdown.rows]
    names = {
        "art": gettext("Kapittel") if where[0] in OF_BALANCE else gettext("Art"), "funksjon": gettext("Funksjon"),
        "enhet": gettext("Enhet"), "prosjekt": gettext("Prosjekt"), "sektor": gettext("Sektor"),
    }  # fmt: skip
    head = [Column(names[breakdown.step]), *_columns(breakdown.heads, look)]
    lists = gettext("Kodelister: %(source)s.") % {"source": SOURCE_OF_CHAPTERS if where[0] in OF_BALANCE else SOURCE}
    total = Row(gettext("Sum"), breakdown.totals, "total")
    return Table(breakdown.title, head, [*rows, total], look.note(where[0]), lists)


def _found_row(breakdown: Breakdown, found: Found, where: tuple[str, str], look: Look, opens: Opens) -> Row:
    if not breakdown.is_last:
        address = "" if breakdown.step == "sektor" else look.leads(*where, found.words)
        return Row(found.name, found.amounts, address=address)
    addresses = [opens(head, found.words) for head in breakdown.heads]
    links = {
        place: address
        for place, (address, amount) in enumerate(zip(addresses, found.amounts, strict=True))
        if address and amount
    }
    return Row(found.name, found.amounts, links=links)
