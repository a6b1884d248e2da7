"""The workspace of a layer: what each frame is made of, edited cell by cell, with the balance always in sight."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import formats
from django.utils.translation import gettext as _

from styring.budget.models import ChangeKind
from styring.budget.policies import RECORD_DECISION, laying_forward, may_work_on, working_on
from styring.budget.queries import check_layer, layer_named, layers_visible_to
from styring.budget.queries.grid import PLACE_NAMES, GridRow, Place, other_measures, places_of
from styring.budget.services import ClashError, set_amount, switch_measure
from styring.kernel.authority import may, require
from styring.kernel.clock import now
from styring.kernel.errors import InvalidValueError, NotFoundError, RuleBrokenError
from styring.plans.models import Measure
from styring.ui.messages import filled, sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from django.http import HttpResponse, QueryDict

    from styring.accounts.models import User
    from styring.budget.models import Change, Layer
    from styring.budget.queries import LayerCheck, TargetCheck, YearCheck
    from styring.ui.requests import SignedInRequest

THOUSAND = 1000_00
GROUPS = (
    (ChangeKind.BASE,),
    (ChangeKind.CONSEQUENCE,),
    (ChangeKind.MEASURE,),
    (ChangeKind.INVESTMENT,),
    (ChangeKind.FINANCE,),
    (ChangeKind.DISTRIBUTION, ChangeKind.MANUAL),
)


class Cell(NamedTuple):
    """An amount of a row in a year: in øre, as it is typed in 1000 kr, and what is wrong with what was typed."""

    change: Change
    year: int
    amount: int
    typed: str
    fault: str = ""

    @property
    def name(self) -> str:
        """What its field is called."""
        return f"{self.change.pk}.{self.year}"


class Shown(NamedTuple):
    """A row with its cells."""

    row: GridRow
    cells: list[Cell]


class Group(NamedTuple):
    """Rows of a kind, with what they come to in each year."""

    name: str
    is_measures: bool
    rows: list[Shown]
    total: tuple[int, ...]


class Line(NamedTuple):
    """A place in the overview of one year: what its frame is made of."""

    place: Place
    name: str
    parts: tuple[int, ...]
    net: int
    moved: int


@dataclass
class Attempt:
    """What came of what was sent: cells that clash or cannot be read, by name, and a sentence about the whole."""

    faults: dict[str, tuple[str, str]] = field(default_factory=dict)
    problem: str = ""
    saved: bool = False


@login_required
def layer(request: SignedInRequest, name: str) -> HttpResponse:
    """A layer: read by those who may see it, worked on by those who may change it."""
    found = layer_named(request.user, name)
    attempt = Attempt()
    if request.method == "POST":
        require(request.user, working_on(found.kind))
        attempt = _tried(request.user, found, request.POST)
        if request.headers.get("HX-Request"):
            return render(request, "budget/parts/layer_saved.html", _context(request, found, attempt))
        if not attempt.faults and not attempt.problem:
            messages.success(request, _("Endringene er lagret."))
            return redirect(f"{reverse('budget:layer', args=[name])}?{request.GET.urlencode()}")
    return render(request, "budget/layer.html", _context(request, found, attempt))


def _tried(actor: User, layer_: Layer, sent: QueryDict) -> Attempt:
    """Save what differs from what was read: amounts cell by cell, then measures on and off."""
    attempt = Attempt()
    changes = {str(row.change.pk): row.change for place in places_of(layer_) for row in place.rows}
    try:
        for name, was in sent.items():
            if name.startswith("was."):
                _try_cell(actor, layer_, changes, name.removeprefix("was."), (str(was), sent), attempt)
        _switch(actor, layer_, sent, attempt)
    except RuleBrokenError as error:
        attempt.problem = sentence(error)
    return attempt


def _try_cell(
    actor: User, layer_: Layer, changes: Mapping[str, Change], name: str, sent: tuple[str, QueryDict], attempt: Attempt
) -> None:
    was, fields = sent
    key, _dot, year = name.partition(".")
    typed = fields.get(f"c.{name}", "")
    if key not in changes:
        raise NotFoundError(_("Linjen finnes ikke i dette budsjettet."))
    try:
        amount, read = _in_ore(typed), int(was)
    except (InvalidValueError, ValueError):
        attempt.faults[name] = (typed, _("Skriv et tall i hele tusen kroner."))
        return
    if amount == _rounded(read):
        return
    try:
        set_amount(actor=actor, layer=layer_, change=changes[key], year=int(year), amount=amount, was=read)
        attempt.saved = True
    except ClashError as clash:
        words = _("En annen har endret tallet til %(now)s. Send på nytt for å bruke ditt.")
        words %= {"now": _thousands(clash.now)}
        attempt.faults[name] = (typed, words)


def _in_ore(typed: str) -> int:
    """What was typed in 1000 kr, in øre.

    Raises:
        InvalidValueError: it is no number of at most twelve digits.
    """
    bare = "".join(typed.split()).replace("−", "-").replace("\N{EN DASH}", "-").lstrip("+")
    if not bare.removeprefix("-").isdecimal() or not bare.isascii() or len(bare) > 12:  # noqa: PLR2004 - a thousand milliards
        raise InvalidValueError(_("Skriv et tall i hele tusen kroner."))
    return int(bare) * THOUSAND


def _rounded(amount: int) -> int:
    """An amount as its cell shows it: whole thousands, half away from nought."""
    sign = -1 if amount < 0 else 1
    return sign * ((abs(amount) + THOUSAND // 2) // THOUSAND) * THOUSAND


def _thousands(amount: int) -> str:
    """An amount as its cell shows it: whole thousands with spaces between."""
    written = f"{_rounded(amount) // THOUSAND:,}".replace(",", "\N{NO-BREAK SPACE}")
    return written.replace("-", "\N{MINUS SIGN}")


def _switch(actor: User, layer_: Layer, sent: QueryDict, attempt: Attempt) -> None:
    """Switch the measures that were shown and stand otherwise now."""
    was_on, on = set(sent.getlist("was_on")), set(sent.getlist("on"))
    turned = [key for key in sent.getlist("measure") if (key in was_on) != (key in on)]
    keys = [UUID(key) for key in turned if _is_uuid(key)]
    for measure in Measure.objects.filter(pk__in=keys).select_related("element", "programme_area"):
        switch_measure(actor=actor, layer=layer_, measure=measure, on=str(measure.pk) in on)
        attempt.saved = True


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def _context(request: SignedInRequest, found: Layer, attempt: Attempt) -> dict[str, object]:
    places = places_of(found)
    place = next((one for one in places if one.key == request.GET.get("omrade")), None)
    year = _chosen_year(request.GET.get("aar", ""), found)
    may_edit = may_work_on(request.user, found)
    return {
        "layer": found,
        "places": [(one, _name(one)) for one in places],
        "place": place,
        "place_name": _name(place) if place else "",
        "groups": _groups(place, attempt) if place else [],
        "others": other_measures(found, place) if place and may_edit else [],
        "lines": [] if place else _lines(places, year, found),
        "totals": None if place else _totals(places, year, found),
        "year": year,
        **balance_context(check_layer(found)),
        "attempt": attempt,
        "saved_at": now(),
        "may_edit": may_edit,
        "may_lay_forward": may_edit and may(request.user, laying_forward(found.kind)),
        "may_decide": found.state == "published" and may(request.user, RECORD_DECISION),
        "around": _around(request.user, found),
        "query": request.GET.urlencode(),
    }


class Balance(NamedTuple):
    """How a year's balance stands, with what lacks as minus."""

    check: YearCheck
    operating: int
    investment: int


class TargetYear(NamedTuple):
    """What a layer comes to in a year, against a financial target."""

    status: str
    share: str


class Target(NamedTuple):
    """A financial target with each year of a layer."""

    name: str
    target: str
    years: list[TargetYear]


def balance_context(check: LayerCheck) -> dict[str, object]:
    """What the bar of balance shows."""
    return {
        "check": check,
        "balance": [Balance(year, -year.facts.operating, -year.facts.investment) for year in check.years],
        "remarks": [(filled(found.sentence, found.parts), found.law) for found in check.remarks],
        "warnings": [(filled(found.sentence, found.parts), found.law) for found in check.warnings],
        "targets": _targets(check),
        "unmet": sum(found.status != "ok" for found in check.targets),
    }


def _targets(check: LayerCheck) -> list[Target]:
    """Each financial target with its years in order."""
    found: dict[str, list[TargetCheck]] = {}
    for target in check.targets:
        found.setdefault(target.name, []).append(target)
    return [
        Target(name, _percent(years[0].target), [TargetYear(year.status, _percent(year.share)) for year in years])
        for name, years in found.items()
    ]


def _percent(share: Fraction) -> str:
    return formats.number_format(round(float(share * 100), 2), 2)


def _chosen_year(text: str, found: Layer) -> int:
    return int(text) if text.isascii() and text.isdecimal() and int(text) in found.years else found.first_year


def _name(place: Place) -> str:
    return str(place.area) if place.area else _(PLACE_NAMES[place.key])


def _groups(place: Place, attempt: Attempt) -> list[Group]:
    groups = []
    for kinds in GROUPS:
        rows = [_shown(row, place, attempt) for row in place.rows if row.change.kind in kinds]
        if rows:
            name = str(ChangeKind(kinds[-1]).label)
            groups.append(Group(name, kinds == (ChangeKind.MEASURE,), rows, place.of(*kinds)))
    return groups


def _shown(row: GridRow, place: Place, attempt: Attempt) -> Shown:
    cells = []
    for year, amount in zip(place.years, row.amounts, strict=True):
        typed, fault = attempt.faults.get(f"{row.change.pk}.{year}", (_thousands(amount), ""))
        cells.append(Cell(row.change, year, amount, typed, fault))
    return Shown(row, cells)


_PARTS = (
    (ChangeKind.BASE,),
    (ChangeKind.CONSEQUENCE,),
    (ChangeKind.MEASURE,),
    (ChangeKind.DISTRIBUTION, ChangeKind.MANUAL, ChangeKind.FINANCE, ChangeKind.INVESTMENT),
)


def _lines(places: list[Place], year: int, found: Layer) -> list[Line]:
    at = year - found.first_year
    return [
        Line(one, _name(one), tuple(one.of(*kinds)[at] for kinds in _PARTS), one.net[at], one.moved[at])
        for one in places
        if one.area
    ]


def _totals(places: list[Place], year: int, found: Layer) -> Line | None:
    lines = _lines(places, year, found)
    if not lines:
        return None
    parts = tuple(sum(line.parts[at] for line in lines) for at in range(len(_PARTS)))
    return Line(lines[0].place, "", parts, sum(line.net for line in lines), sum(line.moved for line in lines))


def _around(reader: User, found: Layer) -> list[Layer]:
    """The other layers of the programme that the reader may see."""
    return list(layers_visible_to(reader, found.first_year).exclude(pk=found.pk).order_by("pk"))
