from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.ledger.queries import Printed, PrintedLine
from styring.ledger.rules.columns import Head
from styring.ledger.rules.labels import LABELS
from styring.ledger.rules.statements import definitions
from styring.ledger.tables import Look, statement_table
from styring.ui.tables import Shown

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADS = [Head("accounts", 10, "Regnskap 2025", 2025), Head("adopted", 20, "Opprinnelig budsjett 2025", 2025)]


def leads(statement: str, post: str, words: Mapping[str, str]) -> str:
    return "/".join([statement, post, *words])


def shown(*amounts: tuple[int, ...]) -> Printed:
    lines = [PrintedLine(str(post), "Renteinntekter", "line", one, {}) for post, one in enumerate(amounts, start=1)]
    return Printed("5-4-1", "Bevilgningsoversikt drift", "forskriften § 5-4", HEADS, lines)


@pytest.mark.parametrize(
    ("amounts", "heads"),
    [
        (((100, 0), (5, 0)), ["Regnskap 2025"]),
        (((100, 0), (5, 7)), ["Regnskap 2025", "Opprinnelig budsjett 2025"]),
        (((0, 0),), ["Regnskap 2025"]),
    ],
)
def test_a_column_of_noughts_is_left_out_but_for_the_first(
    amounts: tuple[tuple[int, ...], ...], heads: list[str]
) -> None:
    table = statement_table(shown(*amounts), Look(leads))
    assert [column.title for column in table.columns[1:]] == heads


def test_unit_and_sign_are_stated() -> None:
    assert statement_table(shown((1, 2)), Look(leads)).note.startswith("1000 kr.")
    table = statement_table(shown((1, 2)), Look(leads, Shown.KR))
    assert (table.note.startswith("Kroner."), table.columns[1].shown) == (True, Shown.KR)


def test_a_line_leads_to_what_it_is_made_of() -> None:
    assert statement_table(shown((1, 2)), Look(leads)).rows[0].address == "5-4-1/1"


def test_every_line_can_be_translated() -> None:
    said = {text for one in definitions() for text in (one.title, *(line.label for line in one.lines))}
    assert said == set(LABELS)
