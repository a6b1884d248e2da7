from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.imports.importers import RefusedError, import_file
from styring.imports.models import Batch, Fault, State
from styring.imports.services import undo_batch
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.ledger.models import Delivery, Posting
from styring.ledger.queries import Extent, actuals, mismatches
from styring.organisation.models import Unit

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.ledger.tests.conftest import MakeFile

GOOD = "2026;10;1;VEST;258;010;;1 234,50;Fastlønn Ola Nordmann"


def sums(*by: str) -> dict[tuple[object, ...], int]:
    return actuals(None, [2026], by=by, extent=Extent.ALL)


def faults_of(error: pytest.ExceptionInfo[RefusedError]) -> list[tuple[int | None, str, str, str]]:
    return [(fault.line, fault.column, fault.value, str(fault)) for fault in error.value.batch.faults.all()]


def test_lines_are_counted_and_their_text_is_not_kept(controller: User, vest: Unit, ledger_file: MakeFile) -> None:
    batch, _new = import_file(controller, ledger_file(GOOD, "2026;10;1;VEST;258;10;P1;-34,5;"))
    assert (batch.state, batch.title, batch.lines_taken) == (State.POSTED, "Regnskap oktober 2026", 2)
    assert sums("unit", "project") == {(vest.pk, ""): 123450, (vest.pk, "P1"): -3450}
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "imports.batch.received", "imports.batch.posted",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_way_it_is_written_is_found_out(controller: User, vest: Unit, ledger_file: MakeFile, encoding: str) -> None:
    head = "Måned,Kontoklasse,Enhet,Funksjon,Art,Beløp"
    import_file(controller, ledger_file("10,1,VEST,258,010,12.5", head=head, encoding=encoding))
    assert sums("month") == {(10,): 1250}


@pytest.mark.usefixtures("vest")
@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        ("2026;13;1;VEST;258;010;;1;", "maaned", "Måneden må være et tall fra 1 til 12."),
        ("2025;10;1;VEST;258;010;;1;", "maaned", "Linjen gjelder 2025, men du leser inn 2026."),
        ("2026;10;2;VEST;258;010;;1;", "kontoklasse", "Kontoklassen må være 0 (investering) eller 1 (drift)."),
        ("2026;10;1;OST;258;010;;1;", "enhet", "Enheten finnes ikke."),
        ("2026;10;1;;258;010;;1;", "enhet", "Linjen mangler enhet."),
        ("2026;10;1;VEST;254;010;;1;", "funksjon", "Funksjonen finnes ikke i KOSTRA for 2026."),
        ("2026;10;1;VEST;258;270;;1;", "art", "Arten finnes ikke i KOSTRA for 2026."),
        ("2026;10;1;VEST;258;970;;1;", "art", "Arten kan ikke brukes i driftsregnskapet."),
        ("2026;10;0;VEST;258;870;;1;", "art", "Arten kan ikke brukes i investeringsregnskapet."),
        ("2026;10;1;VEST;258;010;;x;", "belop", "«x» er ikke et beløp. Skriv for eksempel -1234,50."),
        ("2026;10;1;VEST;258;010;;=1+1;", "belop", "Cellen ligner en formel og leses ikke."),
        ("2026;10;1;VEST;258;010;@x;1;", "prosjekt", "Cellen ligner en formel og leses ikke."),
        ("2026;10;1;VEST;258;010;;1;;;x", "", "Linjen har 11 kolonner, men første linje har 9."),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_taken_in(
    controller: User, ledger_file: MakeFile, line: str, column: str, reason: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        import_file(controller, ledger_file(GOOD, line))
    assert [(number, where, why) for number, where, _value, why in faults_of(refused)] == [(3, column, reason)]
    assert not Posting.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.usefixtures("vest")
def test_everything_wrong_with_a_line_is_told_at_once(controller: User, ledger_file: MakeFile) -> None:
    with pytest.raises(RefusedError) as refused:
        import_file(controller, ledger_file("2026;0;1;OST;9;010;;x;"))
    assert [column for _line, column, _value, _why in faults_of(refused)] == ["maaned", "belop", "funksjon", "enhet"]


@pytest.mark.usefixtures("top")
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Filen er tom."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Filen er i det gamle Excel-formatet. Lagre den som XLSX eller CSV."),
        (b"PK\x03\x04not a workbook", "Filen er ikke en tabell vi kan lese. Lagre den som CSV eller XLSX."),
        (b"a\0b", "Filen er ikke en tabell vi kan lese. Lagre den som CSV eller XLSX."),
        (b"1;2;3\n", "Første linje må ha navn på kolonnene."),
        (b"art;art\n", "Kolonnen «art» står to ganger i første linje."),
        (b"maaned;kontoklasse;funksjon;art\n", "Filen mangler kolonnen «belop»."),
        (b"maaned;kontoklasse;funksjon;art;belop\n", "Filen har ingen linjer med beløp."),
    ],
)
def test_what_is_no_ledger_is_refused_in_words(
    controller: User, ledger_file: MakeFile, content: bytes, reason: str
) -> None:
    incoming = ledger_file()
    incoming.path.write_bytes(content)
    with pytest.raises(RefusedError) as refused:
        import_file(controller, incoming)
    assert reason in {why for *_rest, why in faults_of(refused)}


@pytest.mark.usefixtures("vest")
def test_same_file_again_changes_nothing(controller: User, ledger_file: MakeFile) -> None:
    first, is_new = import_file(controller, ledger_file(GOOD))
    again, is_new_again = import_file(controller, ledger_file(GOOD))
    assert (first.pk, is_new, is_new_again) == (again.pk, True, False)
    assert Batch.objects.count() == 1


@pytest.mark.usefixtures("vest")
def test_corrected_file_takes_over_its_months_and_gives_them_back(controller: User, ledger_file: MakeFile) -> None:
    import_file(controller, ledger_file(GOOD, GOOD.replace(";10;", ";9;")))
    corrected, _new = import_file(controller, ledger_file(GOOD.replace("1 234,50", "1")))
    assert sums("month") == {(9,): 123450, (10,): 100}
    undo_batch(actor=controller, batch=corrected)
    assert sums("month") == {(9,): 123450, (10,): 123450}


@pytest.mark.usefixtures("vest")
def test_a_batch_that_is_taken_over_is_not_undone_first(controller: User, ledger_file: MakeFile) -> None:
    first, _new = import_file(controller, ledger_file(GOOD))
    import_file(controller, ledger_file(GOOD, GOOD))
    with pytest.raises(RuleBrokenError):
        undo_batch(actor=controller, batch=first)
    assert sums("month") == {(10,): 246900}


@pytest.mark.usefixtures("vest")
@pytest.mark.parametrize("role", [None, Role.UNIT_LEADER, Role.AUDITOR, Role.HR_STAFF, Role.ADMINISTRATOR])
def test_others_take_nothing_in(top: Unit, ledger_file: MakeFile, role: Role | None) -> None:
    with pytest.raises(NotAllowedError):
        import_file(user_with(role, top), ledger_file(GOOD))
    assert not Batch.objects.exists()
    assert not Entry.objects.exists()


def test_file_without_units_stands_on_the_whole_or_the_one_named(
    controller: User, top: Unit, vest: Unit, ledger_file: MakeFile
) -> None:
    head = "maaned;kontoklasse;funksjon;art;belop"
    whole, _new = import_file(controller, ledger_file("9;1;258;010;1", head=head))
    import_file(controller, ledger_file("10;1;258;010;2", head=head, unit="VEST"))
    assert sums("unit") == {(top.pk,): 100, (vest.pk,): 200}
    assert whole.result["notes"][0]["parts"]["unit"] == f"TOPP {top.name}"


@pytest.mark.usefixtures("top")
def test_unit_that_is_named_must_be_there(controller: User, ledger_file: MakeFile) -> None:
    with pytest.raises(RefusedError):
        import_file(controller, ledger_file("9;1;258;010;1", head="maaned;kontoklasse;funksjon;art;belop", unit="X"))
    assert str(Fault.objects.get()) == "Det finnes ingen enhet med koden «X»."


def test_closed_unit_takes_nothing_after_its_end(controller: User, vest: Unit, ledger_file: MakeFile) -> None:
    Unit.objects.filter(pk=vest.pk).update(closed_on="2026-07-01")
    import_file(controller, ledger_file(GOOD.replace(";10;", ";6;")))
    with pytest.raises(RefusedError) as refused:
        import_file(controller, ledger_file(GOOD.replace(";10;", ";7;")))
    assert faults_of(refused) == [(2, "enhet", "VEST", "Enheten var lagt ned da: 2026-07-01.")]


WIDE = "kontoklasse;funksjon;art;" + ";".join(f"p{month:02}" for month in range(1, 13)) + ";sum"
ROW = "1;258;010;1,5;2;0;0;0;0;0;0;0;0;0;-1;2,5"


@pytest.mark.usefixtures("top")
def test_months_side_by_side(controller: User, ledger_file: MakeFile) -> None:
    batch, _new = import_file(controller, ledger_file(ROW, head=WIDE, profile="wide-months"))
    assert sums("month") == {(1,): 150, (2,): 200, (12,): -100}
    assert (batch.lines_read, batch.lines_taken, batch.title) == (1, 3, "Regnskap januar–desember 2026")


@pytest.mark.usefixtures("top")
def test_months_must_sum_and_rows_must_differ(controller: User, ledger_file: MakeFile) -> None:
    with pytest.raises(RefusedError) as refused:
        import_file(controller, ledger_file(ROW, ROW.replace("-1;2,5", "-1;2"), head=WIDE))
    assert [why for *_rest, why in faults_of(refused)] == [
        "Samme konto, funksjon, enhet og prosjekt står også på linje 2.", "Månedene summerer til 2.50.",
    ]  # fmt: skip


@pytest.mark.usefixtures("vest")
def test_sums_are_kept_equal_to_the_lines(controller: User, ledger_file: MakeFile) -> None:
    import_file(controller, ledger_file(*[GOOD] * 30, GOOD.replace("010", "040")))
    assert list(mismatches()) == []
    Posting.objects.filter(combination__art="040").update(amount=1)
    assert [(row.of_lines, row.of_balances) for row in mismatches()] == [(1, 123450)]


@pytest.mark.usefixtures("vest")
def test_lines_that_are_just_alike_are_pointed_out(controller: User, ledger_file: MakeFile) -> None:
    batch, _new = import_file(controller, ledger_file(GOOD, GOOD, GOOD))
    assert [check["value"] for check in batch.result["checks"] if "like linjer" in check["text"]] == [2]
