"""The national control, rule by rule: each with a file that breaks it and one that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from styring.ledger.rules.codes import arts
from styring.ledger.rules.kostra.control import Given, control
from styring.ledger.rules.kostra.controls import rules
from styring.ledger.rules.kostra.records import Entry, Heading, written
from styring.ledger.rules.kostra.words import ADVICE, MESSAGES

if TYPE_CHECKING:
    from collections.abc import Sequence

Line = tuple[str, str, str, int]
HEADING = Heading("0A", 2026, "9901")
BALANCE = Heading("0B", 2026, "9901")
SOUND: tuple[Line, ...] = (
    ("1", "202", "010", 900), ("1", "222", "590", 50), ("1", "860", "990", -50), ("1", "800", "870", -500),
    ("1", "840", "800", -500), ("1", "880", "570", 100), ("0", "222", "230", 300), ("0", "880", "970", -100),
    ("0", "870", "910", -200),
)  # fmt: skip
SOUND_BALANCE: tuple[Line, ...] = (
    ("2", "10", "320", 100), ("2", "27", "000", 900), ("2", "451", "395", -400), ("2", "5990", "000", -600),
    ("2", "9100", "000", 20), ("2", "9999", "000", -20),
)  # fmt: skip


def file(lines: Sequence[Line], heading: Heading = HEADING) -> str:
    entries = [Entry(account_class, code, detail, amount * 100_000) for account_class, code, detail, amount in lines]
    return written(heading, entries)


def said(text: str, given: Given | None = None) -> list[tuple[str, str]]:
    return [(finding.rule, finding.severity.value) for finding in control(text, given or Given())]


def moved(lines: Sequence[Line], *changes: Line) -> list[Line]:
    """The lines with some accounts changed; each change is met by pay or loans, so that the accounts still balance."""
    kept = {line[:3]: line[3] for line in lines}
    for account_class, code, detail, amount in changes:
        kept[account_class, code, detail] = kept.get((account_class, code, detail), 0) + amount
        meeting = {"1": ("1", "202", "010"), "0": ("0", "222", "230")}[account_class]
        kept[meeting] -= amount
    return [(*account, amount) for account, amount in kept.items()]


def test_a_record_has_48_characters_and_each_sum_its_own() -> None:
    lines = file(SOUND).splitlines()
    assert {len(line) for line in lines} == {48}
    assert lines[0] == "0A2026 990100                  0222 230      300"
    assert sorted(lines) == lines


@pytest.mark.parametrize(("heading", "lines"), [(HEADING, SOUND), (BALANCE, SOUND_BALANCE)])
def test_sound_files_have_no_findings(heading: Heading, lines: Sequence[Line]) -> None:
    assert said(file(lines, heading)) == []


@pytest.mark.parametrize(
    ("rule", "severity", "change"),
    [
        ("010", "ERROR", ("1", "254", "010", 5)),
        ("010", "ERROR", ("1", "400", "010", 5)),
        ("012", "ERROR", ("1", "202", "270", 5)),
        ("012", "ERROR", ("1", "202", "298", 5)),
        ("020", "ERROR", ("1", "841", "120", 5)),
        ("025", "ERROR", ("1", "202", "280", 5)),
        ("030", "INFO", ("1", "202", "285", 5)),
        ("035", "WARNING", ("1", "202", "520", 5)),
        ("040", "ERROR", ("0", "860", "120", 5)),
        ("045", "INFO", ("0", "110", "200", 5)),
        ("050", "ERROR", ("0", "222", "590", 5)),
        ("055", "INFO", ("0", "222", "620", -5)),
        ("060", "ERROR", ("0", "222", "729", -5)),
        ("065", "ERROR", ("1", "880", "980", -5)),
        ("065", "ERROR", ("1", "899", "010", 5)),
        ("070", "ERROR", ("1", "202", "530", 5)),
        ("075", "ERROR", ("1", "202", "878", -5)),
        ("080", "ERROR", ("1", "202", "800", -5)),
        ("081", "WARNING", ("1", "850", "010", 5)),
        ("160", "ERROR", ("1", "880", "590", 5)),
        ("165", "ERROR", ("1", "222", "990", -5)),
        ("170", "ERROR", ("0", "290", "200", 31)),
        ("175", "ERROR", ("1", "290", "200", 31)),
    ],
)  # fmt: skip
def test_one_account_that_breaks_a_rule(rule: str, severity: str, change: Line) -> None:
    findings = control(file(moved(SOUND, change)))
    assert [(found.rule, found.severity.value) for found in findings] == [(rule, severity)]
    assert findings[0].account == change[:3]
    assert "%(" not in str(findings[0])


@pytest.mark.parametrize(
    "change",
    [
        ("1", "325", "520", 5), ("0", "841", "729", -5), ("1", "899", "980", -5), ("1", "880", "530", 5),
        ("1", "800", "878", -5), ("1", "850", "810", -5), ("0", "290", "200", 30), ("1", "290", "200", -30),
        ("1", "202", "271", 5), ("0", "202", "280", 5), ("1", "222", "590", 30),
    ],
)  # fmt: skip
def test_what_the_rules_let_pass(change: Line) -> None:
    assert said(file(moved(SOUND, change))) == []


def without(*accounts: tuple[str, str, str]) -> list[Line]:
    return [line for line in SOUND if line[:3] not in accounts]


@pytest.mark.parametrize(
    ("lines", "rules_broken"),
    [
        (without(("0", "222", "230")), ["085", "095"]),
        (without(("0", "880", "970"), ("0", "870", "910")), ["090", "095", "140"]),
        (without(("1", "202", "010"), ("1", "222", "590"), ("1", "880", "570")), ["100", "110", "140", "155"]),
        (without(("1", "800", "870")), ["110", "130"]),
        (without(("1", "840", "800")), ["110", "135"]),
        (without(("1", "880", "570")), ["110", "140"]),
        (without(("1", "222", "590")), ["110", "155"]),
        ([*SOUND, ("1", "202", "010", 31)], ["015", "110"]),
        ([("1", "202", "010", 1)], ["105", "110", "130", "135"]),
    ],
)
def test_sums_that_do_not_meet(lines: list[Line], rules_broken: list[str]) -> None:
    assert sorted(rule for rule, _severity in said(file(lines))) == rules_broken


def test_thirty_thousand_is_what_rounding_may_come_to() -> None:
    lines = [line if line[:3] != ("1", "202", "010") else (*line[:3], line[3] + 30) for line in SOUND]
    assert said(file(lines)) == []


@pytest.mark.parametrize(
    ("lines", "rules_broken"),
    [
        ([("2", "10", "320", 100)], ["125"]),
        ([("2", "451", "395", -100)], ["125"]),
        ([*SOUND_BALANCE, ("2", "12", "320", 11)], ["125"]),
        ([*SOUND_BALANCE, ("2", "9200", "000", 11)], ["190"]),
        ([*SOUND_BALANCE, ("2", "17", "320", 5)], ["011"]),
        ([*SOUND_BALANCE, ("2", "12", "111", 5)], ["013"]),
        ([*SOUND_BALANCE, ("2", "5900", "000", -5)], ["016"]),
        ([("2", "10", "320", -100), ("2", "5990", "000", 100)], ["115", "120", "125"]),
    ],
)
def test_balances_that_are_none(lines: list[Line], rules_broken: list[str]) -> None:
    assert sorted(rule for rule, _severity in said(file(lines, BALANCE))) == rules_broken


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("0A2026 9901", "0B2026 9901", "003"),
        ("0A2026 9901", "0A2025 9901", "004"),
        ("0A2026 9901", "0A20261 9901"[:7] + "9901", "005"),
        ("990100     ", "110100     ", "006"),
        ("990100         ", "990100123456789", "007"),
        ("990100                  1202", "990100         1234567891202", "008"),
        ("1202 010", "3202 010", "009"),
    ],
)
def test_a_heading_unlike_the_others(old: str, new: str, rule: str) -> None:
    lines = file([*SOUND, ("1", "203", "010", 3)][:9]).splitlines()
    place = next(number for number, line in enumerate(lines) if "1202 010" in line)
    lines[place] = lines[place].replace(old, new[: len(old)], 1).ljust(48)[:48]
    assert (rule, "ERROR") in said("\n".join(lines))


@pytest.mark.parametrize("amount", ["  12a", "1 000", "12.5", "--1", "", "1-"])
def test_letters_in_amounts(amount: str) -> None:
    text = file(SOUND) + f"0A2026 990100                  1213 010{amount:>9}\n"
    assert ("014", "ERROR") in said(text)


@pytest.mark.parametrize(
    "text", ["", " ", "\n\n", "x", file(SOUND)[:-2], file(SOUND) + "\t", "0A2026\n" * 500, "é" * 48 + "\n" + "x" * 47]
)
def test_what_is_no_file_stops_the_control(text: str) -> None:
    found = said(text)
    assert found
    assert set(found) == {("001", "FATAL")}


def test_a_huge_file_is_not_read() -> None:
    assert said("x" * 20_000_001) == [("001", "FATAL")]


def test_nonsense_of_the_right_length_is_told_without_end() -> None:
    findings = control(("?" * 48 + "\n") * 1000)
    assert len(findings) < 3000
    assert any("800 funn til" in str(found) for found in findings)


def test_records_of_nought_and_windows_lines_are_passed_over() -> None:
    nought = "0A2026 990100                  1999 999        0\n"
    assert said((file(SOUND) + nought).replace("\n", "\r\n")) == []


@pytest.mark.parametrize(("quarter", "severity"), [("1", "WARNING"), ("2", "WARNING"), ("3", "ERROR"), ("4", "ERROR")])
def test_quarters_are_held_less_strictly(quarter: str, severity: str) -> None:
    text = file([*SOUND, ("1", "841", "120", 5)], HEADING._replace(quarter=quarter))
    assert said(text) == [("020", severity)]


def test_a_quarter_need_not_balance_and_may_use_what_is_withdrawn() -> None:
    text = file([*SOUND, ("1", "254", "010", 500)], HEADING._replace(quarter="4"))
    assert said(text) == [("010", "WARNING")]


def test_oslo_has_tasks_of_a_county() -> None:
    lines = moved(SOUND, ("1", "520", "010", 5))
    assert said(file(lines, HEADING._replace(municipality="0301"))) == []
    assert said(file(lines)) == [("010", "ERROR")]


def test_what_is_said_beforehand_counts() -> None:
    assert {rule for rule, _severity in said(file(SOUND), Given(year=2025))} == {"004"}


def test_the_national_lists_are_those_of_the_arts() -> None:
    lists = {rule.number: set(rule.measured_with["arts"]) for rule in rules() if rule.number in {"025", "050"}}
    valid = {code: art for code, art in arts().items() if art.is_valid_in(2026)}
    assert lists["025"] == {code for code, art in valid.items() if "1" not in art.account_classes}
    assert lists["050"] == {code for code, art in valid.items() if "0" not in art.account_classes}


def test_every_rule_has_words() -> None:
    numbers = {rule.number for rule in rules()}
    assert numbers == set(MESSAGES) == set(ADVICE)
