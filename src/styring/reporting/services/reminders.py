"""Reminding a leader by mail that the unit's report is not delivered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext, override

from styring.kernel.letters import Letter, post
from styring.organisation.queries import leader_of

if TYPE_CHECKING:
    from datetime import date

    from styring.accounts.models import User
    from styring.reporting.models import Contribution


@dataclass(frozen=True)
class Reminder:
    """A reminder about a report, from one who judges it for the level above."""

    actor: User
    contribution: Contribution
    comment: str
    day: date

    def send(self) -> None:
        """Send it to who leads the unit on the day, in that person's language; nobody gets it without an address."""
        leader = leader_of(self.contribution.unit, self.day)
        if leader is None or not leader.email or not leader.is_active:
            return
        with override(leader.language):
            letter = Letter(leader.email, self._subject(), self._body(leader), sender=self.actor, receiver=leader)
        post(letter)

    def _subject(self) -> str:
        report = self.contribution
        title = {"kind": report.round.get_kind_display(), "period": report.round.period, "unit": report.unit_name}
        return gettext("Påminnelse: %(kind)s %(period)s for %(unit)s er ikke levert") % title

    def _body(self, leader: User) -> str:
        report = self.contribution
        page = "reporting:level" if report.is_level else "reporting:report"
        address = settings.ADDRESS.rstrip("/") + reverse(page, args=[report.round.period, report.unit.code])
        said = {"leader": leader, "reminder": self, "report": report, "address": address}
        return render_to_string("reporting/mail/reminder.txt", said)
