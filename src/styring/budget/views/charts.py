"""The charts of the economy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from styring.ui.charts.kinds import Words, bridge_chart
from styring.ui.tables import Column, Shown, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from styring.budget.queries import Figures
    from styring.budget.views.places import Place
    from styring.ui.charts.drawing import Chart

MOST_STEPS = 7
MILLIONS = Column("", Shown.MILL)
CHANGE = Column("", Shown.MILL, change=True)


def bridge(place: Place, figures: Figures, steps: Sequence[tuple[str, int]]) -> Chart | None:
    """From revised budget to forecast, by what each part adds or takes away; the smallest go together.

    None when nothing lies between the two.
    """
    if not steps:
        return None
    shown = _largest(steps)
    words = Words(
        title=_("Fra budsjett til prognose"),
        summary=_summary(figures, shown),
        unit=_("Mill. kr. Aksen starter ikke på null."),
        source=_("Kilde: enhetenes prognoser. Brunt øker utgiften, blått senker den. %(source)s")
        % {"source": place.source},
    )
    column = Column(_("Mill. kr"), Shown.MILL)
    whole = [(_("Revidert budsjett"), figures.revised), *shown]
    return bridge_chart(words, _("Ledd"), column, whole, _("Årsprognose"))


def _largest(steps: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    if len(steps) <= MOST_STEPS:
        return list(steps)
    by_size = sorted(steps, key=lambda step: -abs(step[1]))[: MOST_STEPS - 1]
    rest = sum(amount for name, amount in steps if (name, amount) not in by_size)
    return [*(step for step in steps if step in by_size), (_("Andre"), rest)]


def _summary(figures: Figures, steps: Sequence[tuple[str, int]]) -> str:
    changes = ", ".join(f"{name} {text_of(amount, CHANGE)}" for name, amount in steps)
    said = _(
        "Revidert budsjett er %(budget)s millioner kroner. %(changes)s. Prognosen er %(forecast)s millioner kroner."
    )
    return said % {
        "budget": text_of(figures.revised, MILLIONS),
        "changes": changes,
        "forecast": text_of(figures.forecast, MILLIONS),
    }
