"""The chief executive's proposal of budgets for 2027–2030."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styring.access.queries import demo_person
from styring.budget.models import ChangeKind, Layer, LayerKind
from styring.budget.rules.layers import together
from styring.budget.seeds.accounting import file, keyed, rows, spread, units
from styring.budget.seeds.frames import PLAN
from styring.budget.services import ChangeText, open_programme, put_change
from styring.kernel.amounts import spread_exactly

if TYPE_CHECKING:
    from styring.budget.rules.layers import LineKey

TOP = "LINDVIK"
FIRST, LAST = 2027, 2030
CENTRAL = {  # line of § 5-4 in okonomi.yaml: function, art
    "rammetilskudd": ("840", "800"),
    "inntekts_og_formuesskatt": ("800", "870"),
    "eiendomsskatt": ("800", "878"),
    "andre_generelle_driftsinntekter": ("840", "810"),
    "avskrivninger": ("120", "590"),
    "motpost_avskrivninger": ("860", "990"),
    "renteinntekter": ("870", "900"),
    "utbytter": ("870", "905"),
    "gevinster_og_tap_finansielle_omlopsmidler": ("870", "909"),
    "renteutgifter": ("870", "500"),
    "avdrag_paa_laan": ("870", "510"),
    "overforing_til_investering": ("880", "570"),
    "avsetning_bundne_driftsfond": ("880", "550"),
    "bruk_av_bundne_driftsfond": ("880", "950"),
    "avsetning_til_disposisjonsfond": ("880", "540"),
    "bruk_av_disposisjonsfond": ("880", "940"),
    "dekning_tidligere_merforbruk": ("880", "530"),
}


def load_plan() -> None:
    """The proposal; nothing when it is there."""
    if not Layer.objects.filter(kind=LayerKind.PROPOSAL, first_year=FIRST).exists():
        units.cache_clear()
        actor = demo_person("controller")
        layer = open_programme(actor=actor, first_year=FIRST, title=PLAN)
        put_change(actor=actor, layer=layer, text=ChangeText(ChangeKind.BASE, "Rammene"), amounts=_proposal())


def _frames() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = file("okonomi")["bevilgninger_per_programomraade"]["rader"]
    return found


def _proposal() -> dict[LineKey, int]:
    layers = []
    for year in range(FIRST, LAST + 1):
        for frame in _frames():
            members = [row for row in rows() if row["programomraade"] == frame["programomraade"]]
            nets = spread_exactly(frame["netto_ramme"][year], [row["vekt"] for row in members])
            for row, net in zip(members, nets, strict=True):
                layers.append(keyed(row["enhet"], year, spread(row["enhet"], net, year)))
    central = file("okonomi")["bevilgningsoversikt_drift"]["aar"]
    layers += [keyed(TOP, lines["aar"], {place: lines[name] for name, place in CENTRAL.items()}) for lines in central]
    return together(layers)
