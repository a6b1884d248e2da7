"""Taking in a balance, and writing what KOSTRA asks for."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.imports.importers import Incoming, RefusedError, import_file
from styring.imports.services import undo_batch
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.ledger.exporters import kostra_report
from styring.ledger.models import BalanceItem, BalanceSheet
from styring.ledger.queries import sums_per_chapter
from styring.ledger.rules.kostra.control import control
from styring.ledger.rules.kostra.records import Entry, Heading, written
from styring.ledger.seeds import lines_of
from styring.ledger.seeds.balance import closing_balance, opening_balance
from styring.ledger.tests.factories import BalanceFactory
from styring.organisation.models import Municipality

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.ledger.tests.conftest import MakeFile
    from styring.organisation.models import Unit

HEAD = "aar;kapittel;sektor;ib;ub"
BANK, DEBT = "2025;10;320;900,50;1 000,50", "2025;451;395;-900,50;-1 000,50"


def incoming(make: MakeFile, *lines: str, head: str = HEAD) -> Incoming:
    path = make(*lines, head=head).path
    return Incoming("balance", 2025, path, path.name, {})


def test_balance_is_taken_in_per_chapter_and_sector(controller: User, ledger_file: MakeFile) -> None:
    batch, _new = import_file(controller, incoming(ledger_file, BANK, DEBT))
    assert sums_per_chapter(2025) == ({"10": 90050, "451": -90050}, {"10": 100050, "451": -100050})
    assert [check["ok"] for check in batch.result["checks"]] == [True, True]


def test_accounts_of_a_ledger_are_read_as_chapter_and_sector(controller: User, ledger_file: MakeFile) -> None:
    import_file(controller, incoming(ledger_file, "2412080;1;2", "25990080;-1;-2", head="Konto;IB;UB"))
    items = BalanceItem.objects.values_list("chapter", "sector", "closing")
    assert list(items) == [("412", "080", 200), ("5990", "080", -200)]


def test_what_does_not_balance_or_meet_last_year_is_pointed_out(controller: User, ledger_file: MakeFile) -> None:
    last, _new = import_file(controller, incoming(ledger_file, BANK, DEBT))
    BalanceSheet.objects.filter(batch=last).update(year=2024)
    batch, _new = import_file(controller, incoming(ledger_file, "2025;10;320;7;1", DEBT))
    assert [check["ok"] for check in batch.result["checks"]] == [False, False, False]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2025;17;320;1;1", "Kapittelet finnes ikke i KOSTRA for 2025."),
        ("2025;45;320;1;1", "Kapittelet finnes ikke i KOSTRA for 2025."),
        ("2025;10;111;1;1", "Sektoren finnes ikke i KOSTRA."),
        ("2024;10;320;1;1", "Linjen gjelder 2024, men du leser inn 2025."),
        ("2025;10;320;x;1", "«x» er ikke et beløp. Skriv for eksempel -1234,50."),
    ],
)
def test_codes_of_a_balance_follow_the_year(controller: User, ledger_file: MakeFile, line: str, reason: str) -> None:
    with pytest.raises(RefusedError) as refused:
        import_file(controller, incoming(ledger_file, BANK, line))
    assert [(fault.line, str(fault)) for fault in refused.value.batch.faults.all()] == [(3, reason)]
    assert not BalanceSheet.objects.exists()


def test_a_file_without_columns_is_no_balance(controller: User, ledger_file: MakeFile) -> None:
    with pytest.raises(RefusedError):
        import_file(controller, incoming(ledger_file, "2025;1", head="aar;ub"))
    with pytest.raises(RefusedError):
        import_file(controller, incoming(ledger_file))


def test_a_corrected_balance_takes_over_and_gives_back(controller: User, ledger_file: MakeFile) -> None:
    first, _new = import_file(controller, incoming(ledger_file, BANK, DEBT))
    corrected, _new = import_file(controller, incoming(ledger_file, "2025;10;320;0;5", "2025;56;000;0;-5"))
    with pytest.raises(RuleBrokenError):
        undo_batch(actor=controller, batch=first)
    undo_batch(actor=controller, batch=corrected)
    assert BalanceSheet.objects.get(is_live=True).batch == first


@pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.AUDITOR])
def test_others_take_no_balance_in(top: Unit, ledger_file: MakeFile, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        import_file(user_with(role, top), incoming(ledger_file, BANK, DEBT))
    assert not BalanceSheet.objects.exists()


@pytest.fixture
def lindvik(top: Unit) -> None:
    Municipality.objects.create(pk=1, name=top.name, number="9901")


@pytest.mark.usefixtures("lindvik")
def test_report_files_are_written_in_thousands(controller: User, ledger_file: MakeFile) -> None:
    import_file(controller, incoming(ledger_file, "2025;10;320;0;1499,99", "2025;56;000;0;-1 500", DEBT))
    assert kostra_report("0B", 2025).text.splitlines() == [
        "0B2025 990100                  210  320        1", "0B2025 990100                  2451 395       -1",
        "0B2025 990100                  256  000       -2",
    ]  # fmt: skip


@pytest.mark.usefixtures("lindvik")
def test_accounts_are_summed_over_units_and_months(top: Unit) -> None:
    for month in (9, 10):
        parts = {"combination__unit": top, "combination__function": "202", "combination__art": "010"}
        BalanceFactory.create(delivery__month=month, amount=1_499_00, **parts)
    assert kostra_report("0A", 2026).text == "0A2026 990100                  1202 010        3\n"


@pytest.mark.parametrize("form", ["0A", "0B"])
def test_there_must_be_a_municipality_and_accounts(top: Unit, form: str) -> None:
    with pytest.raises(RuleBrokenError):
        kostra_report(form, 2026)
    Municipality.objects.create(pk=1, name=top.name, number="9901")
    with pytest.raises(NotFoundError):
        kostra_report(form, 2026)


@pytest.mark.parametrize(
    ("year", "quarter", "found"),
    [(2024, " ", []), (2025, " ", [("030", "INFO")]), (2026, "3", [("060", "ERROR")])],
)
def test_the_demo_has_what_was_posted_wrongly_to_find_and_nothing_else(
    year: int, quarter: str, found: list[tuple[str, str]]
) -> None:
    sums: dict[tuple[str, str, str], int] = defaultdict(int)
    for line in lines_of(year):
        if quarter == " " or line.month <= int(quarter) * 3:
            sums[line.account_class, line.function, line.art] += line.amount
    entries = [Entry(*key, amount) for key, amount in sums.items()]
    findings = control(written(Heading("0A", year, "9901", quarter), entries))
    assert [(finding.rule, finding.severity.value) for finding in findings] == found


def test_the_balance_of_the_demo_follows_its_accounts() -> None:
    opening = opening_balance()
    for year in (2024, 2025):
        closing = closing_balance(opening, lines_of(year))
        entries = [Entry("2", *key, amount) for key, amount in closing.items()]
        assert control(written(Heading("0B", year, "9901"), entries)) == []
        assert closing["10", "320"] > 0
        opening = closing
