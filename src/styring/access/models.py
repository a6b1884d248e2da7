"""Grants of roles."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.spans import FOREVER
from styring.organisation.models import Party, Position, Unit

if TYPE_CHECKING:
    from datetime import date

    from styring.kernel.spans import Span


class Role(models.TextChoices):
    """What a person is in a unit and all below it; what each may do stands in ``role_matrix.yaml``."""

    CHIEF_EXECUTIVE = "chief_executive", _("Rådmann")
    DIRECTOR = "director", _("Direktør")
    HEAD_OF_SERVICE = "head_of_service", _("Kommunalsjef")
    UNIT_LEADER = "unit_leader", _("Enhetsleder")
    CONTROLLER = "controller", _("Controller/økonomi")
    PLANNER = "planner", _("Planlegger/strategi")
    HR_STAFF = "hr_staff", _("HR-stab")
    SECRETARIAT = "secretariat", _("Politisk sekretariat")
    COUNCIL = "council", _("Kommunestyret")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Formannskapet")
    COMMITTEE = "committee", _("Hovedutvalg")
    PARTY_GROUP = "party_group", _("Folkevalgt/partigruppe")
    AUDITOR = "auditor", _("Kontrollutvalg/revisor")
    ADVISORY_COUNCIL = "advisory_council", _("Medvirkningsråd")
    CHIEF_UNION_REPRESENTATIVE = "chief_union_representative", _("Hovedtillitsvalgt/verneombud")
    UNION_REPRESENTATIVE = "union_representative", _("Tillitsvalgt i enhet")
    USER_FORUM = "user_forum", _("Brukerforum")
    EMPLOYEE = "employee", _("Medarbeider")
    CITIZEN = "citizen", _("Innbygger")
    ADMINISTRATOR = "administrator", _("Systemansvarlig")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, and the words for choosing among them."""

    def valid_on(self, day: date) -> GrantQuerySet:
        """Those that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)

    def overlapping(self, span: Span) -> GrantQuerySet:
        """Those that hold on any of some days."""
        return self.filter(valid_from__lt=span.until, valid_to__gt=span.since)

    def same_as(self, grant: Grant) -> GrantQuerySet:
        """Those of the same role in the same unit for the same person or position, whatever the days."""
        here = self.filter(role=grant.role, unit=grant.unit)
        here = here.filter(party=grant.party)
        return here.filter(position=grant.position) if grant.position else here.filter(user=grant.user)


class Grant(models.Model):
    """A role held in a unit and all below it, by a person or by whoever holds a position, for some days.

    ``party`` says which party's group one who is elected sits in.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    position = models.ForeignKey(Position, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("rolle"), max_length=40, choices=Role.choices)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ("unit", "role")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="access_grant_days_in_order"),
            models.CheckConstraint(
                condition=Q(user__isnull=True) ^ Q(position__isnull=True), name="access_grant_to_one_of_two"
            ),
            models.CheckConstraint(
                condition=Q(party__isnull=True) | Q(role="party_group"), name="access_grant_party_of_a_group"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.position}: {self.get_role_display()}, {self.unit}"

    @property
    def name_in_trail(self) -> str:
        """What it is called on record, where each reader has the own word for the role."""
        return f"{self.user or self.position}: {{role:{self.role}}}, {self.unit}"
