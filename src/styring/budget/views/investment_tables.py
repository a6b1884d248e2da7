"""Investments as tables and charts: the portfolio, what pays for one, and its spending through the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from styring.ui.charts.kinds import Words, columns_chart
from styring.ui.tables import Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.budget.models import Investment
    from styring.budget.queries.investments import Plan, ProjectMoney
    from styring.ui.charts.drawing import Chart

MILLIONS = Column("", Shown.MILL)


def sums_of(shown: Sequence[ProjectMoney], years: Sequence[int]) -> dict[str, object]:
    """The sums below the portfolio."""
    return {
        "frame": sum(one.investment.total_frame for one in shown),
        "before": sum(one.spent_before for one in shown),
        "budget": sum(one.budget for one in shown),
        "actual": sum(one.actual for one in shown),
        "forecast": sum(one.forecast for one in shown),
        "deviation": sum(one.deviation for one in shown),
        "years": [sum(one.planned(year) for one in shown) for year in years],
    }


def portfolio_table(shown: Sequence[ProjectMoney], years: Sequence[int]) -> Table:
    """The portfolio exact to the øre, to download."""
    year = shown[0].year if shown else 0
    money = (
        _("Totalramme"),
        _("Brukt før %(year)s") % {"year": year},
        _("Budsjett %(year)s") % {"year": year},
        _("Regnskap %(year)s hittil") % {"year": year},
        *(str(planned) for planned in years),
        _("Ventet sluttkostnad"),
        _("Avvik fra rammen"),
    )
    columns = [
        Column(_("Prosjekt")),
        Column(_("Fase")),
        *(Column(title, Shown.KR1000) for title in money),
        Column(_("Ferdig"), Shown.DAY),
    ]
    rows = [
        Row(
            one.investment.element.name,
            (
                one.investment.get_phase_display(),
                one.investment.total_frame,
                one.spent_before,
                one.budget,
                one.actual,
                *(one.planned(planned) for planned in years),
                one.forecast,
                one.deviation,
                one.ready_on,
            ),
            address=reverse("budget:investment", args=[one.investment.pk]),
        )
        for one in shown
    ]
    note = _("1000 kr med merverdiavgift. Avvik med minus er dyrere enn rammen.")
    return Table(_("Investeringer"), columns, rows, note)


def financing_table(one: Investment, plan: Plan, money: ProjectMoney) -> Table:
    """What an investment costs each year, and what pays for it; the sources add up to the cost."""
    years = plan.of(one)
    sources = (
        (_("Momskompensasjon"), [year.financed.vat for year in years]),
        (_("Tilskudd"), [year.financed.grants for year in years]),
        (_("Salg"), [year.financed.sales for year in years]),
        (_("Fond"), [year.financed.fund for year in years]),
        (_("Overføring fra drift"), [year.financed.transfer for year in years]),
        (_("Felles egenkapital"), [year.common for year in years]),
        (_("Lån"), [year.loan for year in years]),
    )
    rows = [Row(_("Utgift"), tuple(year.financed.spending for year in years), "total")]
    rows += [Row(name, tuple(amounts), "sub") for name, amounts in sources if any(amounts)]
    columns = [Column(_("Ledd")), *(Column(str(year.year), Shown.KR1000) for year in years)]
    note = _("1000 kr med merverdiavgift. Kildene betaler til sammen utgiften hvert år.")
    return Table(_("Utgift og finansiering"), columns, rows, note, money.investment.element.source)


def spending_chart(money: ProjectMoney) -> Chart | None:
    """What an investment has cost and is to cost, year by year; None when that is nothing.

    The accounts of closed years, the budget of this one, and the plan of those to come.
    """
    investment = money.investment
    years = sorted({year for year in (*money.spent, *money.years) if year >= investment.counted_from})
    values = [(str(year), _amount(money, year)) for year in years]
    if not any(amount for _year, amount in values):
        return None
    words = Words(
        title=_("Utgifter år for år"),
        summary=_("%(title)s har en ramme på %(frame)s millioner kroner og ventes å koste %(forecast)s.")
        % {
            "title": investment.element.title,
            "frame": text_of(investment.total_frame, MILLIONS),
            "forecast": text_of(money.forecast, MILLIONS),
        },
        unit=_("Mill. kr med merverdiavgift"),
        source=_("Kilde: regnskapet til og med %(last)s, budsjettet for %(year)s og planen etter det.")
        % {"last": money.year - 1, "year": money.year},
    )
    return columns_chart(words, _("År"), Column(_("Mill. kr"), Shown.MILL), values)


def _amount(money: ProjectMoney, year: int) -> int:
    if year < money.year:
        return money.spent.get(year, 0)
    return money.budget if year == money.year else money.planned(year)
