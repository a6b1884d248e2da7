"""The chief executive's proposal for 2027–2030, made of this year's budget, its consequences and measures.

Sums are those of ``okonomi.yaml`` to the krone: frame before measures, measures, net frame, and § 5-4.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import Cause, ChangeKind, Layer, LayerKind
from styring.budget.rules.layers import LineKey, together
from styring.budget.seeds.accounting import THOUSAND, file, keyed, main_function, pay_rise, rows, spread, units
from styring.budget.seeds.frames import PLAN
from styring.budget.services import ChangeText, open_programme, put_change, switch_measure
from styring.budget.services.consequences import carry_investments
from styring.kernel.amounts import spread_exactly
from styring.ledger.rules.codes import OPERATING
from styring.ledger.rules.statements import definition
from styring.organisation.models import ProgrammeArea
from styring.plans.models import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from styring.accounts.models import User

TOP = "LINDVIK"
FIRST, LAST = 2027, 2030
YEARS = range(FIRST, LAST + 1)
PAY_SHARE = 80
"""How much of what it costs to go on as before is pay, in percent; the rest is prices."""
GOODS = "120"
CENTRAL = {  # line of § 5-4 in okonomi.yaml: post, function, art
    "rammetilskudd": ("1", "840", "800"),
    "inntekts_og_formuesskatt": ("2", "800", "870"),
    "eiendomsskatt": ("3", "800", "878"),
    "andre_generelle_driftsinntekter": ("4", "840", "810"),
    "avskrivninger": ("7", "120", "590"),
    "motpost_avskrivninger": ("16", "860", "990"),
    "renteinntekter": ("10", "870", "900"),
    "utbytter": ("11", "870", "905"),
    "gevinster_og_tap_finansielle_omlopsmidler": ("12", "870", "909"),
    "renteutgifter": ("13", "870", "500"),
    "avdrag_paa_laan": ("14", "870", "510"),
    "overforing_til_investering": ("18", "880", "570"),
    "avsetning_bundne_driftsfond": ("19", "880", "550"),
    "bruk_av_bundne_driftsfond": ("20", "880", "950"),
    "avsetning_til_disposisjonsfond": ("21", "880", "540"),
    "bruk_av_disposisjonsfond": ("22", "880", "940"),
    "dekning_tidligere_merforbruk": ("23", "880", "530"),
}
REASONS = {
    Cause.PAY: "Lønnsveksten fra 2026 til 2027 på lønn og sosiale utgifter.",
    Cause.PRICE: "Prisveksten fra 2026 til 2027 på kjøp, tilskudd og egne gebyrer.",
    Cause.FULL_YEAR: "Budsjettreguleringene i 2026 gjelder hele året fra 2027.",
}
ORDER = {Cause.PAY: 20, Cause.PRICE: 30, Cause.FULL_YEAR: 50}


def load_plan() -> None:
    """The proposal as a draft; nothing when it is there."""
    if Layer.objects.filter(kind=LayerKind.PROPOSAL, first_year=FIRST).exists():
        return
    units.cache_clear()
    actor = person_by_username("controller")
    layer = open_programme(actor=actor, first_year=FIRST, title=PLAN)
    areas = {area.code: area for area in ProgrammeArea.objects.all()}
    for frame in frames():
        for text, amounts in _parts(frame, areas[frame["programomraade"]]):
            put_change(actor=actor, layer=layer, text=text, amounts=amounts)
    _central(actor, layer)
    for measure in Measure.objects.filter(is_in_proposal=True).select_related("element", "programme_area"):
        switch_measure(actor=actor, layer=layer, measure=measure, on=True)
    carry_investments(actor=actor, layer=layer)


def frames() -> list[dict[str, Any]]:
    """Each programme area's frame as the files have it."""
    found: list[dict[str, Any]] = file("okonomi")["bevilgninger_per_programomraade"]["rader"]
    return found


def _parts(frame: Mapping[str, Any], area: ProgrammeArea) -> Iterator[tuple[ChangeText, dict[LineKey, int]]]:
    """This year's budget of an area carried on, and what it costs to go on as before."""
    members = [row for row in rows() if row["programomraade"] == area.code]
    carried = {row["enhet"]: spread(row["enhet"], row["vedtatt_budsjett"], FIRST) for row in members}
    text = ChangeText(ChangeKind.BASE, "Vedtatt budsjett 2026, videreført", area=area, order=10)
    yield text, together(keyed(code, year, lines) for code, lines in carried.items() for year in YEARS)
    yield from _consequences(frame["konsekvensjustert_ramme"], members, area)


def _consequences(
    wanted: int, members: list[dict[str, Any]], area: ProgrammeArea
) -> Iterator[tuple[ChangeText, dict[LineKey, int]]]:
    amended = {row["enhet"]: row["revidert_budsjett"] - row["vedtatt_budsjett"] for row in members}
    left = wanted - sum(row["vedtatt_budsjett"] for row in members) - sum(amended.values())
    pay = left * PAY_SHARE // 100
    weights = [row["vekt"] for row in members]
    codes = [row["enhet"] for row in members]
    shares = {
        Cause.PAY: dict(zip(codes, spread_exactly(pay, weights), strict=True)),
        Cause.PRICE: dict(zip(codes, spread_exactly(left - pay, weights), strict=True)),
        Cause.FULL_YEAR: amended,
    }
    for cause, of_unit in shares.items():
        text = ChangeText(ChangeKind.CONSEQUENCE, str(cause.label), REASONS[cause], cause, area, order=ORDER[cause])
        yield (
            text,
            together(keyed(code, year, _lines(cause, code, part)) for code, part in of_unit.items() for year in YEARS),
        )


def _lines(cause: Cause, code: str, amount: int) -> dict[tuple[str, str], int]:
    """Prices on goods, all else on pay, on the function that the unit has most of."""
    return {(main_function(code), GOODS): amount} if cause == Cause.PRICE else pay_rise(code, amount)


def _central(actor: User, layer: Layer) -> None:
    """The municipality's own income, finance and funds: a change for each line of § 5-4."""
    labels = {line.post: line.label for line in definition("5-4-1", FIRST).lines}
    amounts: dict[str, dict[LineKey, int]] = defaultdict(dict)
    top = units()[TOP].pk
    for given in file("okonomi")["bevilgningsoversikt_drift"]["aar"]:
        for name, (_post, function, art) in CENTRAL.items():
            amounts[name][LineKey(given["aar"], OPERATING, top, function, art)] = given[name] * THOUSAND
    for name, (post, _function, _art) in CENTRAL.items():
        text = ChangeText(ChangeKind.FINANCE, labels[post], order=600 + int(post))
        put_change(actor=actor, layer=layer, text=text, amounts=amounts[name])
