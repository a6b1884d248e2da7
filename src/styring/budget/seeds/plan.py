"""The chief executive's proposal of budgets for 2027–2030, with a frame for each programme area."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

from styring.access.queries import demo_person
from styring.budget.models import Authority, Frame, Layer, LayerKind
from styring.budget.rules.layers import together
from styring.budget.seeds.accounting import THOUSAND, file, keyed, rows, spread, units
from styring.budget.services import Heading, fund, propose_budget, propose_frame
from styring.budget.services.frames import FrameText, YearOfFrame
from styring.kernel.amounts import spread_exactly
from styring.organisation.models import Placement, ProgrammeArea
from styring.plans.models import Measure

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import Unit

TOP = "LINDVIK"
FIRST, LAST = 2027, 2030
LAID_FORWARD = date(2026, 9, 23)
PLAN = "Rådmannens forslag til handlingsprogram 2027–2030"
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
    """The proposal and its frames; nothing when they are there."""
    if not Layer.objects.filter(kind=LayerKind.PROPOSAL, first_year=FIRST).exists():
        units.cache_clear()
        heading = Heading(PLAN, FIRST, LAST, LAID_FORWARD, authority=Authority.CHIEF_EXECUTIVE)
        propose_budget(actor=demo_person("controller"), heading=heading, amounts=_proposal())
    if not Frame.objects.exists():
        _propose_frames(demo_person("planlegger"))


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


def _propose_frames(actor: User) -> None:
    measures = list(Measure.objects.filter(is_in_proposal=True).select_related("element", "programme_area"))
    for given in _frames():
        area = ProgrammeArea.objects.get(code=given["programomraade"])
        years = {
            year: YearOfFrame(given["konsekvensjustert_ramme"] * THOUSAND, amount * THOUSAND)
            for year, amount in given["netto_ramme"].items()
        }
        text = FrameText(area, years, LAID_FORWARD, PLAN, is_ordinary=not any(given["tiltak"].values()))
        frame = propose_frame(actor=actor, unit=_who_answers(area), text=text)
        for measure in measures:
            if measure.programme_area == area:
                fund(actor=actor, frame=frame, funded=measure.element)


def _who_answers(area: ProgrammeArea) -> Unit:
    """The unit that most of an area's units lie directly under."""
    placed = Placement.objects.valid_on(LAID_FORWARD).filter(programme_area=area).select_related("parent")
    parents = Counter(placement.parent for placement in placed if placement.parent)
    return min(parents, key=lambda unit: (-parents[unit], unit.code))
