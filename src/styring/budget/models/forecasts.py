"""Forecasts of the year."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import Unit


class ForecastKind(models.TextChoices):
    """Whose forecast it is: a unit's own of its own economy, or a level's correction of the sum below it."""

    OWN = "own", _("Egen prognose")
    ADJUSTMENT = "adjustment", _("Justering")


class Forecast(models.Model):
    """What someone expected on a day that a year would come to; a later one is a row more, and the last one counts.

    ``own`` is what the unit itself (not those below it) will come to in the whole year, in øre. ``adjustment`` is what
    a level adds to the sum of the forecasts below it, and counts for its period only.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    month = models.PositiveSmallIntegerField(_("måned"))
    kind = models.CharField(_("type"), max_length=10, choices=ForecastKind.choices)
    amount = models.BigIntegerField(_("beløp"))
    reason = models.TextField(_("begrunnelse"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded = models.DateTimeField(_("registrert"))

    class Meta:
        ordering = ("year", "month", "pk")
        indexes: ClassVar = [models.Index(fields=["year", "unit", "kind", "month"], name="budget_forecast_year_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="budget_forecast_month"),
            models.CheckConstraint(
                condition=Q(kind="own") | ~Q(reason=""), name="budget_forecast_adjustment_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.month:02} {self.amount}"
