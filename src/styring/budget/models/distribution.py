"""How the frame of a programme area is shared out to its units, and sheets that units fill in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.layers import Layer
from styring.budget.models.programme import Change
from styring.organisation.models import ProgrammeArea, Unit


class Distribution(models.Model):
    """What each unit of a programme area is to have net in a draft layer; it counts once it is final.

    ``change`` is what it then comes to in the layer.
    """

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="distributions")
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, related_name="+")
    is_final = models.BooleanField(_("endelig"), default=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(_("lagret"))
    change = models.OneToOneField(Change, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("layer", "programme_area")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["layer", "programme_area"], name="budget_distribution_once_a_layer")
        ]

    def __str__(self) -> str:
        return f"{self.programme_area}: {self.layer}"


class UnitNet(models.Model):
    """What a unit is to have net in a year, in øre."""

    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="nets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    amount = models.BigIntegerField(_("netto"))

    class Meta:
        ordering = ("unit", "year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["distribution", "unit", "year"], name="budget_unit_net_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"


class SheetState(models.TextChoices):
    """How far a sheet has come."""

    SENT = "sent", _("Sendt inn")
    USED = "used", _("Tatt i bruk")
    DISCARDED = "discarded", _("Forkastet")


class SentSheet(models.Model):
    """A unit's budget sheet as it came back filled in: what it says, held against the layer when it is shown.

    ``lines`` is a list of year, function, art, project and øre; ``version`` is what the unit's lines in the layer were
    when the sheet was made; ``remarks`` are sentences with parts.
    """

    layer = models.ForeignKey(Layer, on_delete=models.CASCADE, related_name="sheets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(_("fil"), max_length=200)
    version = models.CharField(_("versjon"), max_length=64)
    lines = models.JSONField(_("linjer"))
    remarks = models.JSONField(_("merknader"), default=list, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=SheetState.choices, default=SheetState.SENT)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sendt inn"))

    class Meta:
        ordering = ("-pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=SheetState.values), name="budget_sheet_state_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.file_name}"
