"""Putting a round's consolidated report together as a document: the same chapters whatever the figures."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext, override

from styring.documents.queries.sections import deviations_chapter, economy_chapter, method_chapter, sick_leave_chapter
from styring.documents.rules.content import Block, Chapter, Fact, Facts, Paragraph
from styring.kernel.periods import Length, Period
from styring.organisation.queries import municipality
from styring.reporting.queries.whole import consolidated
from styring.ui.numbers import language, written
from styring.ui.tables import Column, Shown
from styring.ui.templatetags.ui import period_name

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.reporting.models import Round
    from styring.reporting.rules.consolidated import Consolidated

_KINDS = {Length.MONTH: "monthly_report", Length.TERTIAL: "tertial_report", Length.YEAR: "annual_report"}

_ADDRESSES = {Length.MONTH: "manedsrapport", Length.TERTIAL: "tertialrapport", Length.YEAR: "arsrapport"}


@dataclass(frozen=True)
class Draft:
    """A document that is put together and not published: kind, address, title, lead, language and chapters."""

    kind: str
    slug: str
    title: str
    description: str
    language: str
    chapters: tuple[Chapter, ...]


def draft_of(reader: User, of_round: Round) -> Draft:
    """A round's report as a document in the municipality's own language; a closed round's figures are the frozen ones.

    Raises:
        NotAllowedError: the reader may not see the consolidated report.
    """
    own = municipality()
    language = own.language if own else "nb"
    report = consolidated(reader, of_round)
    with override(language):
        return _draft(report, of_round.span, language)


def _draft(report: Consolidated, period: Period, language: str) -> Draft:
    name = period_name(period)
    titles = {
        Length.MONTH: gettext("Månedsrapport %(period)s"),
        Length.TERTIAL: gettext("Tertialrapport %(period)s"),
        Length.YEAR: gettext("Årsrapport %(period)s"),
    }
    title = titles[period.length] % {"period": name}
    lead = gettext("Økonomi, nærvær og avvik i %(municipality)s, med prognose for hele året.")
    chapters = (
        summary_chapter(report),
        economy_chapter(report),
        deviations_chapter(report),
        sick_leave_chapter(report),
        method_chapter(report),
    )
    slug = slugify(f"{_ADDRESSES[period.length]}-{period}")
    description = lead % {"municipality": report.municipality}
    return Draft(_KINDS[period.length], slug, title, description, language, chapters)


def summary_chapter(report: Consolidated) -> Chapter:
    """The first page: how the year will end, in words and up to four figures, and what the chief executive says."""
    blocks: list[Block] = [Paragraph(_year_in_a_sentence(report))]
    blocks += [Paragraph(part.strip()) for part in report.assessment.split("\n") if part.strip()]
    if report.assessment and report.assessed_by:
        blocks.append(Paragraph(gettext("Vurderingen er skrevet av %(who)s.") % {"who": report.assessed_by}))
    blocks.append(Facts(tuple(_facts(report))))
    return Chapter("1", "kort-fortalt", gettext("Kort fortalt"), tuple(blocks))


def _year_in_a_sentence(report: Consolidated) -> str:
    total = report.total
    parts = {
        "municipality": report.municipality,
        "millions": written(Fraction(abs(total.forecast_deviation), 10**8), 1, language()),
        "share": written(abs(total.share or Fraction(0)) * 100, 1, language()),
    }
    if total.forecast_deviation < 0:
        return (
            gettext(
                "%(municipality)s ligger an til å bruke %(millions)s millioner kroner mer enn budsjettet i år. "
                "Det er %(share)s prosent av budsjettet."
            )
            % parts
        )
    if total.forecast_deviation > 0:
        return (
            gettext(
                "%(municipality)s ligger an til å bruke %(millions)s millioner kroner mindre enn budsjettet i år. "
                "Det er %(share)s prosent av budsjettet."
            )
            % parts
        )
    return gettext("%(municipality)s ligger an til å bruke det som er budsjettert i år.") % parts


def _facts(report: Consolidated) -> list[Fact]:
    total, money = report.total, Column("", Shown.MILL, change=True)
    share = written((total.share or Fraction(0)) * 100, 1, language(), sign=True)
    status = "ok" if total.forecast_deviation >= 0 else "warn"
    facts = [
        Fact(
            gettext("Prognose mot budsjett"),
            total.forecast_deviation,
            money,
            gettext("mill. kr"),
            gettext("%(share)s %% av budsjettet") % {"share": share},
            status,
        )
    ]
    if total.previous_deviation is not None:
        label = gettext("Forrige prognose")
        facts.append(Fact(label, total.previous_deviation, money, gettext("mill. kr"), gettext("samme avvik da"), ""))
    leave = report.sick_leave_of_all
    if leave and leave.year_to_date and leave.year_to_date.share is not None:
        foot = _last_year(leave.last_year.share if leave.last_year else None)
        percent = Column("", Shown.NUMBER, decimals=1)
        facts.append(Fact(gettext("Sykefravær hittil"), leave.year_to_date.share * 100, percent, "%", foot))
    expected = sum(level.expected for level in report.levels)
    label = gettext("Enheter med avvik å forklare")
    foot = gettext("av %(count)s som rapporterer") % {"count": expected}
    facts.append(Fact(label, len(report.deviations), Column("", Shown.NUMBER), "", foot))
    return facts


def _last_year(share: Fraction | None) -> str:
    if share is None:
        return ""
    return gettext("%(share)s %% på samme tid i fjor") % {"share": written(share * 100, 1, language())}
