"""The exports that municipalities have, as text and as workbooks, and what each layout makes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.imports.importers import Incoming, RefusedError, import_file
from styring.kernel.amounts import kroner
from styring.ledger.importers.choosing import seen_layout
from styring.ledger.models import Posting
from styring.ledger.queries import Extent, actuals, mismatches

if TYPE_CHECKING:
    from pathlib import Path

    from styring.accounts.models import User

UNIT4 = """client;account;dim_1;dim_2;dim_3;dim_4;amount;period;fiscal_year;voucher_no;description;apar_id
LV;1010;VEST;258;;X9;1234.50;202610;2026;5001;Lønn Ola Nordmann;77
LV;1099;VEST;258;P1;;100;202613;2026;5002;;
LV;2320;;;;;-1234.50;202610;2026;5001;;
LV;2320;;;;;-100.00;202613;2026;5002;;
"""
XLEDGER = """Systemkonto;;Ansvar;;Funksjon (K);;Fridimensjon;;IB/2026;..Jan/2026;..Feb/2026;..Mar/2026;Totalt;Count
Value;Beskrivelse;Kode;Navn;Kode;Navn;Kode;Navn;Beløp;Beløp;Beløp;Beløp;Beløp;
1010;1010 - Fastlønn;VEST;Vest;258;Bistand;A1;Ola;0;100.5;150;150;150;3
1010;1010 - Fastlønn;VEST;Vest;258;Bistand;B2;Kari;0;0;-20;30.25;30.25;2
2412080;Likvider;;;;;;;9;9;9;9;9;1
"""
VISMA = """Bilagsnr;Bilagsdato;Konto;Ansvar;Tjeneste;Prosjekt;Fri;Beløp;Tekst;Leverandør
9001;15.10.2026;1010;VEST;258;;;1.234,50;Fastlønn;
9002;31.10.2026;1600;VEST;258;;;34,50-;Egenbetaling;Ola
"""
PLAIN = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop\n2026;10;1;VEST;258;010;;1 234,50\n"
SUMS = {
    "unit4": (UNIT4, {(10, "010"): 123450, (12, "099"): 10000}),
    "xledger": (XLEDGER, {(1, "010"): 10050, (2, "010"): 2950, (3, "010"): 5025}),
    "visma": (VISMA, {(10, "010"): 123450, (10, "600"): -3450}),
    "plain": (PLAIN, {(10, "010"): 123450}),
}


def as_text(path: Path, content: str, encoding: str = "cp1252") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def as_workbook(path: Path, content: str) -> Path:
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True, "strings_to_formulas": False})
    sheet = book.add_worksheet("Data")
    for row, line in enumerate(content.splitlines()):
        sheet.write_row(row, 0, line.split(";"))
    book.close()
    return path


def take_in(controller: User, path: Path, **options: str) -> dict[tuple[object, ...], int]:
    import_file(controller, Incoming("ledger", 2026, path, path.name, options))
    assert list(mismatches()) == []
    return {
        key: amount for key, amount in actuals(None, [2026], by=("month", "art"), extent=Extent.ALL).items() if amount
    }


@pytest.mark.usefixtures("vest")
@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("write", [as_text, as_workbook])
def test_each_layout_is_seen_and_read_as_text_and_as_workbook(
    controller: User, tmp_path: Path, name: str, write: object
) -> None:
    content, sums = SUMS[name]
    path = write(tmp_path / "fil", content)  # type: ignore[operator] # one of two
    assert seen_layout(path).name == name
    assert take_in(controller, path) == sums


@pytest.mark.usefixtures("vest")
@pytest.mark.parametrize("name", SUMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_each_layout_is_read_in_each_encoding_by_its_name(
    controller: User, tmp_path: Path, name: str, encoding: str
) -> None:
    content, sums = SUMS[name]
    assert take_in(controller, as_text(tmp_path / "fil.csv", content, encoding), profile=name) == sums


@pytest.mark.usefixtures("vest")
def test_vouchers_are_kept_and_texts_and_free_dimensions_are_not(controller: User, tmp_path: Path) -> None:
    take_in(controller, as_text(tmp_path / "unit4.csv", UNIT4))
    assert sorted(Posting.objects.values_list("voucher", flat=True)) == ["5001", "5002"]
    assert not any("Ola" in str(row) or "X9" in str(row) for row in Posting.objects.values())


@pytest.mark.usefixtures("vest")
def test_export_that_was_cut_short_does_not_sum_to_nought(controller: User, tmp_path: Path) -> None:
    cut = "\n".join(UNIT4.splitlines()[:4]) + "\n"
    with pytest.raises(RefusedError) as refused:
        take_in(controller, as_text(tmp_path / "unit4.csv", cut))
    assert [str(fault) for fault in refused.value.batch.faults.all()] == [
        "Måned 12 summerer til 100.00 kr. Når balansekontiene er med, skal den gå i null. Noe av filen mangler."
    ]
    assert not Posting.objects.exists()


@pytest.mark.usefixtures("vest")
def test_export_of_another_year_is_refused(controller: User, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        take_in(controller, as_text(tmp_path / "fil", XLEDGER.replace("2026", "2025")))
    assert "2025" in str(refused.value.batch.faults.get())


@pytest.mark.usefixtures("vest")
def test_profile_that_is_not_there_is_refused(controller: User, tmp_path: Path) -> None:
    with pytest.raises(RefusedError) as refused:
        take_in(controller, as_text(tmp_path / "fil", PLAIN), profile="finnes-ikke")
    assert "finnes-ikke" in str(refused.value.batch.faults.get())


LINES = st.lists(
    st.tuples(
        st.sampled_from([1, 2, 12]),
        st.sampled_from(["1;VEST;258;010;", "1;VEST;202;010;", "1;TOPP;258;600;P1", "0;VEST;258;230;"]),
        st.integers(-(10**9), 10**9).map(kroner),
    ),
    min_size=1,
    max_size=60,
)


def written(lines: list[tuple[int, str, str]], way: str) -> str:
    """The same lines as they can be read at once, with quotes, and with the amount first."""
    head = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop"
    rows = [head, *(f"2026;{month};{key};{amount}" for month, key, amount in lines)]
    if way == "quoted":
        rows = [";".join(f'"{cell}"' for cell in row.split(";")) for row in rows]
    if way == "turned":
        rows = [";".join(reversed(row.split(";"))) for row in rows]
    return "\n".join([*rows, ""])


# A combination is told by its codes: the number it is stored under goes on when a transaction is undone.
CODES = ("account_class", "unit", "function", "art", "project")
KEPT = ("delivery__month", *(f"combination__{code}" for code in CODES), "amount")


@pytest.mark.usefixtures("vest")
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(lines=LINES)
def test_all_ways_of_reading_give_the_same_lines(
    controller: User, tmp_path_factory: pytest.TempPathFactory, lines: list[tuple[int, str, str]]
) -> None:
    found = []
    for way in ("plain", "quoted", "turned"):
        path = as_text(tmp_path_factory.mktemp("fil") / way, written(lines, way))
        with transaction.atomic():
            import_file(controller, Incoming("ledger", 2026, path, path.name, {}))
            assert list(mismatches()) == []
            found.append(sorted(Posting.objects.values_list(*KEPT)))
            transaction.set_rollback(True)
    assert found[0] == found[1] == found[2]
    assert len(found[0]) == len(lines)
