"""An amendment as tables: from and to, with or without accounts, and beside the units' whole budgets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from styring.budget.rules.investment_accounts import (
    FROM_OPERATING,
    FUND,
    GRANTS,
    LOANS,
    SALES,
    SPENDING,
    TO_INVESTMENT,
    VAT_BACK,
    line_of_investments,
)
from styring.budget.views.parts import art_name, function_name
from styring.ledger.rules.codes import INVESTMENT, OPERATING
from styring.ledger.rules.groups import ART_GROUP_NAMES, ArtGroup
from styring.ui.tables import Column, Row, Shown, Table
from styring.ui.templatetags.ui import kr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from styring.budget.models import Amendment, AmendmentPart, AmendmentRow
    from styring.budget.queries import Figures
    from styring.kernel.periods import Period
    from styring.organisation.models import Unit


def sorted_rows(found: Amendment) -> list[AmendmentRow]:
    """Where money is taken from first, then where it goes, the largest first; two queries."""
    rows = found.rows.select_related("amendment", "unit", "investment__element").prefetch_related("parts")
    return sorted(rows, key=lambda row: (row.years_later, row.amount > 0, -abs(row.amount), row.pk))


def kind_of(row: AmendmentRow) -> str:
    """The kind of cost or income that a row is for."""
    if row.investment_id:
        return _("Investering")
    return _(ART_GROUP_NAMES[ArtGroup(row.group)])


class Entry(NamedTuple):
    """A line of a balanced table: who or what, what for, the kind of it, øre that it gets (plus) or gives (minus)."""

    name: str
    purpose: str
    kind: str
    amount: int
    row: AmendmentRow | None = None


@dataclass(frozen=True)
class Side:
    """What an amendment moves within operating or investment in one year; it must come to nought."""

    year: int
    account_class: str
    entries: list[Entry]

    @property
    def title(self) -> str:
        """What it is called."""
        words = _("Investering %(year)s") if self.account_class == INVESTMENT else _("Drift %(year)s")
        return words % {"year": self.year}

    @property
    def taken(self) -> int:
        """What is given up."""
        return -sum(one.amount for one in self.entries if one.amount < 0)

    @property
    def given(self) -> int:
        """What is used for something else."""
        return sum(one.amount for one in self.entries if one.amount > 0)

    @property
    def left(self) -> int:
        """What lacks (plus) or is left over (minus)."""
        return self.given - self.taken

    @property
    def unused(self) -> int:
        """What is left over (plus) or lacks (minus)."""
        return -self.left

    def table(self, title: str, *, with_accounts: bool = False) -> Table:
        """From and to, and the sums of both, which are alike when it comes to nought."""
        shown = []
        for one in self.entries:
            shown.append(Row(one.name, (one.purpose, one.kind, *_both(one.amount))))
            if with_accounts and one.row and not one.row.investment_id:
                shown += [_account(one.row.unit.code, part) for part in one.row.parts.all()]
        shown.append(Row(_("Sum"), ("", "", self.taken, self.given), "total"))
        columns = [Column(_("Enhet")), Column(_("Hva det gjelder"), minor=True), Column(_("Type"), minor=True),
                   Column(_("Fra"), Shown.KR), Column(_("Til"), Shown.KR)]  # fmt: skip
        return Table(title, columns, shown, _("Kroner."))


def sides_of(found: Amendment, rows: Sequence[AmendmentRow]) -> list[Side]:
    """What an amendment moves, year by year, operating before investment."""
    entries: dict[tuple[int, str], list[Entry]] = defaultdict(list)
    paid: dict[tuple[int, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        year = found.year + row.years_later
        if row.investment is None:
            entries[year, OPERATING].append(Entry(row.unit.name, row.purpose, kind_of(row), row.amount, row))
            continue
        name = row.investment.element.name
        entries[year, INVESTMENT].append(Entry(name, row.purpose, kind_of(row), row.amount, row))
        for part in row.parts.all():
            if part.account_class == OPERATING or line_of_investments(part.art) != SPENDING:
                paid[year, part.account_class][part.art] += part.amount
    for place, arts in paid.items():
        entries[place] += [
            Entry(str(_FINANCING[art]), _("Finansiering av prosjektene"), _("Finansiering"), amount)
            for art, amount in sorted(arts.items())
            if amount
        ]
    order = {OPERATING: 0, INVESTMENT: 1}
    return [Side(*place, entries[place]) for place in sorted(entries, key=lambda place: (place[0], order[place[1]]))]


def tables_of(found: Amendment, sides: Sequence[Side], *, with_accounts: bool = False) -> list[Table]:
    """A table for each side; one that stands alone has the amendment's own title."""
    title = _("%(title)s med kontering") if with_accounts else "%(title)s"
    names = [found.title] if len(sides) == 1 else [side.title for side in sides]
    return [
        side.table(title % {"title": name}, with_accounts=with_accounts)
        for side, name in zip(sides, names, strict=True)
    ]


def points_of(sides: Sequence[Side]) -> list[str]:
    """What is to be decided, point by point: net budgets set up and down, projects, what pays for them, and frames."""
    points = [_point(side, one) for side in sides for one in side.entries]
    frames: dict[str, int] = defaultdict(int)
    for one in (one for side in sides for one in side.entries if one.row and one.row.moves_frame):
        frames[one.name] += one.amount
    return points + [
        (_FRAME_DOWN if amount < 0 else _FRAME_UP) % {"project": name, "amount": kr(abs(amount))}
        for name, amount in frames.items()
        if amount
    ]


_FINANCING = {
    VAT_BACK: gettext_lazy("Kompensasjon for merverdiavgift"), LOANS: gettext_lazy("Bruk av lån"),
    GRANTS: gettext_lazy("Tilskudd"), SALES: gettext_lazy("Salg av eiendom"), FUND: gettext_lazy("Bruk av fond"),
    FROM_OPERATING: gettext_lazy("Overføring fra drift"), TO_INVESTMENT: gettext_lazy("Overføring til investering"),
}  # fmt: skip
_UP = gettext_lazy("%(unit)s: budsjettet settes opp med %(amount)s kroner. %(purpose)s")
_DOWN = gettext_lazy("%(unit)s: budsjettet settes ned med %(amount)s kroner. %(purpose)s")
_PROJECT_UP = gettext_lazy("%(unit)s: bevilgningen i %(year)s settes opp med %(amount)s kroner. %(purpose)s")
_PROJECT_DOWN = gettext_lazy("%(unit)s: bevilgningen i %(year)s settes ned med %(amount)s kroner. %(purpose)s")
_PAID_MORE = gettext_lazy("%(unit)s i %(year)s settes opp med %(amount)s kroner.")
_PAID_LESS = gettext_lazy("%(unit)s i %(year)s settes ned med %(amount)s kroner.")
_FRAME_UP = gettext_lazy("Totalrammen til %(project)s settes opp med %(amount)s kroner.")
_FRAME_DOWN = gettext_lazy("Totalrammen til %(project)s settes ned med %(amount)s kroner.")


def _point(side: Side, one: Entry) -> str:
    words = {"unit": one.name, "year": side.year, "amount": kr(abs(one.amount)), "purpose": one.purpose}
    if one.row is None:
        is_income = side.account_class == INVESTMENT
        return (_PAID_MORE if (one.amount < 0) == is_income else _PAID_LESS) % words
    if side.account_class == INVESTMENT or side.year != one.row.amendment.year:
        return (_PROJECT_DOWN if one.amount < 0 else _PROJECT_UP) % words
    return (_DOWN if one.amount < 0 else _UP) % words


def _account(code: str, part: AmendmentPart) -> Row:
    return Row(code, (function_name(part.function), art_name(part.art), *_both(part.amount)), "sub")


def _both(amount: int) -> tuple[int | None, int | None]:
    return (-amount, None) if amount < 0 else (None, amount)


def side_by_side(
    found: Amendment, period: Period, units: Mapping[int, Unit], changes: Mapping[int, int],
    now: Mapping[int, Figures],
) -> Table:  # fmt: skip
    """Each unit's adopted and revised budget, the change, what it is after, what is spent and foreseen."""
    columns = [
        Column(_("Enhet")), Column(_("Vedtatt budsjett"), Shown.KR1000, minor=True),
        Column(_("Revidert budsjett"), Shown.KR1000, minor=True), Column(_("Endring"), Shown.KR1000, change=True),
        Column(_("Regnskap hittil"), Shown.KR1000, minor=True), Column(_("Årsprognose"), Shown.KR1000, minor=True),
        Column(_("Avvik etter endringen"), Shown.KR1000, change=True),
    ]  # fmt: skip
    counted = found.layer_id is not None and (found.decided_on or period.first_day) <= period.last_day
    rows = []
    for unit, change in changes.items():
        of = now[unit]
        after = of.revised + (0 if counted else change)
        cells = (of.adopted, of.revised, change, of.actual, of.forecast, after - of.forecast)
        rows.append(Row(units[unit].name, cells, address=reverse("budget:economy", args=[units[unit].code, period])))
    return Table(_("Enhetenes budsjetter"), columns, rows, _("1000 kr. Minus er merforbruk."))
