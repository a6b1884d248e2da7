from __future__ import annotations

import pytest

from styring.kernel.errors import NotFoundError
from styring.ledger.rules.codes import CONTROL_ARTS, arts, functions
from styring.ledger.rules.groups import ArtGroup, art_group
from styring.ledger.rules.statements import STATEMENTS, compute, definition

YEARS = range(2022, 2028)


def allowed_in(account_class: str) -> list[str]:
    """The arts that the accounts may hold; 930 was done away with before the layout came."""
    return sorted(code for code, art in arts().items() if account_class in art.account_classes and code != "930")


@pytest.mark.parametrize("statement", STATEMENTS)
def test_every_art_stands_on_exactly_one_line(statement: str) -> None:
    defined = definition(statement, 2025)
    for code in set(allowed_in(defined.account_class)) - CONTROL_ARTS:
        lines = [line.post for line in defined.lines if code in line.arts]
        assert len(lines) == 1, (code, lines)


def test_both_operating_statements_give_the_same_net_result() -> None:
    sums = {("1", code): number * 1_00 for number, code in enumerate(allowed_in("1"))}
    by_5_4 = {line.post: line.amount for line in compute(definition("5-4-1", 2025), sums)}
    by_5_6 = {line.post: line.amount for line in compute(definition("5-6", 2025), sums)}
    assert (by_5_4["17"], by_5_4["25"]) == (by_5_6["24"], by_5_6["32"])


def test_statement_of_a_year_without_definition_is_not_made_up() -> None:
    with pytest.raises(NotFoundError):
        definition("5-4-1", 2019)


def test_codes_follow_the_year() -> None:
    assert [code for code in ("270", "271", "272") if arts()[code].is_valid_in(2026)] == ["271", "272"]
    assert (functions()["254"].is_valid_in(2026), functions()["258"].is_valid_in(2026)) == (False, True)


def test_every_art_of_the_operating_accounts_has_a_group() -> None:
    of_funds = {code for code in arts() if art_group(code) is ArtGroup.FUNDS}
    assert {"530", "540", "550", "570", "940", "950"} <= of_funds
    assert not of_funds & {"010", "090", "120", "400", "590", "600", "620", "700", "800", "500", "905"}
