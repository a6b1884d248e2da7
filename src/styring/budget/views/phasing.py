"""How a year's budget is spread over its months: the profiles, whom they are for, and a form for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import formats
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.budget.forms.follow_up import ProfileForm
from styring.budget.models import Profile
from styring.budget.policies import PHASE_BUDGET, VIEW_ECONOMY
from styring.budget.rules.phasing import FLAT, shares_of
from styring.budget.services import derive_profiles, rephase, set_profile
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.periods import Length, Period
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest

PERCENT = 100


@login_required
def profiles(request: SignedInRequest, year: int) -> HttpResponse:
    """The profiles of a year in percent a month, and which lines each phases."""
    require(request.user, VIEW_ECONOMY)
    found = sorted(Profile.objects.filter(year=year).prefetch_related("uses__unit"), key=_is_of_a_unit)
    table = _table(year, found)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], f"periodisering {year}")
    context = {
        "year": year,
        "groups": [(title, rows) for title, rows in _groups(found) if rows],
        "months": _months(year),
        "may_change": may(request.user, PHASE_BUDGET),
    }
    return render(request, "budget/profiles.html", context)


@login_required
def profile(request: SignedInRequest, year: int, key: int | None = None) -> HttpResponse:
    """Say how some lines are spread over the months; the year is then phased anew, and amounts stay."""
    require(request.user, PHASE_BUDGET)
    known = get_object_or_404(Profile, pk=key, year=year) if key else None
    form = ProfileForm(request.user, today(), _months(year), request.POST or None, initial=_initial(known))
    if known:
        form.fields["name"].disabled = True
    if form.is_valid():
        said = form.cleaned_data
        uses = [(said["unit"], art) for art in said["arts"]]
        set_profile(actor=request.user, year=year, name=said["name"], weights=said["weights"], uses=uses)
        lines = rephase(actor=request.user, year=year)
        messages.success(request, _("Periodiseringen er lagret, og %(lines)s budsjettlinjer er fordelt på nytt.")
                         % {"lines": lines})  # fmt: skip
        return redirect("budget:profiles", year)
    status = 400 if form.is_bound else 200
    return render(request, "budget/profile_form.html", {"form": form, "year": year, "profile": known}, status=status)


@login_required
@require_POST
def derive(request: SignedInRequest, year: int) -> HttpResponse:
    """Make profiles as last year's accounts ran, art by art, and phase the year by them."""
    made = derive_profiles(actor=request.user, year=year)
    rephase(actor=request.user, year=year)
    messages.success(request, _("%(number)s periodiseringer er laget av regnskapet for %(year)s.")
                     % {"number": len(made), "year": year - 1})  # fmt: skip
    return redirect("budget:profiles", year)


def _groups(found: Sequence[Profile]) -> list[tuple[str, list[tuple[Profile, str, list[Fraction]]]]]:
    """The profiles for everyone and those of single units, each with what it phases and its months in percent."""
    groups: list[tuple[str, list[tuple[Profile, str, list[Fraction]]]]] = [
        (_("For alle enheter"), []),
        (_("For én enhet"), []),
    ]
    for one in found:
        uses = _uses(one)
        groups[_is_of_a_unit(one)][1].append((one, "" if uses in one.name else uses, _percents(one.weights)))
    return groups


def _is_of_a_unit(found: Profile) -> bool:
    return any(use.unit_id for use in found.uses.all())


def _months(year: int) -> list[str]:
    firsts = (Period(year, month, Length.MONTH).first_day for month in range(1, 13))
    return [formats.date_format(day, "F").capitalize() for day in firsts]


def _percents(weights: Sequence[int]) -> list[Fraction]:
    return [share * PERCENT for share in shares_of(weights)]


def _uses(found: Profile) -> str:
    """In words which lines a profile phases."""
    uses = list(found.uses.all())
    arts = ", ".join(use.art for use in uses if use.art and not use.unit)
    said = [
        _("%(unit)s, arter på %(art)s") % {"unit": use.unit.name, "art": use.art} if use.art else use.unit.name
        for use in uses
        if use.unit
    ]
    said += [_("Arter på %(art)s") % {"art": arts}] if arts else []
    said += [_("Alt som ikke har sin egen")] if any(not use.unit and not use.art for use in uses) else []
    return "; ".join(said) or _("Ikke i bruk")


def _initial(known: Profile | None) -> dict[str, Any]:
    """What the form holds at first: the profile's own, or the same share each month."""
    weights = _percents(known.weights if known else FLAT)
    months = {f"month_{number}": round(float(share), 2) for number, share in enumerate(weights, 1)}
    if known is None:
        return months
    uses = list(known.uses.all())
    arts = ", ".join(use.art for use in uses if use.art)
    return {"name": known.name, "unit": uses[0].unit if uses else None, "arts": arts, **months}


def _table(year: int, found: Sequence[Profile]) -> Table:
    columns = [Column(_("Periodisering")), Column(_("Gjelder")),
               *(Column(month, Shown.NUMBER, decimals=1) for month in _months(year))]  # fmt: skip
    rows = [Row(one.name, (_uses(one), *_percents(one.weights))) for one in found]
    return Table(_("Periodisering %(year)s") % {"year": year}, columns, rows, _("Prosent av året."))
