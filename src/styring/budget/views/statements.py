"""The budget in the statements that the law asks for: as columns, as budgets to be shown, and what sums are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from styring.budget.models import LayerState
from styring.budget.policies import VIEW_LAYERS
from styring.budget.queries import layer_named, layers_visible_to
from styring.budget.queries.statements import (
    OF_LAYERS,
    book_to_adopt,
    budget_source,
    layer_book,
    parts_of_budget,
    parts_of_layer,
)
from styring.kernel.authority import may, require
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError
from styring.ledger.queries import WORDS, Book, Budget, Way, line_of, part_of
from styring.ledger.rules.codes import arts, functions
from styring.ledger.rules.columns import Columns
from styring.ledger.rules.statements import definition
from styring.ui.spreadsheets import spreadsheet_response
from styring.ui.tables import Column, Row, Shown, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpResponse

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.budget.queries.statements import BudgetPart
    from styring.ledger.queries import By
    from styring.ledger.rules.columns import Head, Part, Source
    from styring.ui.requests import SignedInRequest


def beside_accounts(year: int) -> Source | None:
    """The budget of a year beside its accounts, leading to the changes that it is made of."""
    return budget_source(year, lambda head, words: _of_year(head.year, head.name, words))


def _of_year(year: int, column: str, words: Mapping[str, str]) -> str:
    return f"{reverse('budget:budget_parts', args=[year])}?{urlencode({**words, 'kolonne': column})}"


def _of_layer(layer: Layer) -> Callable[[Head, Mapping[str, str]], str]:
    def opens(head: Head, words: Mapping[str, str]) -> str:
        if not head.name.isdecimal():
            return _of_year(head.year, head.name, words)
        return f"{reverse('budget:layer_parts', args=[layer.name, head.year])}?{urlencode(dict(words))}"

    return opens


class Layers:
    """The layers of budgets, whose statements are shown beside those of the accounts."""

    def named(self, reader: User, name: str, chosen: Sequence[str], by: By | None) -> Budget:
        """A layer by its short name; that of its accounts, two for the budget of the year before, and the layers'."""
        layer = layer_named(reader, name)
        others = layers_visible_to(reader, layer.first_year).exclude(state=LayerState.REPLACED).order_by("pk")
        book = layer_book(layer, _of_layer(layer), chosen=chosen, by=by)
        return Budget(_way(layer), reverse("budget:layer", args=[name]), book, [_way(one) for one in others])

    def ways(self, reader: User, year: int) -> list[Way]:
        """The layers of a year and of the year to come."""
        if not may(reader, VIEW_LAYERS):
            return []
        layers = layers_visible_to(reader).filter(first_year__in=(year, today().year + 1))
        shown = layers.exclude(state=LayerState.REPLACED).order_by("first_year", "pk")
        return [_way(layer) for layer in shown]


def _way(layer: Layer) -> Way:
    return Way(layer.name, layer.title, f"{layer.get_kind_display()}, {layer.get_state_display().lower()}")


def to_adopt(layer: Layer) -> Budget:
    """A layer with the statements that a decision must have, to be shown on a page about it."""
    return Budget(_way(layer), reverse("budget:layer", args=[layer.name]), book_to_adopt(layer, _of_layer(layer)))


@login_required
@require_safe
def budget_parts(request: SignedInRequest, year: int) -> HttpResponse:
    """What a sum of a year's budget is made of: the layers and the changes of them."""
    require(request.user, VIEW_LAYERS)
    is_amended = request.GET.get("kolonne") != "adopted"
    book = Book(year, Columns(()))
    return _shown_parts(request, book, parts_of_budget(year, _asked(request, book), amended=is_amended), None)


@login_required
@require_safe
def layer_parts(request: SignedInRequest, name: str, year: int) -> HttpResponse:
    """What a sum of a layer is made of in a year: the layers it lies on, and the changes of them."""
    layer = layer_named(request.user, name)
    book = Book(year, Columns(()))
    return _shown_parts(request, book, parts_of_layer(layer, year, _asked(request, book)), layer)


def _way_down(request: SignedInRequest) -> dict[str, str]:
    """What is chosen on the way down, as the address has it."""
    return {name: request.GET.get(name, "") for name in WORDS if name in request.GET}


def _asked(request: SignedInRequest, book: Book) -> Part:
    words = _way_down(request)
    statement, post = request.GET.get("oppstilling", ""), request.GET.get("linje", "")
    if statement not in OF_LAYERS and not statement.startswith("5-9"):
        raise NotFoundError(_("Det finnes ingen slik linje i oppstillingen."))
    defined = definition(statement, book.year)
    return part_of(book, defined, line_of(defined, post), words)


def _shown_parts(request: SignedInRequest, book: Book, parts: list[BudgetPart], layer: Layer | None) -> HttpResponse:
    table = _parts_table(book, parts, request)
    if request.GET.get("format") == "xlsx":
        return spreadsheet_response([table], table.title)
    return render(request, "budget/statement_parts.html", {"table": table, "layer": layer, "year": str(book.year)})


def _parts_table(book: Book, parts: list[BudgetPart], request: SignedInRequest) -> Table:
    words = _way_down(request)
    named = [
        f"{code} {known[code].name}"
        for code, known in ((words.get("art", ""), arts()), (words.get("funksjon", ""), functions()))
        if code in known
    ]
    rows = [
        Row(one.change or one.layer, (book.division.units.get(one.unit, ""), one.project, one.layer, one.amount))
        for one in parts
    ]
    total = Row(_("Sum"), ("", "", "", sum(one.amount for one in parts)), "total")
    head = [
        Column(_("Endring")), Column(_("Enhet")), Column(_("Prosjekt"), minor=True),
        Column(_("Budsjett"), minor=True), Column(_("Beløp"), Shown.KR),
    ]  # fmt: skip
    title = ", ".join(named) or _("Hva budsjettet er summen av")
    return Table(title, head, [*rows, total], _("Kroner. Utgift pluss, inntekt minus."))
