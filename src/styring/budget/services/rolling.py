"""From this year's budget to a proposal: carried on to four years, with what it costs to go on as before."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record
from styring.budget.models import Cause, Change, ChangeKind, Layer, LayerKind
from styring.budget.policies import known_to, working_on
from styring.budget.queries.amendments import told_by_year
from styring.budget.queries.programme import state_of
from styring.budget.rules.frames import grown, more_than_in, rolled, spread_over_years
from styring.budget.rules.layers import difference, together
from styring.budget.services.programme import ChangeText, hold_draft, put_lines, written
from styring.kernel.authority import require
from styring.kernel.clock import today
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.rules.codes import arts, functions
from styring.ledger.rules.groups import ArtGroup, art_group, is_appropriation
from styring.organisation.queries import placements_on
from styring.plans.models import Effect, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from styring.accounts.models import User
    from styring.budget.rules.frames import Growth
    from styring.budget.rules.layers import LineKey
    from styring.organisation.models import ProgrammeArea

NOT_EMPTY = gettext_noop("Utkastet har endringer alt. Forkast det og begynn på nytt for å rulle budsjettet.")
NOT_BEFORE = gettext_noop("Rull et budsjett som gjelder før %(year)s.")
CODES_END = gettext_noop("Disse kodene gjelder ikke i årene framover. Velg nye: %(codes)s.")
PAY_ARTS = frozenset(code for code in arts() if art_group(code) in {ArtGroup.PAY, ArtGroup.SOCIAL})
PRICE_ARTS = frozenset(code for code in arts() if art_group(code) in {ArtGroup.GOODS, ArtGroup.TRANSFERS})
_ORDER = {ChangeKind.BASE: 10, Cause.PAY: 20, Cause.PRICE: 30, Cause.FULL_YEAR: 50}


@transaction.atomic
def roll_budget(
    *, actor: User, layer: Layer, base: Layer, growth: Growth, codes: Mapping[str, str] | None = None
) -> list[Change]:
    """Fill an empty draft with a budget carried on to its years, and the named consequences of going on as before.

    The budget is the state of ``base``: adopted, or revised when it is an amendment. Amendments that say how long they
    apply, count in those years and no others. In the programme's fixed prices
    pay and prices rise once, to its first year; they are reckoned line by line. Measures adopted before cost in each
    year what they then do, beyond what they do in the year of the budget (full-year effects).

    Args:
        actor: who works on the layer.
        layer: an empty draft of the chief executive's proposal.
        base: an adopted budget, or the amendment up to which it counts.
        growth: how pay and prices rise to the first year.
        codes: what stands for KOSTRA codes that end; a code with one successor needs none.

    Raises:
        NotAllowedError: the actor may not work on the layer.
        RuleBrokenError: the draft isn't empty, the budget is not of a year before, or codes end without a known
            successor.
    """
    require(actor, working_on(known_to(actor, layer).kind))
    hold_draft(actor, layer)
    if layer.kind != LayerKind.PROPOSAL or layer.changes.exists():
        raise RuleBrokenError(NOT_EMPTY)
    if base.first_year >= layer.first_year:
        raise RuleBrokenError(NOT_BEFORE, year=layer.first_year)
    carried = _carried(layer, base, codes or {})
    made = [
        put_lines(written(Change(layer=layer), text), amounts) for text, amounts in _parts(layer, base, carried, growth)
    ]
    record(actor=actor, verb="budget.layer.rolled", thing=layer)
    return made


def _carried(layer: Layer, base: Layer, codes: Mapping[str, str]) -> dict[LineKey, int]:
    told = told_by_year(base)
    as_usual = difference(state_of(base), told)
    own_year = {key: amount for key, amount in as_usual.items() if key.year == base.first_year}
    found = rolled(own_year, layer.years, {"function": functions(), "art": arts()}, codes)
    if found.unknown:
        named = sorted({f"{code} ({year})" for _kind, code, year in found.unknown})
        raise RuleBrokenError(CODES_END, codes=", ".join(named))
    later = {key: amount for key, amount in told.items() if key.year in layer.years}
    return together([found.amounts, later])


def _parts(
    layer: Layer, base: Layer, carried: Mapping[LineKey, int], growth: Growth
) -> Iterator[tuple[ChangeText, dict[LineKey, int]]]:
    """Each change of the proposal, with its lines."""
    of_area, central = _by_area(carried)
    for area, lines in of_area.items():
        title = f"{base.title}, videreført"
        yield ChangeText(ChangeKind.BASE, title, area=area, order=_ORDER[ChangeKind.BASE]), lines
        yield from _growths(base, area, lines, growth)
        yield from _full_year(layer, base, area, lines)
    for art, lines in central.items():
        yield ChangeText(ChangeKind.FINANCE, arts()[art].name, order=60), lines


def _by_area(
    lines: Mapping[LineKey, int],
) -> tuple[dict[ProgrammeArea, dict[LineKey, int]], dict[str, dict[LineKey, int]]]:
    """The lines of each programme area's frame, and the municipality's own lines by art."""
    placed = placements_on(today()).filter(programme_area__isnull=False).select_related("programme_area")
    area_of = {placement.unit_id: placement.programme_area for placement in placed}
    areas: dict[ProgrammeArea, dict[LineKey, int]] = defaultdict(dict)
    central: dict[str, dict[LineKey, int]] = defaultdict(dict)
    for key, amount in lines.items():
        area = area_of.get(key.unit)
        if area is not None and is_appropriation(key.account_class, key.art):
            areas[area][key] = amount
        else:
            central[key.art][key] = amount
    return areas, central


def _growths(
    base: Layer, area: ProgrammeArea, lines: Mapping[LineKey, int], growth: Growth
) -> Iterator[tuple[ChangeText, dict[LineKey, int]]]:
    for cause, share, of_arts in ((Cause.PAY, growth.pay, PAY_ARTS), (Cause.PRICE, growth.price, PRICE_ARTS)):
        added = grown(lines, share, of_arts)
        if any(added.values()):
            reason = f"{cause.label} {_percent(share)} % fra {base.first_year}, regnet linje for linje."
            yield ChangeText(ChangeKind.CONSEQUENCE, str(cause.label), reason, cause, area, order=_ORDER[cause]), added


def _percent(share: Fraction) -> str:
    return f"{float(share * 100):.2f}".rstrip("0").rstrip(".").replace(".", ",")


def _full_year(
    layer: Layer, base: Layer, area: ProgrammeArea, lines: Mapping[LineKey, int]
) -> Iterator[tuple[ChangeText, dict[LineKey, int]]]:
    from_before = Effect.objects.filter(measure__stage=Stage.ADOPTED, measure__programme_area=area)
    effects: dict[str, dict[int, int]] = defaultdict(dict)
    for code, year, amount in from_before.values_list("measure__element__code", "year", "amount"):
        effects[code][year] = effects[code].get(year, 0) + amount
    added = more_than_in(base.first_year, layer.years, effects.values())
    if any(added.values()):
        reason = f"Tiltak vedtatt før, utover det de koster i {base.first_year}: {', '.join(sorted(effects))}."
        title, order = str(Cause.FULL_YEAR.label), _ORDER[Cause.FULL_YEAR]
        text = ChangeText(ChangeKind.CONSEQUENCE, title, reason, Cause.FULL_YEAR, area, order=order)
        yield text, spread_over_years(lines, added)
