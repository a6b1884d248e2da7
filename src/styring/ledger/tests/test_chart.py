"""What a code of the municipality's own is in a year: coupled, KOSTRA's own, by prefix, by rule, or a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.ledger.models import OwnCode
from styring.ledger.queries import chart_of
from styring.ledger.rules.chart import Account, Chart, Combination, Coupling, Fault, KnownUnit, PrefixRule
from styring.ledger.rules.codes import Kind, arts, functions

if TYPE_CHECKING:
    from styring.organisation.models import Unit

UNITS = {"VEST": KnownUnit(7), "OST": KnownUnit(8)}
LINE = Combination("1", "010", "258", "VEST")


def chart(year: int, *couplings: Coupling, rules: tuple[PrefixRule, ...] = ()) -> Chart:
    return Chart(year, couplings, rules, UNITS)


def art_in(year: int, code: str, *couplings: Coupling, rules: tuple[PrefixRule, ...] = ()) -> object:
    found = chart(year, *couplings, rules=rules).check(LINE._replace(art=code, function="202"))
    return found.art if isinstance(found, Account) else found.reason % found.parts


def test_codes_of_kostra_are_themselves() -> None:
    assert chart(2026).check(Combination(" 1", "10", " 258 ", "VEST", "P1")) == Account("1", 7, "258", "010", "P1")


@pytest.mark.parametrize(
    ("year", "code", "found"),
    [
        (2025, "270", "270"),
        (2026, "270", "Arten finnes ikke i KOSTRA for 2026."),
        (2025, "27010", "270"),
        (2026, "27010", "Arten er koblet til 270, som ikke gjelder i 2026."),
        (2025, "272", "Arten finnes ikke i KOSTRA for 2025."),
        (2026, "27210", "272"),
        (2026, "99910", "Arten er ikke koblet til KOSTRA for 2026."),
        (2024, "875", "875"),
        (2025, "875", "Arten finnes ikke i KOSTRA for 2025."),
    ],
)
def test_codes_follow_the_accounting_year(year: int, code: str, found: str) -> None:
    assert art_in(year, code) == found


def test_a_dated_coupling_carries_an_old_code_into_the_new_year() -> None:
    couplings = (
        Coupling(Kind.ART, "27010", "270", last_year=2025),
        Coupling(Kind.ART, "27010", "271", first_year=2026),
        Coupling(Kind.ART, "270", "272", first_year=2026),
    )
    assert [art_in(2025, "27010", *couplings), art_in(2026, "27010", *couplings)] == ["270", "271"]
    assert [art_in(2025, "270", *couplings), art_in(2026, "270", *couplings)] == ["270", "272"]


def test_the_most_particular_coupling_counts() -> None:
    couplings = (
        Coupling(Kind.ART, "27", "120", is_prefix=True),
        Coupling(Kind.ART, "2701", "195", is_prefix=True),
        Coupling(Kind.ART, "27019", "230"),
    )
    assert [art_in(2026, code, *couplings) for code in ("27500", "27015", "27019")] == ["120", "195", "230"]


def test_a_rule_says_where_the_code_stands_from_a_year_on() -> None:
    rules = (PrefixRule(Kind.ART, 2025, 1), PrefixRule(Kind.ART, 2026, None))
    found = [art_in(year, "10100", rules=rules) for year in (2025, 2026)]
    assert found == ["010", "Arten er ikke koblet til KOSTRA for 2026."]


@pytest.mark.parametrize(
    ("part", "value", "reason"),
    [
        ("account_class", "2", "Kontoklassen må være 0 (investering) eller 1 (drift)."),
        ("art", "910", "Arten kan ikke brukes i driftsregnskapet."),
        ("function", "2541", "Funksjonen er koblet til 254, som ikke gjelder i 2026."),
        ("function", "", "Funksjonen finnes ikke i KOSTRA for 2026."),
        ("unit", "NORD", "Enheten finnes ikke."),
        ("unit", "", "Linjen mangler enhet."),
        ("project", "=1+1", "Cellen ligner en formel og leses ikke."),
        ("project", "x" * 21, "Teksten er for lang. Grensen er 20 tegn."),
        ("project", "P9", "Prosjektet gjelder ikke i 2026."),
    ],
)
def test_a_fault_says_where_and_why(part: str, value: str, reason: str) -> None:
    known = chart(2026, Coupling(Kind.PROJECT, "P9", "", last_year=2025))
    found = known.check(LINE._replace(**{part: value}))
    assert isinstance(found, Fault)
    assert (found.place, found.value, found.reason % found.parts) == (part, value, reason)
    assert known.faults(LINE._replace(**{part: value})) == [found]


def test_what_took_over_is_advised() -> None:
    found = chart(2026).check(LINE._replace(art="270"))
    assert isinstance(found, Fault)
    assert "271/272" in found.advice % found.parts


def test_all_that_is_wrong_is_told() -> None:
    found = chart(2026).faults(Combination("1", "999", "999", "NORD", "@x"))
    assert [fault.place for fault in found] == ["art", "function", "unit", "project"]


def test_an_ansvar_is_coupled_to_a_unit() -> None:
    couplings = (Coupling(Kind.UNIT, "32", "OST", is_prefix=True), Coupling(Kind.UNIT, "3201", "VEST"))
    found = [chart(2026, *couplings).check(LINE._replace(unit=code)) for code in ("3209", "3201", "OST")]
    assert [account.unit for account in found if isinstance(account, Account)] == [8, 7, 8]


@given(st.text(max_size=8), st.text(max_size=8), st.integers(2020, 2030))
def test_nothing_is_guessed(art: str, function: str, year: int) -> None:
    found = chart(year).check(Combination("1", art, function, "VEST"))
    if isinstance(found, Account):
        assert arts()[found.art].is_valid_in(year)
        assert functions()[found.function].is_valid_in(year)
        assert found.art in art.strip().zfill(3)


@pytest.mark.django_db
def test_the_stored_chart_is_read_whole(vest: Unit) -> None:
    OwnCode.objects.create(kind="art", code="27010", target="270", last_year=2025)
    OwnCode.objects.create(kind="art", code="27010", target="272", first_year=2026)
    found = chart_of(2026).check(Combination("1", "27010", "258", "VEST"))
    assert found == Account("1", vest.pk, "258", "272", "")
