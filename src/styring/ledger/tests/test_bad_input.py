"""What comes by accident or from malice: refused with a clear message, and nothing half done."""

from __future__ import annotations

import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest
import xlsxwriter

from styring.imports.importers import Incoming, RefusedError, import_file
from styring.kernel.errors import InvalidValueError
from styring.kernel.sheets import open_sheet
from styring.ledger.models import Balance, Delivery, Posting
from styring.ledger.queries import Extent, actuals

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from styring.accounts.models import User
    from styring.organisation.models import Unit

HEAD = "aar;maaned;kontoklasse;enhet;funksjon;art;prosjekt;belop"
GOOD = "2026;10;1;VEST;258;010;;12,50"
MEGABYTE = 1 << 20


@pytest.fixture
def faults(controller: User, vest: Unit, tmp_path: Path) -> Callable[[bytes], list[tuple[int | None, str]]]:
    """The faults that a file is refused with, after nothing of it is left."""

    def found(content: bytes) -> list[tuple[int | None, str]]:
        path = tmp_path / "fil"
        path.write_bytes(content)
        with pytest.raises(RefusedError) as refused:
            import_file(controller, Incoming("ledger", 2026, path, path.name, {}))
        assert not any(model.objects.exists() for model in (Posting, Balance, Delivery))
        return [(fault.line, str(fault)) for fault in refused.value.batch.faults.all()]

    return found


def text(*lines: str, encoding: str = "utf-8") -> bytes:
    return "\r\n".join([HEAD, *lines, ""]).encode(encoding)


def workbook(path: Path, *rows: tuple[object, ...]) -> bytes:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate([HEAD.split(";"), *rows]):
        for place, cell in enumerate(row):
            sheet.write(number, place, cell)
    book.close()
    return path.read_bytes()


def test_encoding_that_is_not_what_it_begins_as(faults: Callable[[bytes], list[tuple[int | None, str]]]) -> None:
    broken = text(GOOD, encoding="utf-16")[:-3] + b"\xd8"
    assert "kan ikke leses" in faults(broken)[0][1] or "ikke skrevet som utf-16" in faults(broken)[0][1]


def test_text_cut_in_the_middle_of_a_line(faults: Callable[[bytes], list[tuple[int | None, str]]]) -> None:
    assert faults(text(GOOD, GOOD)[:-8])[0][0] == 3


def test_text_cut_in_an_amount_is_pointed_out(controller: User, vest: Unit, tmp_path: Path) -> None:
    path = tmp_path / "fil"
    path.write_bytes(text(GOOD, GOOD)[:-3])
    batch, _new = import_file(controller, Incoming("ledger", 2026, path, path.name, {}))
    assert [check["ok"] for check in batch.result["checks"] if "uten linjeskift" in check["text"]] == [False]


def test_quote_that_is_never_closed(faults: Callable[[bytes], list[tuple[int | None, str]]]) -> None:
    assert "kan ikke leses" in faults(text(GOOD, GOOD.replace("VEST", '"VEST'), GOOD))[0][1]


def test_same_line_twice_is_pointed_out(controller: User, vest: Unit, tmp_path: Path) -> None:
    path = tmp_path / "fil"
    head, line = f"bilag;{HEAD}", f"17;{GOOD}"
    path.write_text("\n".join([head, line, line, line.replace("17", "18"), ""]))
    batch, _new = import_file(controller, Incoming("ledger", 2026, path, path.name, {}))
    assert [check["value"] for check in batch.result["checks"] if "like linjer" in check["text"]] == [1]


@pytest.mark.parametrize("month", ["0", "13", "202513", "2025-10", "31.12.2025", "oktober"])
def test_periods_outside_the_year(faults: Callable[[bytes], list[tuple[int | None, str]]], month: str) -> None:
    assert [line for line, _why in faults(text(GOOD, GOOD.replace(";10;", f";{month};")))] == [3]


def test_unknown_units_are_named_each(faults: Callable[[bytes], list[tuple[int | None, str]]]) -> None:
    lines = [GOOD.replace("VEST", f"X{number}") for number in range(3)]
    assert [line for line, _why in faults(text(GOOD, *lines))] == [3, 4, 5]


@pytest.mark.parametrize("amount", ["9" * 99, "-" + "9" * 99, "9" * 99 + ",00", "1e99", "٣", "1,234,5", "NaN", "∞"])
def test_amounts_that_are_none(faults: Callable[[bytes], list[tuple[int | None, str]]], amount: str) -> None:
    assert [line for line, _why in faults(text(GOOD, GOOD.replace("12,50", amount)))] == [3]


def test_amounts_that_cannot_be_summed(faults: Callable[[bytes], list[tuple[int | None, str]]]) -> None:
    largest = GOOD.replace("12,50", "9" * 12 + ",00")
    assert "summen ikke kan lagres" in faults(text(*[largest] * 50_000))[0][1]


@pytest.mark.parametrize("cell", ["=1+1", "=HYPERLINK(1)", "+A1", "@SUM(A1)"])
def test_formulas_in_text(faults: Callable[[bytes], list[tuple[int | None, str]]], cell: str) -> None:
    assert faults(text(GOOD.replace("12,50", cell))) == [(2, "Cellen ligner en formel og leses ikke.")]


def test_formulas_in_a_workbook(faults: Callable[[bytes], list[tuple[int | None, str]]], tmp_path: Path) -> None:
    content = workbook(tmp_path / "bok.xlsx", (2026, 10, 1, "VEST", 258, "010", "", "=2+2"))
    assert faults(content) == [(2, "Cellen ligner en formel og leses ikke.")]


def packed(path: Path, **members: bytes) -> bytes:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/"), content)
    return path.read_bytes()


def test_workbook_that_unpacks_to_something_enormous(
    faults: Callable[[bytes], list[tuple[int | None, str]]], tmp_path: Path
) -> None:
    bomb = packed(tmp_path / "bombe", **{"xl__worksheets__sheet1.xml": b"0" * (300 * MEGABYTE)})
    tracemalloc.start()
    assert "urimelig stor" in faults(bomb)[0][1]
    assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
    tracemalloc.stop()


@pytest.mark.parametrize(
    "start", [b'<!DOCTYPE a [<!ENTITY b "c">]><sheets>&b;</sheets>', b"<sheets><sheet", b"\0" * 50]
)
def test_workbook_that_is_none_inside(
    faults: Callable[[bytes], list[tuple[int | None, str]]], tmp_path: Path, start: bytes
) -> None:
    assert "ikke en tabell" in faults(packed(tmp_path / "bok", **{"xl__workbook.xml": start}))[0][1]


def test_workbook_that_was_cut(faults: Callable[[bytes], list[tuple[int | None, str]]], tmp_path: Path) -> None:
    whole = workbook(tmp_path / "bok.xlsx", (2026, 10, 1, "VEST", 258, "010", "", 12.5))
    assert "ikke en tabell" in faults(whole[: len(whole) // 2])[0][1]


def test_line_of_two_gigabytes_is_refused_without_being_held(tmp_path: Path) -> None:
    path = tmp_path / "lang.csv"
    with path.open("wb") as file:
        file.write(text(GOOD).rstrip(b"\r\n") + b"1" * (3 * MEGABYTE))
        file.truncate(2 * 1024 * MEGABYTE)  # a hole takes no room on the disk
    tracemalloc.start()
    with (
        pytest.raises(InvalidValueError, match="er lengre enn 1 MB"),
        open_sheet(path),
    ):
        pass
    assert tracemalloc.get_traced_memory()[1] < 20 * MEGABYTE
    tracemalloc.stop()


def test_year_that_does_not_go_to_nought_is_pointed_out(controller: User, vest: Unit, tmp_path: Path) -> None:
    path = tmp_path / "fil"
    path.write_bytes(text(*(GOOD.replace(";10;", f";{month};") for month in range(1, 13))))
    batch, _new = import_file(controller, Incoming("ledger", 2026, path, path.name, {}))
    assert [check["ok"] for check in batch.result["checks"] if "Sum i driftsregnskapet" in check["text"]] == [False]
    assert sum(actuals(None, [2026], extent=Extent.ALL).values()) == 12 * 1250
