"""What following up builds on, as tables; each is None when nothing is known."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from styring.budget.views.places import month_name
from styring.ui.tables import Column, Row, Shown, Table, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from styring.budget.models import DeviationLimit, Learnt, PriceGrowth

PERCENT = 10
"""Thousandths in a percent."""
_DAY = Column("", Shown.DAY)


def limit_table(limits: Iterable[DeviationLimit]) -> Table | None:
    """From which deviation units must explain themselves, and since when."""
    columns = [
        Column(_("Gjelder fra")), Column(_("Prosent av budsjettet"), Shown.NUMBER, 1), Column(_("Kroner"), Shown.KR)
    ]  # fmt: skip
    rows = [Row(text_of(one.valid_from, _DAY), (Fraction(one.thousandths, PERCENT), one.amount)) for one in limits]
    return Table(_("Grensene"), columns, rows) if rows else None


def growth_table(growths: Iterable[PriceGrowth]) -> Table | None:
    """How pay and prices have grown from the year before."""
    columns = [Column(_("Til år")), Column(_("Prosent fra året før"), Shown.NUMBER, 1, change=True)]
    rows = [Row(str(one.year), (Fraction(one.thousandths, PERCENT),)) for one in growths]
    return Table(_("Veksten"), columns, rows) if rows else None


def learnt_table(learnt: Sequence[Learnt]) -> Table | None:
    """How often the suggestions of a closed year held, month by month."""
    columns = [
        Column(_("Måned")), Column(_("Enheter"), Shown.NUMBER), Column(_("Holdt"), Shown.NUMBER),
        Column(_("Bredde som trengs"), Shown.NUMBER, 1),
    ]  # fmt: skip
    rows = [Row(month_name(one.year, one.month), (one.units, one.held, Fraction(one.width))) for one in learnt]
    return Table(_("Forslagene i %(year)s") % {"year": learnt[0].year}, columns, rows) if learnt else None
