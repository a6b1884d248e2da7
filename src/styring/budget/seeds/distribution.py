"""A frame shared out in the draft: home care, where one unit gives to another that has more to do."""

from __future__ import annotations

from styring.access.queries import person_by_username
from styring.budget.models import Distribution, Layer, LayerKind, LayerState
from styring.budget.queries.distribution import shares_of
from styring.budget.seeds.accounting import THOUSAND, units
from styring.budget.services import finish_distribution, save_distribution
from styring.kernel.clock import today
from styring.organisation.models import ProgrammeArea
from styring.organisation.queries import leader_of

FIRST = 2027
HOME_CARE, NURSING_HOMES = "P31", "P32"
GIVES, TAKES = "E211", "E214"
MOVED = 1_500 * THOUSAND
"""From Sentrum, that has lost users, to Vest, that has got them."""
LACKING = 800 * THOUSAND
"""What the leader of nursing homes has not yet found a unit for."""


def load_distribution() -> None:
    """One frame that is finally shared out and one that is a draft; nothing when any is, or when no draft is open."""
    drafts = Layer.objects.filter(kind__in=(LayerKind.PROPOSAL, LayerKind.SUPPLEMENT), state=LayerState.DRAFT)
    layer = drafts.filter(first_year=FIRST).order_by("-pk").first()
    if layer is None or Distribution.objects.exists():
        return
    _home_care(layer)
    _nursing_homes(layer)


def _home_care(layer: Layer) -> None:
    area = ProgrammeArea.objects.get(code=HOME_CARE)
    shares = shares_of(layer, area, today())
    moves = {units()[GIVES].pk: -MOVED, units()[TAKES].pk: MOVED}
    nets = {(unit, year): net + moves.get(unit, 0) for year in layer.years for unit, net in shares.nets(year).items()}
    actor = leader_of(units()["D2"], today()) or person_by_username("controller")
    save_distribution(actor=actor, layer=layer, area=area, nets=nets)
    finish_distribution(actor=actor, layer=layer, area=area)


def _nursing_homes(layer: Layer) -> None:
    """As a draft, that lacks something in the first year."""
    area = ProgrammeArea.objects.get(code=NURSING_HOMES)
    shares = shares_of(layer, area, today())
    nets = {(unit, year): net for year in layer.years for unit, net in shares.nets(year).items()}
    largest = max(shares.nets(FIRST), key=lambda unit: (nets[unit, FIRST], unit))
    nets[largest, FIRST] -= LACKING
    actor = leader_of(units()["D2"], today()) or person_by_username("controller")
    save_distribution(actor=actor, layer=layer, area=area, nets=nets)
