"""Lindvik's goals and indicators say what its files say."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from styring.access.queries import person_by_username
from styring.kernel.periods import Period
from styring.kernel.seeding import DEMO_FILES, demo_parts
from styring.kernel.thresholds import rounded
from styring.organisation.queries import unit_by_code
from styring.plans.models import Effect
from styring.scorecards.models import Indicator, PartKind
from styring.scorecards.queries import readings, scorecard_of, sick_leave_of
from styring.scorecards.seeds.cards import exact
from styring.scorecards.seeds.sick_leave import PARTS
from styring.thread.models import Element
from styring.thread.queries import breaks

if TYPE_CHECKING:
    from fractions import Fraction

    from pytest_django.plugin import DjangoDbBlocker

pytestmark = pytest.mark.django_db

NEEDED = ("founding", "organisation", "access", "plans", "scorecards")
QUARTERS: list[dict[str, Any]] = yaml.safe_load((DEMO_FILES / "rapportering_2026.yaml").read_text())[
    "sykefravaer_kvartal"
]
GOALS: list[dict[str, Any]] = yaml.safe_load((DEMO_FILES / "maal.yaml").read_text())["resultatmaal"]


@pytest.fixture(scope="module", autouse=True)
def _lindvik(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Any:
    """Load the parts once for all tests here, and take them away again."""
    from django.db import transaction  # noqa: PLC0415 - the database is open only now

    with django_db_blocker.unblock(), transaction.atomic():
        for part in demo_parts():
            if part.title in NEEDED:
                part.load()
        yield
        transaction.set_rollback(True)


def shown(value: Fraction | None, decimals: int) -> Fraction | None:
    return None if value is None else rounded(value, decimals)


@pytest.mark.parametrize("said", GOALS, ids=lambda said: said["id"])
@pytest.mark.parametrize("year", [2022, 2023, 2024, 2025])
def test_municipality_shows_the_given_years(said: dict[str, Any], year: int) -> None:
    if year not in said["historikk"]:
        pytest.skip("it was not measured that year")
    indicator = Indicator.objects.get(element__code=said["indikator"]["id"])
    top, planner = unit_by_code("LINDVIK"), person_by_username("planlegger")
    (reading,) = readings(planner, [indicator], top, Period.parse(str(year)))
    assert shown(reading.value, indicator.decimals) == exact(said["historikk"][year])


def test_municipality_shows_the_given_tertial() -> None:
    given = yaml.safe_load((DEMO_FILES / "rapportering_2026.yaml").read_text())["indikatorer_per_2_tertial_2026"]
    indicators = list(Indicator.objects.select_related("element").order_by("element__code"))
    found = readings(person_by_username("planlegger"), indicators, unit_by_code("LINDVIK"), Period.parse("2026-T2"))
    now = {f"RM{reading.indicator.element.code[1:]}": reading for reading in found}
    values = {code: one.underway.value if one.underway else one.value for code, one in now.items()}
    decimals = {
        code: max(now[code].indicator.decimals, len(str(value).partition(".")[2])) for code, value in given.items()
    }
    assert {code: shown(values[code], decimals[code]) for code in given} == {
        code: exact(value) for code, value in given.items()
    }


@pytest.mark.parametrize("head", sorted({quarter["omraade"] for quarter in QUARTERS}))
def test_quarters_of_sick_leave_are_as_given(head: str) -> None:
    indicator = Indicator.objects.get(element__code="I18")
    found = sick_leave_of(person_by_username("hr"), indicator, unit_by_code(head), Period.parse("2026-M10"))
    for said in (quarter for quarter in QUARTERS if quarter["omraade"] == head):
        share = found.quarter(said["aar"], said["kvartal"])
        assert share is not None
        assert share.agreed == said["avtalte_dagsverk"]
        assert shown(share.per_cent, 1) == exact(said["sykefravaer_prosent"])
        assert {word: shown(share.part(kind), 1) for kind, word in PARTS.items()} == {
            word: exact(said[word]) for word in PARTS.values()
        }


def test_lost_days_are_parted_twice_into_the_same() -> None:
    indicator = Indicator.objects.get(element__code="I18")
    found = sick_leave_of(person_by_username("hr"), indicator, unit_by_code("LINDVIK"), Period.parse("2026-M10"))
    for share in found.months.values():
        assert share.parts[PartKind.SELF_CERTIFIED] + share.parts[PartKind.DOCTOR_CERTIFIED] == share.lost
        assert share.parts[PartKind.SHORT] + share.parts[PartKind.LONG] == share.lost


def test_effects_are_those_of_the_file() -> None:
    said = yaml.safe_load((DEMO_FILES / "tiltak.yaml").read_text())["tiltak"]
    stored = Effect.objects.filter(measure__element__valid_from=date(2026, 9, 23))
    assert sum(effect.amount for effect in stored) == 100_000 * sum(sum(one["effekt"].values()) for one in said)


def test_every_unit_has_the_common_rows() -> None:
    planner = person_by_username("controller")
    card = scorecard_of(planner, unit_by_code("E214"), Period.parse("2026-M10"))
    assert [row.goal.code for row in card.common if row.goal] == ["RM18", "RM19", "RM21", "RM24", "RM25", "RM26"]
    assert [row.goal.code for row in card.own if row.goal] == ["RM06", "RM07", "RM08"]


def test_some_threads_are_broken_on_purpose() -> None:
    found = {(broken.code, broken.title) for broken in breaks(person_by_username("planlegger"), date(2026, 11, 6))}
    assert ("G4", "Lokalsamfunnene er levende, trygge og åpne for alle") in found
    assert ("G1", "Mer av avfallet gjenvinnes") in found
    assert ("M4", "Nytt ungdomshus på Nesøyra") in found


def test_loading_again_changes_nothing() -> None:
    before = Element.objects.count(), Indicator.objects.count()
    for part in demo_parts():
        if part.title in {"plans", "scorecards"}:
            part.load()
    assert (Element.objects.count(), Indicator.objects.count()) == before
