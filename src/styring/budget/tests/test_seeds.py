from __future__ import annotations

from datetime import date

import pytest
from django.db.models import Sum

from styring.access.models import Grant, Role
from styring.access.tests.factories import UserFactory
from styring.audit.models import Entry
from styring.budget.models import (
    Amendment,
    BudgetLine,
    Frame,
    FrameYear,
    Investment,
    KeptMonth,
    Layer,
    Learnt,
    Loan,
    Scenario,
)  # fmt: skip
from styring.budget.queries import figures, figures_by, own_figures, sums_per_art
from styring.budget.queries.finance import basis, debts_of, development, targets_for
from styring.budget.queries.grid import places_of
from styring.budget.queries.investments import plan_of
from styring.budget.seeds import load
from styring.budget.seeds.accounting import THOUSAND, file, rows
from styring.kernel.periods import Period
from styring.ledger.rules.statements import compute, definition
from styring.organisation.models import Body, BodyKind, Party, Placement, ProgrammeArea, Sector, Unit
from styring.organisation.tests.factories import UnitFactory
from styring.plans.models import Effect
from styring.plans.tests.factories import MeasureFactory

pytestmark = pytest.mark.django_db

PEOPLE = {
    "controller": Role.CONTROLLER,
    "okonomisjef": Role.CONTROLLER,
    "planlegger": Role.PLANNER,
    "ingrid.solheim": Role.CHIEF_EXECUTIVE,
    "sekretariat": Role.SECRETARIAT,
    "marte.nygard": Role.UNIT_LEADER,
    "astrid.holm": Role.UNIT_LEADER,
    "kari.brekke": Role.HEAD_OF_SERVICE,
    "odd.vestby": Role.HEAD_OF_SERVICE,
    "siri.haugen": Role.DIRECTOR,
}
PARTIES = {"gruppeleder.samling": "samling", "gruppeleder.byliste": "byliste", "folkevalgt": "gronn"}
OCTOBER, SEPTEMBER = Period.parse("2026-M10"), Period.parse("2026-M09")


def area_of(code: str, sector: Sector) -> ProgrammeArea:
    return ProgrammeArea.objects.create(code=code, number=int(code[1:]), name=f"Område {code}", sector=sector)


@pytest.fixture
def lindvik() -> Unit:
    """The units of the demo, each in its programme area, directly under the municipality."""
    top: Unit = UnitFactory.create(code="LINDVIK")
    body = Body.objects.create(code="HU", name="Utvalg", kind=BodyKind.COMMITTEE, valid_from=date(2000, 1, 1))
    sector = Sector.objects.create(code="S", name="Sektor", body=body)
    areas = {code: area_of(code, sector) for code in {row["programomraade"] for row in rows()}}
    for row in rows():
        unit = UnitFactory.create(code=row["enhet"], parent=top)
        Placement.objects.filter(unit=unit).update(programme_area=areas[row["programomraade"]])
    Body.objects.create(code="FSK", name="Formannskapet", kind=BodyKind.COMMITTEE, valid_from=date(2000, 1, 1))
    for code in ("D2", "K21", "K22"):
        UnitFactory.create(code=code, parent=top)
    for username, role in PEOPLE.items():
        person = UserFactory.create(username=username)
        Grant.objects.create(user=person, unit=top, role=role, valid_from=date(2000, 1, 1))
    for username, code in PARTIES.items():
        party = Party.objects.create(code=code, name=code, seats=5, valid_from=date(2000, 1, 1))
        member, begun = UserFactory.create(username=username), date(2000, 1, 1)
        Grant.objects.create(user=member, unit=top, role=Role.PARTY_GROUP, party=party, valid_from=begun)
    for said in file("tiltak")["tiltak"]:
        where = Unit.objects.get(code=f"F{said['programomraade'][1:]}")
        measure = MeasureFactory.create(
            element__unit=where, element__code=said["id"], element__title=said["tittel"],
            is_in_proposal=said["i_raadmannens_forslag"], programme_area=areas[said["programomraade"]],
        )  # fmt: skip
        effects = said["effekt"].items()
        Effect.objects.bulk_create(
            Effect(measure=measure, year=year, amount=amount * THOUSAND) for year, amount in effects
        )
    load()
    return top


def units_have_the_given_figures() -> None:
    found = own_figures(OCTOBER)
    codes = dict(Unit.objects.values_list("code", "pk"))
    given = ("vedtatt_budsjett", "revidert_budsjett", "periodisert_budsjett_hittil", "aarsprognose",
             "forrige_prognoseavvik")  # fmt: skip
    for row in rows():
        one = found[codes[row["enhet"]]]
        shown = (one.adopted, one.revised, one.phased, one.forecast, one.last_forecast_deviation)
        assert shown == tuple(row[name] * THOUSAND for name in given), row["enhet"]


def areas_have_the_given_figures(lindvik: Unit) -> None:
    found = figures_by(lindvik, OCTOBER, "programme_area")
    for given in file("rapportering_2026")["maanedsrapport"]["rader"]:
        one = found[ProgrammeArea.objects.get(code=given["programomraade"]).pk]
        assert (one.revised, one.phased, one.forecast_deviation) == tuple(
            given[name] * THOUSAND for name in ("revidert_budsjett", "periodisert_budsjett_hittil", "prognoseavvik")
        )


def municipality_foresees_what_the_report_says(lindvik: Unit) -> None:
    whole = figures([lindvik.pk], OCTOBER)[lindvik.pk]
    assert whole.forecast_deviation == -22400 * THOUSAND
    assert figures([lindvik.pk], SEPTEMBER)[lindvik.pk].forecast == whole.last_forecast


def budgets_balance_in_each_year() -> None:
    """All but the parties' own budgets, which may lack something until they are submitted."""
    lines = BudgetLine.objects.exclude(layer__kind="party").order_by()
    sums = lines.values_list("layer__kind", "year").annotate(total=Sum("amount"))
    assert {(kind, year, total) for kind, year, total in sums} == {
        *(("supplement", year, 0) for year in range(2027, 2031)),
        ("adopted", 2025, 0), ("adopted", 2026, 0), ("amendment", 2026, 0),
        ("proposal", 2027, 0), ("proposal", 2028, 0), ("proposal", 2029, 0), ("proposal", 2030, 0),
    }  # fmt: skip


def frames_are_made_of_what_the_files_say() -> None:
    proposal = Layer.objects.get(name="2027-forslag")
    places = {place.key: place for place in places_of(proposal)}
    for given in file("okonomi")["bevilgninger_per_programomraade"]["rader"]:
        place = places[given["programomraade"]]
        before = place.of("base", "consequence")
        assert before == (given["konsekvensjustert_ramme"] * THOUSAND,) * 4, place.key
        assert place.of("measure") == tuple(given["tiltak"][year] * THOUSAND for year in proposal.years), place.key
        assert place.net == tuple(given["netto_ramme"][year] * THOUSAND for year in proposal.years), place.key


def statement_is_that_of_the_files() -> None:
    sums = sums_per_art(Layer.objects.get(name="2027-forslag"))
    for given in file("okonomi")["bevilgningsoversikt_drift"]["aar"]:
        lines = {line.post: line.amount for line in compute(definition("5-4-1", given["aar"]), sums[given["aar"]])}
        shown = {"5": -given["sum_generelle_driftsinntekter"], "6": given["sum_bevilgninger_drift_netto"],
                 "17": -given["netto_driftsresultat"], "25": given["fremfort_til_inndekning"]}  # fmt: skip
        assert {post: lines[post] for post in shown} == {post: amount * THOUSAND for post, amount in shown.items()}


def frames_are_what_the_proposal_gives_the_areas() -> None:
    area = ProgrammeArea.objects.get(code="P31")
    net = FrameYear.objects.get(frame__programme_area=area, year=2028).amount
    units = Placement.objects.filter(programme_area=area).values("unit")
    proposed = BudgetLine.objects.filter(layer__kind="proposal", year=2028, account_class="1", unit__in=units)
    assert net == 994400 * THOUSAND == sum(proposed.values_list("amount", flat=True))


def frames_of_the_year_are_the_adopted_budget() -> None:
    for area in ProgrammeArea.objects.all():
        net = FrameYear.objects.get(frame__programme_area=area, year=2026)
        units = Placement.objects.filter(programme_area=area).values("unit")
        adopted = BudgetLine.objects.filter(layer__kind="adopted", year=2026, account_class="1", unit__in=units)
        assert net.amount == sum(adopted.values_list("amount", flat=True)), area.code
        assert net.frame.element.valid_from == date(2025, 12, 10)


def leaders_have_moved_what_is_told() -> None:
    states = Amendment.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["decided", "decided", "proposed", "rejected", "draft", "proposed"]


def suggestions_are_kept_and_learnt_from() -> None:
    assert KeptMonth.objects.count() == 20
    assert all(row.units > 60 for row in Learnt.objects.filter(year=2025))


def investments_are_what_the_statement_of_investments_says() -> None:
    layer = Layer.objects.get(kind="proposal", first_year=2027)
    plan = plan_of(layer.years)
    for given in file("okonomi")["bevilgningsoversikt_investering"]["aar"]:
        year = given["aar"]
        of_year = [one for project in plan.investments for one in plan.of(project) if one.year == year]
        assert sum(one.financed.spending for one in of_year) == given["investeringer_i_varige_driftsmidler"] * THOUSAND
        assert -sum(one.financed.vat for one in of_year) == given["kompensasjon_mva"] * THOUSAND
        assert -sum(one.financed.grants for one in of_year) == given["tilskudd_fra_andre"] * THOUSAND
        assert -sum(one.loan for one in of_year) == given["bruk_av_laan"] * THOUSAND


def loans_and_plan_cost_what_the_operating_statement_says() -> None:
    layer = Layer.objects.get(kind="proposal", first_year=2027)
    by_rule = {year.year: year for year in debts_of(basis(), plan_of(layer.years))}
    for given in file("okonomi")["bevilgningsoversikt_drift"]["aar"]:
        year = by_rule[given["aar"]]
        assert (year.interest, year.instalments) == (
            given["renteutgifter"] * THOUSAND,
            given["avdrag_paa_laan"] * THOUSAND,
        )


def targets_are_what_the_demo_gives_but_for_the_income_they_are_shares_of() -> None:
    """Self-financing is as given. The net result is as given too, but the lines have less income than is stated."""
    years = development(Layer.objects.get(kind="proposal", first_year=2027))
    [self_financing] = [seen for seen in targets_for(years) if seen.target.code == "FM4"]
    given = file("okonomi")
    for seen, year, invested, run in zip(
        self_financing.percents, years, given["bevilgningsoversikt_investering"]["aar"],
        given["bevilgningsoversikt_drift"]["aar"], strict=True,
    ):  # fmt: skip
        assert round(float(seen.value or 0), 1) == invested["egenfinansieringsgrad_ekskl_selvkost"]
        assert year.net_result == -run["netto_driftsresultat"] * THOUSAND
        stated = -run["brutto_driftsinntekter"] * THOUSAND
        assert round(100 * year.net_result / stated, 2) == run["netto_driftsresultat_prosent"]
        assert year.income < stated
    assert not {seen.target.code for seen in targets_for(years) if seen.worst.value == "bad"}


def scenarios_lie_beside_the_proposal() -> None:
    assert set(Scenario.objects.values_list("layer__kind", flat=True)) == {"proposal"}


def loading_again_changes_nothing() -> None:
    models = (Layer, BudgetLine, Frame, Investment, Loan, Entry, Amendment, KeptMonth)
    before = [model.objects.count() for model in models]
    load()
    assert [model.objects.count() for model in models] == before


def test_demo_is_what_its_files_say_to_the_ore(lindvik: Unit) -> None:
    units_have_the_given_figures()
    areas_have_the_given_figures(lindvik)
    municipality_foresees_what_the_report_says(lindvik)
    budgets_balance_in_each_year()
    frames_are_what_the_proposal_gives_the_areas()
    frames_are_made_of_what_the_files_say()
    statement_is_that_of_the_files()
    frames_of_the_year_are_the_adopted_budget()
    leaders_have_moved_what_is_told()
    suggestions_are_kept_and_learnt_from()
    investments_are_what_the_statement_of_investments_says()
    loans_and_plan_cost_what_the_operating_statement_says()
    targets_are_what_the_demo_gives_but_for_the_income_they_are_shares_of()
    scenarios_lie_beside_the_proposal()
    loading_again_changes_nothing()
