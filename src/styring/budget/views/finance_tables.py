"""Debt and reserves as tables and charts, and ROBEK's letters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styring.budget.models import FundKind, LoanPurpose
from styring.budget.rules.loans import Purpose
from styring.ui.charts.kinds import Words, columns_chart
from styring.ui.tables import Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.budget.queries.finance import FinanceYear
    from styring.ui.charts.drawing import Chart

MILLIONS = Column("", Shown.MILL)
ROBEK_WORDS = {
    "a": gettext_lazy("Årsbudsjettet vedtas med merforbruk."),
    "b": gettext_lazy("Økonomiplanen vedtas med merforbruk i minst ett år."),
    "c": gettext_lazy("Merforbruk skal dekkes inn over mer enn to år."),
    "d": gettext_lazy("Oppsamlet merforbruk er mer enn 3 prosent av driftsinntektene."),
    "e": gettext_lazy("Økonomiplanen eller årsbudsjettet vedtas for sent."),
    "f": gettext_lazy("Årsregnskapet vedtas for sent."),
    "g": gettext_lazy("Departementet har vedtatt det etter inndelingslova § 16 a."),
}
"""The letters of the Local Government Act § 28-1 first paragraph, in words."""


def debt_table(years: Sequence[FinanceYear]) -> Table:
    """Loans, instalments and what is owed for each purpose, year by year."""
    rows = [
        Row(_("Nye lån"), tuple(year.new_loans for year in years)),
        Row(_("Avdrag i driftsbudsjettet"), tuple(year.instalments for year in years)),
        Row(_("Minsteavdrag etter loven"), tuple(year.least_instalment for year in years), "sub"),
        Row(_("Renteutgifter"), tuple(year.interest for year in years)),
        Row(_("Lånegjeld 31. desember"), tuple(year.debt_without() for year in years), "total"),
        *(
            Row(str(LoanPurpose(purpose.value).label), tuple(year.debt.get(purpose, 0) for year in years), "sub")
            for purpose in Purpose
        ),
    ]
    return Table(_("Lån og gjeld"), _columns(years), rows, _("1000 kr."))


def fund_table(years: Sequence[FinanceYear]) -> Table:
    """What each kind of reserve holds at the end of each year."""
    rows = [Row(str(kind.label), tuple(year.funds[kind] for year in years)) for kind in FundKind]
    rows.append(Row(_("Fond 31. desember"), tuple(sum(year.funds.values()) for year in years), "total"))
    return Table(_("Fond"), _columns(years), rows, _("1000 kr. Minus betyr at fondet er overtrukket."))


def _columns(years: Sequence[FinanceYear]) -> list[Column]:
    return [Column(_("Ledd")), *(Column(str(year.year), Shown.KR1000) for year in years)]


def debt_chart(years: Sequence[FinanceYear]) -> Chart:
    """What is owed at the end of each year."""
    values = [(str(year.year), year.debt_without()) for year in years]
    summary = _("Lånegjelden går fra %(first)s millioner kroner i %(since)s til %(last)s i %(until)s.")
    return _columns_chart(_("Lånegjeld"), summary, values)


def fund_chart(years: Sequence[FinanceYear]) -> Chart:
    """What the disposition reserve holds at the end of each year."""
    values = [(str(year.year), year.funds[FundKind.DISPOSITION]) for year in years]
    summary = _("Disposisjonsfondet går fra %(first)s millioner kroner i %(since)s til %(last)s i %(until)s.")
    return _columns_chart(_("Disposisjonsfond"), summary, values)


def _columns_chart(title: str, summary: str, values: Sequence[tuple[str, int]]) -> Chart:
    said = summary % {
        "first": text_of(values[0][1], MILLIONS),
        "since": values[0][0],
        "last": text_of(values[-1][1], MILLIONS),
        "until": values[-1][0],
    }
    source = _("Kilde: linjene i budsjettet, og lån og fond ved inngangen til det.")
    return columns_chart(
        Words(title, said, _("Mill. kr 31. desember"), source), _("År"), Column(_("Mill. kr"), Shown.MILL), values
    )
