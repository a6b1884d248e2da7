"""What lies on the chief executive's proposal on 6 November 2026: a supplement in draft, and what parties want."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from styring.access.queries import person_by_username
from styring.budget.models import ChangeKind, Layer, LayerKind
from styring.budget.queries import changes_of, check_layer
from styring.budget.rules.layers import LineKey
from styring.budget.seeds.accounting import THOUSAND, main_function, units
from styring.budget.seeds.frames import LAID_FORWARD
from styring.budget.seeds.plan import FIRST, YEARS
from styring.budget.services import (
    ChangeText,
    open_layer,
    publish_layer,
    put_change,
    set_amount,
    switch_measure,
)
from styring.ledger.rules.codes import OPERATING
from styring.organisation.models import Party, ProgrammeArea
from styring.plans.models import Measure

if TYPE_CHECKING:
    from styring.accounts.models import User

TO_FUND, GRANT = "540", "800"
MORE_GRANT = 12_000
"""What the state budget gave more than was expected, in thousand kroner a year."""


class Wanted(NamedTuple):
    """What a party wants: measures in and out, and the day it was published, None while it is the party's own."""

    person: str
    party: str
    title: str
    measures_in: tuple[str, ...]
    measures_out: tuple[str, ...] = ()
    published: date | None = None


PARTIES = (
    Wanted("gruppeleder.samling", "samling", "Samlingspartiets alternative budsjett", ("T32",), (), date(2026, 10, 30)),
    Wanted("gruppeleder.byliste", "byliste", "Bylistas alternative budsjett", ("T31",), ("T23",), date(2026, 11, 3)),
    Wanted("folkevalgt", "gronn", "Grønn framtids alternative budsjett", ("T31",), ("T12",)),
)


def lay_forward() -> None:
    """Lay the proposal forward once its investments are in it and it balances; nothing when it is done."""
    proposal = _proposal()
    if proposal is not None and proposal.is_draft and check_layer(proposal).is_balanced:
        publish_layer(actor=person_by_username("controller"), layer=proposal, on=LAID_FORWARD)


def load_layers() -> None:
    """The supplement and the parties' budgets; nothing when they are there."""
    proposal = _proposal()
    if proposal is None or proposal.is_draft or Layer.objects.filter(base=proposal).exists():
        return
    _supplement(person_by_username("controller"), proposal)
    for wanted in PARTIES:
        _alternative(proposal, wanted)


def _proposal() -> Layer | None:
    return Layer.objects.filter(kind=LayerKind.PROPOSAL, first_year=FIRST).first()


def _supplement(actor: User, proposal: Layer) -> None:
    """More of the state's grant, and what the state pays less of for users who need much."""
    layer = open_layer(
        actor=actor, kind=LayerKind.SUPPLEMENT, base=proposal, title="Tilleggsinnstilling etter statsbudsjettet 2027"
    )
    _move(actor, layer, GRANT, dict.fromkeys(YEARS, -MORE_GRANT * THOUSAND))
    text = ChangeText(
        ChangeKind.MANUAL, "Økt egenandel for ressurskrevende tjenester",
        "Statsbudsjettet hever innslagspunktet for det staten dekker.", area=ProgrammeArea.objects.get(code="P33"),
    )  # fmt: skip
    unit = units()["F33"].pk
    amounts = {LineKey(year, OPERATING, unit, main_function("F33"), "700"): MORE_GRANT * THOUSAND for year in YEARS}
    put_change(actor=actor, layer=layer, text=text, amounts=amounts)


def _alternative(proposal: Layer, wanted: Wanted) -> None:
    """A party's budget; what is published is paid for by setting less aside."""
    actor = person_by_username(wanted.person)
    party = Party.objects.get(code=wanted.party)
    layer = open_layer(actor=actor, kind=LayerKind.PARTY, base=proposal, title=wanted.title, parties=[party])
    for code in (*wanted.measures_in, *wanted.measures_out):
        measure = Measure.objects.select_related("element", "programme_area").get(element__code=code)
        switch_measure(actor=actor, layer=layer, measure=measure, on=code in wanted.measures_in)
    if wanted.published:
        lacking = {year.year: year.facts.operating for year in check_layer(layer).years}
        _move(actor, layer, TO_FUND, {year: -amount for year, amount in lacking.items()})
        publish_layer(actor=actor, layer=layer, on=wanted.published)


def _move(actor: User, layer: Layer, art: str, by: dict[int, int]) -> None:
    """Let the municipality's own line of an art come to something more or less in each year."""
    item = next(
        one
        for one in changes_of(layer)
        if one.change.kind == ChangeKind.FINANCE and {key.art for key in one.amounts} == {art}
    )
    for year, amount in by.items():
        set_amount(actor=actor, layer=layer, change=item.change, year=year, amount=item.in_year(year) + amount)
