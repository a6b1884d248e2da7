"""What units wish for: a level's list in its order, a wish with its answer, and the forms for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from styring.access.policies import permitted_units
from styring.budget.forms.wishes import AnswerForm, NewWishForm, WishForm
from styring.budget.models import WishState
from styring.budget.policies import ANSWER_WISH, VIEW_WISHES, WISH
from styring.budget.queries.wishes import ranked_for, wish_for
from styring.budget.services import (
    change_wish,
    choose_wish,
    make_wish,
    merge_wishes,
    move_wish,
    reject_wish,
    withdraw_wish,
)
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.organisation.queries import line_above, placements_on, unit_by_code, units_led_by
from styring.plans.rules import years_of_action_programme
from styring.ui.filters import Filter
from styring.ui.messages import sentence
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from styring.budget.models import Wish
    from styring.budget.queries.wishes import Ranked
    from styring.organisation.models import Unit
    from styring.ui.requests import SignedInRequest

STATUS = {
    WishState.PROPOSED: "run",
    WishState.MERGED: "idle",
    WishState.CHOSEN: "ok",
    WishState.REJECTED: "none",
    WishState.WITHDRAWN: "idle",
}


@login_required
def own_wishes(request: SignedInRequest) -> HttpResponse:
    """The wishes of the unit that the reader leads, or of the highest that the reader may see."""
    day = today()
    permitted = permitted_units(request.user, VIEW_WISHES)
    led = units_led_by(request.user, day).filter(pk__in=permitted.values("pk"))
    placed = placements_on(day).filter(unit__in=led if led.exists() else permitted).order_by("level", "unit__code")
    first = placed.first()
    if first is None:
        raise NotAllowedError(_("Du har ikke innsyn i innspillene til noen enhet."))
    return redirect("budget:wishes", day.year + 1, first.unit.code)


@login_required
def wishes(request: SignedInRequest, year: int, code: str) -> HttpResponse:
    """What a unit and those below it wish for, in the unit's order, with the sum by year of what is shown."""
    unit, day = unit_by_code(code), today()
    require(request.user, VIEW_WISHES, unit)
    found = ranked_for(request.user, unit, year, day)
    state = Filter.read(request, "status", _("Status"), WishState.choices)
    rows = [row for row in found if state.passes(row.wish.state)]
    years = list(years_of_action_programme(year - 1))
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([_table(unit, rows, years)], f"innspill {year} {code}")
    open_ones = [row for row in found if row.wish.is_open]
    context = {
        "unit": unit, "year": year, "years": years, "filters": [state], "chosen": state.chosen,
        "rows": [(row, [(one, row.in_year(one)) for one in years], STATUS[WishState(row.wish.state)]) for row in rows],
        "sums": list(zip(years, _sums(rows, years), strict=True)), "above": line_above(unit, day),
        "moved": request.GET.get("flyttet", ""),
        "ends": {open_ones[0].wish.pk, open_ones[-1].wish.pk} if open_ones else set(),
        "first": open_ones[0].wish.pk if open_ones else None, "last": open_ones[-1].wish.pk if open_ones else None,
        "may_rank": may(request.user, WISH, unit), "may_answer": may(request.user, ANSWER_WISH, unit),
    }  # fmt: skip
    return render(request, "budget/wishes.html", context)


def _counted(rows: Sequence[Ranked]) -> list[Ranked]:
    """Those that a sum is made of: a merged wish is in the one it became, and a withdrawn one in none."""
    return [row for row in rows if row.wish.state not in {WishState.MERGED, WishState.WITHDRAWN}]


def _sums(rows: Sequence[Ranked], years: list[int]) -> list[int]:
    return [sum(row.in_year(year) for row in _counted(rows)) for year in years]


def _table(unit: Unit, rows: Sequence[Ranked], years: list[int]) -> Table:
    columns = [
        Column(_("Innspill")), Column(_("Plass"), Shown.NUMBER), Column(_("Enhet")),
        *(Column(str(year), Shown.KR1000, change=True) for year in years),
        Column(_("Årsverk"), Shown.NUMBER, decimals=1), Column(_("Status")), Column(_("Begrunnelse")),
        Column(_("Hva det betyr for brukerne")),
    ]  # fmt: skip
    body = [_row(row, years) for row in rows]
    body.append(Row(_("Sum"), (None, "", *_sums(rows, years), None, "", "", ""), "total"))
    note = _("1000 kr. + er økt utgift, − er innsparing. Sammenslåtte og trukne er ikke med i summen.")
    return Table(_("Innspill fra %(unit)s") % {"unit": unit.name}, columns, body, note)


def _row(row: Ranked, years: list[int]) -> Row:
    wished, amounts = row.wish, [row.in_year(year) for year in years]
    said = (wished.get_state_display(), wished.answer, wished.user_meaning)
    return Row(wished.title, (row.place, wished.unit.name, *amounts, wished.man_years, *said))


@login_required
@require_POST
def rank(request: SignedInRequest, year: int, code: str) -> HttpResponse:
    """Move a wish up or down in a level's order."""
    unit = unit_by_code(code)
    key, _colon, steps = request.POST.get("move", "").partition(":")
    moving = wish_for(request.user, int(key) if key.isdecimal() else 0)
    move_wish(actor=request.user, level=unit, wish=moving, steps=-1 if steps == "-1" else 1)
    return redirect(f"{reverse('budget:wishes', args=[year, code])}?flyttet={moving.pk}#innspill-{moving.pk}")


@login_required
def new_wish(request: SignedInRequest, year: int) -> HttpResponse:
    """Wish for a measure."""
    require(request.user, WISH)
    day = today()
    led = units_led_by(request.user, day).first()
    units = permitted_units(request.user, WISH).filter(closed_on__gt=day)
    form = NewWishForm(units, year, day, request.POST or None, initial={"unit": led})
    if form.is_valid():
        wish = make_wish(actor=request.user, unit=form.cleaned_data["unit"], first_year=year, text=form.text)
        messages.success(request, _("Innspillet er sendt inn. Det ligger sist i rekkefølgen til du flytter det."))
        return redirect("budget:wish", wish.pk)
    context = {"form": form, "year": year, "title": _("Nytt innspill"), "back": reverse("budget:own_wishes")}
    return render(request, "budget/wish_form.html", context, status=_status(form))


@login_required
def wish(request: SignedInRequest, key: int) -> HttpResponse:
    """A wish: what it is, what it costs, how far it has come, and the answer."""
    shown = wish_for(request.user, key)
    context = {
        "wish": shown, "years": shown.years.all(), "goals": shown.goals.all(), "parts": shown.parts.all(),
        "status": STATUS[WishState(shown.state)], "form": AnswerForm(),
        "places": shown.places.select_related("level").order_by("level__code"),
        "may_change": shown.is_open and may(request.user, WISH, shown.unit),
        "may_answer": shown.is_open and may(request.user, ANSWER_WISH, shown.unit),
    }  # fmt: skip
    return render(request, "budget/wish.html", context)


@login_required
def edit_wish(request: SignedInRequest, key: int) -> HttpResponse:
    """Let a wish say something else."""
    shown = wish_for(request.user, key)
    require(request.user, WISH, shown.unit)
    form = WishForm(shown.first_year, today(), request.POST or None, initial=WishForm.initial_of(shown))
    if form.is_valid():
        change_wish(actor=request.user, wish=shown, text=form.text)
        messages.success(request, _("Innspillet er endret."))
        return redirect("budget:wish", key)
    context = {"form": form, "year": shown.first_year, "title": _("Endre innspill")}
    context["back"] = reverse("budget:wish", args=[key])
    return render(request, "budget/wish_form.html", context, status=_status(form))


@login_required
@require_POST
def answer_wish(request: SignedInRequest, key: int) -> HttpResponse:
    """Choose a wish or say no to it, with a reason."""
    shown = wish_for(request.user, key)
    is_chosen = request.POST.get("answer") == "choose"
    answer = choose_wish if is_chosen else reject_wish
    try:
        answer(actor=request.user, wish=shown, reason=request.POST.get("reason", ""))
    except RuleBrokenError as error:
        messages.error(request, sentence(error))
        return redirect("budget:wish", key)
    words = (
        _("Innspillet er valgt og er blitt et tiltak.") if is_chosen else _("Enheten ser at innspillet ikke er valgt.")
    )
    messages.success(request, words)
    return redirect("budget:wish", key)


@login_required
@require_POST
def withdraw(request: SignedInRequest, key: int) -> HttpResponse:
    """Take a wish back."""
    withdraw_wish(actor=request.user, wish=wish_for(request.user, key))
    messages.success(request, _("Innspillet er trukket. Det står fortsatt i lista."))
    return redirect("budget:wish", key)


@login_required
def merge(request: SignedInRequest, year: int, code: str) -> HttpResponse:
    """Make one wish of several."""
    unit = unit_by_code(code)
    require(request.user, ANSWER_WISH, unit)
    chosen = _chosen(request)
    back = reverse("budget:wishes", args=[year, code])
    if len(chosen) < 2:  # noqa: PLR2004 - two is what merging takes
        messages.error(request, _("Kryss av for minst to innspill som skal slås sammen."))
        return redirect(back)
    said = request.POST if request.method == "POST" else None
    form = WishForm(year, today(), said, initial=WishForm.initial_of(*chosen))
    if form.is_valid():
        merged = merge_wishes(actor=request.user, unit=unit, wishes=chosen, text=form.text)
        messages.success(request, _("Innspillene er slått sammen."))
        return redirect("budget:wish", merged.pk)
    context = {"form": form, "year": year, "title": _("Slå sammen innspill"), "back": back, "merging": chosen}
    return render(request, "budget/wish_form.html", context, status=_status(form))


def _chosen(request: SignedInRequest) -> list[Wish]:
    keys = (request.POST if request.method == "POST" else request.GET).getlist("wish")
    return [wish_for(request.user, int(key)) for key in dict.fromkeys(keys) if key.isdecimal()]


def _status(form: WishForm) -> int:
    return 422 if form.is_bound else 200
