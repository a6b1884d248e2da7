"""What Lindvik's indicators have shown: each given figure shared out to the units that measure it."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.kernel.periods import Period
from styring.organisation.models import Unit
from styring.scorecards.importers import Line, import_values
from styring.scorecards.models import Measured, Quality, RollUp
from styring.scorecards.seeds.cards import SICK_LEAVE, TOP, Defined, exact, read
from styring.scorecards.seeds.sick_leave import sick_leave_lines
from styring.scorecards.seeds.spread import Whole, numerators, volumes

if TYPE_CHECKING:
    from collections.abc import Iterator

THIS_TERTIAL = "2026-T2"
VOLUMES = {
    "I01": 1000,  # pupils in year five
    "I02": 1000,  # pupils in year seven
    "I03": 5000,  # answers from parents
    "I04": 1000,  # inquiries
    "I05": 1000,  # newborns
    "I06": 1000,  # new users
    "I07": 1000,  # answers from users
    "I08": 20000,  # inhabitants over 67
    "I09": 600,  # answers from relatives
    "I11": 1000,  # man-years
    "I13": 40000,  # tonnes of waste
    "I14": 400000,  # square metres
    "I15": 2000,  # applications
    "I17": 200,  # participants
    "I19": 4300,  # answers from employees
    "I20": 4000,  # positions
    "I23": 1000,  # million kroner
    "I24": 8000,  # answers
    "I25": 8000,  # answers
    "I26": 5000,  # deviations
    "I27": 20000,  # enquiries
}
"""How much there is to measure in all, in an invented year; scores count answers."""
AREAS = {"I20": ("K21", "K22", "K23", "K24")}
"""Where the indicators that stand on no unit's own card are measured."""
WITHOUT_USERS = ("D4",)
"""Directors whose units have no users of their own to ask."""
ASKS_USERS = {"I24", "I25"}
HAS_A_TOP = {"prosent": Fraction(100), "skår 1–6": Fraction(6), "skår 1–5": Fraction(5)}
BUDGET = "I21"
TEN_THOUSANDTHS = 10_000


def load_values(defined: list[Defined]) -> None:
    """Take in the values: the controller all but sick leave, which is for the personnel staff."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    by_code = {one.indicator.element.code: one for one in defined}
    lines = [line for one in defined if one.indicator.element.code != SICK_LEAVE for line in _lines(one, units)]
    import_values(actor=person_by_username("controller"), lines=lines)
    import_values(actor=person_by_username("hr"), lines=sick_leave_lines(by_code[SICK_LEAVE], units))


def _lines(one: Defined, units: dict[str, Unit]) -> Iterator[Line]:
    places = _places(one)
    for period, value in _given(one.said):
        quality = Quality.PRELIMINARY if period == THIS_TERTIAL else Quality.FINAL
        for code, measured in _measured(one, value, places, quality).items():
            yield Line(one.indicator, units[code], Period.parse(period), measured)


def _given(said: dict[str, Any]) -> Iterator[tuple[str, Fraction]]:
    for year, value in said["historikk"].items():
        yield str(year), exact(value)
    now = read("rapportering_2026")["indikatorer_per_2_tertial_2026"].get(said["id"])
    if now is not None:
        yield THIS_TERTIAL, exact(now)


def _places(one: Defined) -> dict[str, int]:
    """The units that measure an indicator, with what they weigh: man-years, or their budget for what is about money."""
    key, goal = one.indicator.element.code, one.said["id"]
    if one.indicator.roll_up == RollUp.NONE:
        return {TOP: 1}
    chosen = {card["eier"] for card in read("maalekart")["maalekart"] if goal in card["unike"]}
    found = {}
    for said in read("organisasjon")["administrasjon"]["enheter"]:
        is_asked = not (key in ASKS_USERS and said["direktor"] in WITHOUT_USERS)
        is_here = said["id"] in chosen or said["kommunalsjef"] in AREAS.get(key, ())
        if is_here or (one.said["maalekart"] == "gjennomgående" and is_asked):
            found[said["id"]] = abs(said["netto_budsjett_2027"]) if key == BUDGET else said["aarsverk"]
    return found


def _measured(one: Defined, value: Fraction, places: dict[str, int], quality: Quality) -> dict[str, Measured]:
    indicator, key = one.indicator, one.indicator.element.code
    off = read("brukervirkning")["enhetsavvik"].get(one.said["id"], {})
    whole = Whole(
        key,
        value,
        indicator.factor,
        HAS_A_TOP.get(indicator.unit_of_measure) if key != BUDGET else None,
        {code: exact(number) for code, number in off.items() if code in places},
    )
    if not indicator.is_quotient:
        shares = numerators(Whole(key, value, 1), volumes(1000, places), 1000) if len(places) > 1 else {}
        return {code: Measured(value=shares.get(code, value * 1000) / 1000, quality=quality) for code in places}
    of = places if key == BUDGET else volumes(VOLUMES[key], places)
    found = numerators(whole, of, TEN_THOUSANDTHS if key == BUDGET else 1)
    return {
        code: Measured(numerator=found[code], denominator=Fraction(size), quality=quality) for code, size in of.items()
    }
