from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from styring.access.models import Role
from styring.access.tests.factories import user_with
from styring.audit.models import Entry
from styring.budget.models import Cause, Change, ChangeKind, FrameYear, Layer, LayerKind, LayerState, Vote
from styring.budget.queries import changes_of, figures, state_of
from styring.budget.rules.frames import Growth, moved, rolled
from styring.budget.rules.layers import LineKey
from styring.budget.services import (
    ChangeText,
    ClashError,
    Decision,
    Heading,
    adopt_layer,
    decisions,
    enter_adopted_budget,
    open_layer,
    open_programme,
    publish_layer,
    put_change,
    roll_budget,
    set_amount,
    switch_measure,
)
from styring.budget.tests.factories import AreaFactory
from styring.kernel.errors import NotAllowedError, NotFoundError, RuleBrokenError
from styring.kernel.periods import Period
from styring.ledger.rules.codes import arts, functions
from styring.organisation.models import Body, BodyKind, Party, Placement
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect, Measure, Stage
from styring.plans.tests.factories import MeasureFactory

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.ledger.rules.codes import Code
    from styring.organisation.models import ProgrammeArea, Unit

pytestmark = pytest.mark.django_db

YEARS = range(2027, 2031)
DECIDED_ON = date(2026, 11, 4)


@pytest.fixture
def top() -> Unit:
    return UnitFactory.create()


@pytest.fixture
def area() -> ProgrammeArea:
    return AreaFactory.create()


@pytest.fixture
def school(top: Unit, area: ProgrammeArea) -> Unit:
    unit: Unit = UnitFactory.create(parent=top)
    Placement.objects.filter(unit=unit).update(programme_area=area)
    return unit


@pytest.fixture
def planner(top: Unit) -> User:
    return user_with(Role.CONTROLLER, top)


@pytest.fixture
def secretary(top: Unit) -> User:
    return user_with(Role.SECRETARIAT, top)


@pytest.fixture
def measure(school: Unit, area: ProgrammeArea) -> Measure:
    made: Measure = MeasureFactory.create(element__unit=school, programme_area=area)
    Effect.objects.bulk_create(Effect(measure=made, year=year, amount=9000) for year in YEARS)
    return made


def key(unit: Unit, art: str = "010", year: int = 2027) -> LineKey:
    return LineKey(year, "1", unit.pk, "202", art)


@pytest.fixture
def adopted(planner: User, school: Unit, top: Unit) -> Layer:
    heading = Heading("Budsjett 2026", 2026, 2026, date(2025, 12, 10))
    amounts = {key(school, "010", 2026): 60_000, key(school, "120", 2026): 30_000, key(top, "870", 2026): -90_000}
    return enter_adopted_budget(actor=planner, heading=heading, amounts=amounts)


@pytest.fixture
def draft(planner: User, adopted: Layer) -> Layer:
    layer = open_programme(actor=planner, first_year=2027)
    roll_budget(actor=planner, layer=layer, base=adopted, growth=Growth(Fraction(1, 10), Fraction(0)))
    return layer


@pytest.fixture
def laid(planner: User, draft: Layer) -> Layer:
    balance(planner, draft)
    return publish_layer(actor=planner, layer=draft, on=date(2026, 9, 23))


def balance(actor: User, layer: Layer) -> None:
    """Let tax pay for all that lacks."""
    tax = item(layer, ChangeKind.FINANCE)
    for year in layer.years:
        lacking = sum(amount for line, amount in state_of(layer).items() if line.year == year)
        tax = item(layer, ChangeKind.FINANCE)
        set_amount(actor=actor, layer=layer, change=tax, year=year, amount=amount_in(layer, tax, year) - lacking)


def item(layer: Layer, kind: ChangeKind) -> Change:
    return next(one.change for one in changes_of(layer) if one.change.kind == kind)


def amount_in(layer: Layer, change: Change, year: int = 2027) -> int:
    return next(one for one in changes_of(layer) if one.change == change).in_year(year)


def decision(kind: BodyKind = BodyKind.COUNCIL, **more: object) -> Decision:
    body, _new = Body.objects.get_or_create(code=kind, defaults={"name": kind, "kind": kind, "valid_from": DECIDED_ON})
    return Decision(body, "KST 120/26", DECIDED_ON, **more)  # type: ignore[arg-type]


def test_budget_is_carried_on_with_named_consequences(draft: Layer, school: Unit, area: ProgrammeArea) -> None:
    kinds = {(one.change.kind, one.change.cause): one for one in changes_of(draft)}
    assert set(kinds) == {("base", ""), ("consequence", Cause.PAY), ("finance", "")}
    assert kinds["base", ""].change.programme_area == area
    assert [kinds["consequence", Cause.PAY].in_year(year) for year in YEARS] == [6000] * 4
    assert "10 %" in kinds["consequence", Cause.PAY].change.reason
    assert state_of(draft)[key(school, "010", 2030)] == 66_000


def test_only_an_empty_draft_is_filled_so(planner: User, draft: Layer, adopted: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="har endringer alt"):
        roll_budget(actor=planner, layer=draft, base=adopted, growth=Growth(Fraction(0), Fraction(0)))


def test_measures_adopted_before_cost_more_in_a_full_year(planner: User, adopted: Layer, measure: Measure) -> None:
    Measure.objects.update(stage=Stage.ADOPTED)
    Effect.objects.create(measure=measure, year=2026, amount=4000)
    layer = open_programme(actor=planner, first_year=2027)
    roll_budget(actor=planner, layer=layer, base=adopted, growth=Growth(Fraction(0), Fraction(0)))
    (found,) = (one for one in changes_of(layer) if one.change.cause == Cause.FULL_YEAR)
    assert found.in_year(2027) == 5000


def test_codes_that_end_are_never_guessed() -> None:
    ended = LineKey(2025, "1", 1, "202", "270")
    codes: dict[str, Mapping[str, Code]] = {"function": functions(), "art": arts()}
    assert rolled({ended: 5}, [2026], codes, {}).unknown == {("art", "270", 2026)}
    assert rolled({ended: 5}, [2026], codes, {"270": "271"}).amounts == {ended._replace(year=2026, art="271"): 5}


def test_amount_is_spread_over_the_accounts_of_the_part(planner: User, draft: Layer, school: Unit) -> None:
    set_amount(actor=planner, layer=draft, change=item(draft, ChangeKind.BASE), year=2028, amount=99_000)
    state = state_of(draft)
    assert (state[key(school, "010", 2028)], state[key(school, "120", 2028)]) == (66_000 + 6_000, 33_000)
    assert state[key(school, "120", 2027)] == 30_000


def test_above_what_is_laid_forward_only_the_difference_is_kept(planner: User, laid: Layer) -> None:
    above = open_layer(actor=planner, kind=LayerKind.SUPPLEMENT, base=laid, title="Tillegg")
    base = item(above, ChangeKind.BASE)
    own = set_amount(actor=planner, layer=above, change=base, year=2027, amount=90_900, was=90_000)
    assert own is not None
    assert (own.amends, sum(own.lines.values_list("amount", flat=True))) == (base, 900)
    assert set_amount(actor=planner, layer=above, change=base, year=2027, amount=90_000) is None
    assert not above.changes.exists()


def test_amount_that_another_has_changed_is_not_overwritten(planner: User, draft: Layer) -> None:
    base = item(draft, ChangeKind.BASE)
    with pytest.raises(ClashError) as clash:
        set_amount(actor=planner, layer=draft, change=base, year=2027, amount=1, was=80_000)
    assert (clash.value.now, amount_in(draft, base)) == (90_000, 90_000)


def test_part_of_another_budget_is_not_found(planner: User, draft: Layer) -> None:
    other = open_programme(actor=planner, first_year=2031)
    with pytest.raises(NotFoundError):
        set_amount(actor=planner, layer=other, change=item(draft, ChangeKind.BASE), year=2031, amount=1)


def test_measure_is_taken_in_and_out(planner: User, draft: Layer, measure: Measure) -> None:
    before = state_of(draft)
    made = switch_measure(actor=planner, layer=draft, measure=measure, on=True)
    assert made is not None
    assert amount_in(draft, made) == 9000
    assert switch_measure(actor=planner, layer=draft, measure=measure, on=True) == made
    assert switch_measure(actor=planner, layer=draft, measure=measure, on=False) is None
    assert state_of(draft) == before


def test_party_takes_a_measure_of_the_proposal_out_and_in_again(
    planner: User, draft: Layer, measure: Measure, top: Unit
) -> None:
    switch_measure(actor=planner, layer=draft, measure=measure, on=True)
    balance(planner, draft)
    publish_layer(actor=planner, layer=draft)
    party = Party.objects.create(code="GRONN", name="Grønn", seats=6, valid_from=date(2023, 10, 1))
    member = user_with(Role.PARTY_GROUP, top, party)
    own = open_layer(actor=member, kind=LayerKind.PARTY, base=draft, title="Vårt", parties=[party])
    switch_measure(actor=member, layer=own, measure=measure, on=False)
    (found,) = (one for one in changes_of(own) if one.change.kind == ChangeKind.MEASURE)
    assert found.is_off
    with pytest.raises(RuleBrokenError, match="Driften har 90 kroner til overs"):
        publish_layer(actor=member, layer=own)
    switch_measure(actor=member, layer=own, measure=measure, on=True)
    assert state_of(own) == state_of(draft)


def test_council_adopts_what_was_laid_forward(
    secretary: User, planner: User, draft: Layer, measure: Measure, area: ProgrammeArea
) -> None:
    switch_measure(actor=planner, layer=draft, measure=measure, on=True)
    balance(planner, draft)
    publish_layer(actor=planner, layer=draft)
    party = Party.objects.create(code="GRONN", name="Grønn", seats=6, valid_from=date(2023, 10, 1))
    adopted = adopt_layer(actor=secretary, layer=draft, decision=decision(votes={party: (6, 0)}))
    assert (adopted.state, adopted.made_from, adopted.decision) == (LayerState.DECIDED, draft, "KST 120/26")
    assert state_of(adopted) == state_of(draft)
    measure.refresh_from_db()
    assert (measure.stage, Vote.objects.get().in_favour) == (Stage.ADOPTED, 6)
    frame = FrameYear.objects.get(frame__programme_area=area, year=2027)
    assert (frame.before_measures, frame.amount) == (96_000, 105_000)
    assert [one.change for one in changes_of(adopted)] == [one.change for one in changes_of(draft)]


def test_adopted_programme_is_phased_as_the_budget_of_its_first_year(
    secretary: User, laid: Layer, school: Unit
) -> None:
    adopt_layer(actor=secretary, layer=laid, decision=decision())
    found = figures([school.pk], Period.parse("2027-M06"))[school.pk]
    assert (found.adopted, found.phased) == (96_000, 48_000)
    assert figures([school.pk], Period.parse("2028-M06"))[school.pk].adopted == 0


def test_measure_that_the_council_did_not_choose_is_rejected(
    secretary: User, planner: User, laid: Layer, measure: Measure
) -> None:
    above = open_layer(actor=planner, kind=LayerKind.SUPPLEMENT, base=laid, title="Tillegg")
    switch_measure(actor=planner, layer=above, measure=measure, on=True)
    balance(planner, above)
    publish_layer(actor=planner, layer=above)
    adopt_layer(actor=secretary, layer=laid, decision=decision())
    measure.refresh_from_db()
    assert measure.stage == Stage.REJECTED


def test_only_the_council_adopts_and_only_once(secretary: User, laid: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="kommunestyret selv"):
        adopt_layer(actor=secretary, layer=laid, decision=decision(BodyKind.EXECUTIVE_COMMITTEE))
    adopt_layer(actor=secretary, layer=laid, decision=decision())
    with pytest.raises(RuleBrokenError, match="vedtatt alt"):
        adopt_layer(actor=secretary, layer=laid, decision=decision())


def test_draft_is_not_adopted(secretary: User, draft: Layer) -> None:
    with pytest.raises(RuleBrokenError, match="lagt fram"):
        adopt_layer(actor=secretary, layer=draft, decision=decision())


def test_budget_without_general_income_is_not_adopted(secretary: User, planner: User, school: Unit) -> None:
    layer = open_programme(actor=planner, first_year=2027)
    amounts = {key(school, art, year): sign * 5 for year in YEARS for art, sign in (("010", 1), ("700", -1))}
    put_change(actor=planner, layer=layer, text=ChangeText(ChangeKind.BASE, "Alt"), amounts=amounts)
    publish_layer(actor=planner, layer=layer)
    with pytest.raises(RuleBrokenError, match="mangler generelle driftsinntekter"):
        adopt_layer(actor=secretary, layer=layer, decision=decision())


@pytest.mark.parametrize("role", [Role.COUNCIL, Role.CONTROLLER, Role.CHIEF_EXECUTIVE, Role.ADMINISTRATOR])
def test_others_enter_no_decision(top: Unit, laid: Layer, role: Role) -> None:
    with pytest.raises(NotAllowedError):
        adopt_layer(actor=user_with(role, top), layer=laid, decision=decision())


def test_decision_that_is_cut_off_leaves_nothing(secretary: User, laid: Layer, monkeypatch: pytest.MonkeyPatch) -> None:
    party = Party.objects.create(code="GRONN", name="Grønn", seats=6, valid_from=date(2023, 10, 1))

    def cut_off(**_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(decisions, "decide_measures", cut_off)
    with pytest.raises(KeyboardInterrupt):
        adopt_layer(actor=secretary, layer=laid, decision=decision(votes={party: (6, 0)}))
    assert not Layer.objects.filter(kind=LayerKind.ADOPTED, first_year=2027).exists()
    assert not Vote.objects.exists()
    assert not Entry.objects.filter(verb__in=("budget.layer.decided", "budget.frame.adopted")).exists()


keys = st.builds(
    LineKey, st.sampled_from(YEARS), st.just("1"), st.integers(1, 3), st.just("202"), st.sampled_from(["010", "700"])
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(keys, st.integers(-(10**9), 10**9)), st.sampled_from(YEARS), st.integers(-(10**9), 10**9))
def test_what_is_spread_sums_to_the_amount(lines: dict[LineKey, int], year: int, amount: int) -> None:
    found = moved(lines, year, amount)
    assert sum(found.values()) == (amount if any(lines.values()) else 0)
    assert {line.year for line in found} <= {year}
