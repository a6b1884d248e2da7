"""Couplings change by saying what a code is from a year on; nothing is lost, and no year has two answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.kernel.errors import InvalidValueError, NotAllowedError, RuleBrokenError
from styring.ledger.models import CodeRule, CombinationRule, OwnCode
from styring.ledger.queries import chart_of
from styring.ledger.queries.register import coupling_changes, history_of_code
from styring.ledger.rules.chart import Account, Chart, Combination, Coupling, Fault, KnownUnit
from styring.ledger.rules.codes import Kind, arts, functions
from styring.ledger.rules.couplings import CouplingError, changed, ended, judge, told
from styring.ledger.rules.restrictions import Restriction
from styring.ledger.services import (
    add_combination_rule,
    couple_code,
    end_code,
    end_combination_rule,
    set_code_rule,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.accounts.models import User
    from styring.organisation.models import Unit

OLD = Coupling(Kind.ART, "27010", "270", last_year=2025, name="Vikarer")
NEW = Coupling(Kind.ART, "27010", "271", first_year=2026, name="Vikarer")
UNITS = {"VEST": KnownUnit(7), "OST": KnownUnit(8)}
FIRST, LAST = 2020, 2030
YEARS = range(FIRST, LAST + 1)


def acts() -> st.SearchStrategy[list[Coupling]]:
    """What somebody may say of one code, act by act."""
    spans = st.tuples(st.integers(FIRST, LAST), st.integers(FIRST, LAST)).map(sorted)
    targets = st.sampled_from(["010", "020", "120", "195"])
    return st.lists(st.builds(lambda span, target: Coupling(Kind.ART, "X", target, *span), spans, targets), max_size=8)


def played(said: Sequence[Coupling]) -> list[Coupling]:
    live: list[Coupling] = []
    for coupling in said:
        change = changed(live, coupling)
        live = [known for known in live if known not in change.replaced] + list(change.added)
    return live


def answers(live: Sequence[Coupling], year: int) -> list[str]:
    return [known.target for known in live if known.is_valid_in(year)]


@given(acts())
def test_each_year_has_what_was_said_of_it_last_and_nothing_else(said: list[Coupling]) -> None:
    live = played(said)
    for year in YEARS:
        wanted = [coupling.target for coupling in said if coupling.is_valid_in(year)][-1:]
        assert answers(live, year) == wanted


@given(acts(), st.integers(FIRST, LAST))
def test_an_end_takes_the_years_after_and_no_other(said: list[Coupling], last_year: int) -> None:
    live = played(said)
    if not any(known.last_year > last_year for known in live):
        return
    change = ended(live, (Kind.ART, "X", False), last_year)
    left = [known for known in live if known not in change.replaced] + list(change.added)
    for year in YEARS:
        assert answers(left, year) == ([] if year > last_year else answers(live, year))


CODES = st.sampled_from(["27", "270", "27010", "2701", "25410", "254", "320", "X1", "010", "258", "VEST", "P1", ""])
TARGETS = {
    Kind.ART: st.sampled_from([code for code in arts() if code[0] in "0129"]),
    Kind.FUNCTION: st.sampled_from([code for code in functions() if code[0] in "25"]),
    Kind.UNIT: st.sampled_from(["VEST", "OST", "NORD"]),
    Kind.PROJECT: st.just(""),
}


@st.composite
def couplings(draw: st.DrawFn) -> list[Coupling]:
    """Couplings of all kinds that stand beside each other: for each code and year what was said last."""
    kinds = draw(st.lists(st.sampled_from(list(Kind)), max_size=10))
    said = [
        Coupling(kind, draw(CODES), draw(TARGETS[kind]), *draw(st.sampled_from([(0, 2025), (2026, 9999), (0, 9999)])),
                 is_prefix=draw(st.booleans()))
        for kind in kinds
    ]  # fmt: skip
    return [*told([], said).added]


LINES = st.builds(Combination, st.sampled_from(["0", "1", "2"]), CODES, CODES, CODES, CODES)


@given(couplings(), LINES, st.sampled_from([2025, 2026]))
def test_each_own_combination_is_one_of_kostra_or_says_why_not(
    known: list[Coupling], line: Combination, year: int
) -> None:
    found = Chart(year, known, (), UNITS).check(line)
    assert found == Chart(year, known[::-1], (), UNITS).check(line)
    if isinstance(found, Fault):
        assert found.place in Combination._fields
        assert found.reason % found.parts
        assert found.advice % found.parts or not found.advice
        assert found in Chart(year, known, (), UNITS).faults(line)
    else:
        assert arts()[found.art].is_valid_in(year)
        assert found.account_class in arts()[found.art].account_classes
        assert functions()[found.function].is_valid_in(year)
        assert found.unit in {unit.key for unit in UNITS.values()}


@pytest.mark.parametrize(
    ("coupling", "field"),
    [
        (Coupling(Kind.ART, "", "270", last_year=2025), "code"),
        (Coupling(Kind.ART, "=1+1", "010"), "code"),
        (Coupling(Kind.ART, "1 2", "010"), "code"),
        (Coupling(Kind.ART, "1" * 21, "010"), "code"),
        (Coupling(Kind.ART, "27010", ""), "target"),
        (Coupling(Kind.ART, "27010", "999"), "target"),
        (Coupling(Kind.ART, "27010", "270"), "last_year"),
        (Coupling(Kind.ART, "27010", "271"), "first_year"),
        (Coupling(Kind.ART, "27010", "010", 2026, 2025), "last_year"),
        (Coupling(Kind.ART, "27010", "010", 1999), "first_year"),
        (Coupling(Kind.FUNCTION, "2021", "999"), "target"),
        (Coupling(Kind.UNIT, "320", "NORD"), "target"),
        (Coupling(Kind.PROJECT, "P1", "P2"), "target"),
        (Coupling(Kind.PROJECT, "P1", "", name="@SUM(A1)"), "name"),
    ],
)
def test_a_coupling_that_could_never_be_of_use_is_refused(coupling: Coupling, field: str) -> None:
    with pytest.raises(CouplingError) as refused:
        judge(coupling, UNITS)
    assert refused.value.field == field


@pytest.mark.parametrize("coupling", [OLD, NEW, Coupling(Kind.UNIT, "320", "OST"), Coupling(Kind.PROJECT, "P1", "")])
def test_others_are_taken(coupling: Coupling) -> None:
    judge(coupling, UNITS)


def test_what_took_over_is_named() -> None:
    with pytest.raises(CouplingError, match="271/272"):
        judge(Coupling(Kind.ART, "27010", "270"), UNITS)


@pytest.mark.django_db
class TestCoupling:
    def test_a_change_from_a_year_leaves_the_years_before(self, controller: User, vest: Unit) -> None:
        couple_code(actor=controller, coupling=OLD)
        made = couple_code(actor=controller, coupling=NEW)
        line = Combination("1", "27010", "258", vest.code)
        found = [chart_of(year).check(line) for year in (2025, 2026)]
        assert [account.art for account in found if isinstance(account, Account)] == ["270", "271"]
        assert Entry.objects.filter(verb="ledger.code.coupled", object=f"ledger.owncode:{made.pk}").exists()

    def test_what_was_said_stays_as_history(self, controller: User, vest: Unit) -> None:
        couple_code(actor=controller, coupling=Coupling(Kind.UNIT, "320", vest.code))
        later = couple_code(actor=controller, coupling=Coupling(Kind.UNIT, "320", vest.code, 2026, name="Vest"))
        said = [(row.is_live, row.first_year, row.last_year) for row in history_of_code(later)]
        assert said == [(True, 2026, 9999), (True, 0, 2025), (False, 0, 9999)]
        assert history_of_code(later)[0].recorded_by == controller

    def test_the_same_again_changes_nothing(self, controller: User, vest: Unit) -> None:
        couple_code(actor=controller, coupling=Coupling(Kind.UNIT, "320", vest.code))
        with pytest.raises(RuleBrokenError, match="Ingenting er endret"):
            couple_code(actor=controller, coupling=Coupling(Kind.UNIT, "320", vest.code, 2025, 2026))
        assert OwnCode.objects.count() == 1

    @pytest.mark.parametrize("role", [Role.UNIT_LEADER, Role.PLANNER, Role.AUDITOR, None])
    def test_others_change_nothing(self, top: Unit, role: Role | None) -> None:
        with pytest.raises(NotAllowedError):
            couple_code(actor=user_with(role, top), coupling=NEW)
        assert not OwnCode.objects.exists()

    def test_a_coupling_that_cannot_be_changes_nothing(self, controller: User) -> None:
        with pytest.raises(CouplingError):
            couple_code(actor=controller, coupling=Coupling(Kind.ART, "27010", "270"))
        assert not OwnCode.objects.exists()

    def test_what_differs_from_last_year_is_told(self, controller: User) -> None:
        for coupling in (OLD, NEW, Coupling(Kind.ART, "11510", "115")):
            couple_code(actor=controller, coupling=coupling)
        (found,) = coupling_changes(2026)
        assert (found.before and found.before.target, found.after and found.after.target) == ("270", "271")


@pytest.mark.django_db
class TestEnding:
    def test_a_code_is_nothing_after_its_last_year(self, controller: User, vest: Unit) -> None:
        row = couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "120"))
        end_code(actor=controller, code=row, last_year=2025)
        line = Combination("1", "X1", "258", vest.code)
        assert isinstance(chart_of(2025).check(line), Account)
        assert isinstance(chart_of(2026).check(line), Fault)
        assert Entry.objects.filter(verb="ledger.code.ended").count() == 1

    def test_one_that_was_replaced_cannot_be_ended(self, controller: User) -> None:
        row = couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "120"))
        couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "195"))
        with pytest.raises(RuleBrokenError, match="byttet ut"):
            end_code(actor=controller, code=row, last_year=2025)

    @pytest.mark.parametrize("year", [1999, 2101])
    def test_it_ends_in_a_year(self, controller: User, year: int) -> None:
        row = couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "120"))
        with pytest.raises(InvalidValueError):
            end_code(actor=controller, code=row, last_year=year)

    def test_others_end_nothing(self, controller: User, top: Unit) -> None:
        row = couple_code(actor=controller, coupling=Coupling(Kind.ART, "X1", "120"))
        with pytest.raises(NotAllowedError):
            end_code(actor=user_with(Role.UNIT_LEADER, top), code=row, last_year=2025)
        assert OwnCode.objects.live().get() == row


@pytest.mark.django_db
class TestRules:
    def test_where_the_code_stands_can_be_said_anew(self, controller: User, vest: Unit) -> None:
        set_code_rule(actor=controller, kind=Kind.ART, first_year=2026, skip=2)
        set_code_rule(actor=controller, kind=Kind.ART, first_year=2026, skip=1)
        found = chart_of(2026).check(Combination("1", "10100", "258", vest.code))
        assert isinstance(found, Account)
        assert found.art == "010"
        assert CodeRule.objects.filter(is_live=False).count() == 1

    @pytest.mark.parametrize(("kind", "skip"), [(Kind.UNIT, 0), (Kind.ART, -1), (Kind.ART, 18)])
    def test_it_stands_somewhere_in_an_art_or_a_function(self, controller: User, kind: Kind, skip: int) -> None:
        with pytest.raises(InvalidValueError):
            set_code_rule(actor=controller, kind=kind, first_year=2026, skip=skip)

    def test_codes_that_may_not_stand_together_are_refused_from_the_year(self, controller: User, vest: Unit) -> None:
        add_combination_rule(actor=controller, rule=housing_rule())
        line = Combination("1", "630", "202", vest.code)
        found = [chart_of(2025).check(line), chart_of(2026).check(line)]
        assert isinstance(found[0], Account)
        assert isinstance(found[1], Fault)
        assert "Husleie hører til boliger" in found[1].reason % found[1].parts
        assert isinstance(chart_of(2026).check(line._replace(function="265")), Account)

    def test_a_rule_is_ended_and_stays_told(self, controller: User) -> None:
        rule = add_combination_rule(actor=controller, rule=housing_rule())
        end_combination_rule(actor=controller, rule=rule, last_year=2026)
        assert rule.last_year == 2026
        assert Entry.objects.filter(verb="ledger.combination_rule.ended").count() == 1
        with pytest.raises(RuleBrokenError):
            end_combination_rule(actor=controller, rule=rule, last_year=2027)

    def test_others_make_no_rules(self, top: Unit) -> None:
        leader = user_with(Role.UNIT_LEADER, top)
        with pytest.raises(NotAllowedError):
            add_combination_rule(actor=leader, rule=housing_rule())
        with pytest.raises(NotAllowedError):
            set_code_rule(actor=leader, kind=Kind.ART, first_year=2026, skip=1)
        assert not CombinationRule.objects.exists()
        assert not CodeRule.objects.exists()


def housing_rule() -> CombinationRule:
    return CombinationRule(
        name="Husleie hører til boliger", kind="art", begins="630", other="function", allowed="265 283", first_year=2026
    )


def test_something_may_be_asked_for_whatever_it_is() -> None:
    rule = Restriction("0", Kind.ART, "", Kind.PROJECT, (), "Investering har prosjekt")
    chart = Chart(2026, (), (), UNITS).restrict([rule])
    assert isinstance(chart.check(Combination("0", "230", "222", "VEST", "I01")), Account)
    found = chart.check(Combination("0", "230", "222", "VEST"))
    assert isinstance(found, Fault)
    assert found.place == "project"
