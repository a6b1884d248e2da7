"""When those who have not delivered were last reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Subquery

from styring.kernel.clock import OSLO
from styring.reporting.models import HistoryEntry, HistoryMove

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from styring.reporting.models import Contribution


def last_reminders(reports: Iterable[Contribution]) -> dict[UUID, date]:
    """The day on which each report that is not delivered was last reminded of, by its key; one query."""
    missing = [report.pk for report in reports if not report.is_delivered]
    sent = HistoryEntry.objects.filter(contribution__in=missing, move=HistoryMove.REMIND).order_by()
    last = sent.values_list("contribution").annotate(Max("at"))
    return {key: at.astimezone(OSLO).date() for key, at in last}


def was_reminded(report: Contribution, day: date) -> bool:
    """Has a report been reminded of on a day? One query."""
    return last_reminders([report]).get(report.pk) == day


def reminded_at() -> Subquery:
    """When a report was last reminded of, to be read along with it."""
    sent = HistoryEntry.objects.filter(contribution=OuterRef("pk"), move=HistoryMove.REMIND)
    return Subquery(sent.order_by("-at").values("at")[:1])
