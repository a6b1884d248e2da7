"""What the system suggested as of closed months, what closed years taught, and years that teach nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.periods import Length, Period
from styring.organisation.models import Unit


class KeptMonth(models.Model):
    """That the suggestions of a month were kept as they stood when it was closed; the database refuses to change it."""

    year = models.PositiveSmallIntegerField(_("år"))
    month = models.PositiveSmallIntegerField(_("måned"))
    kept_at = models.DateTimeField(_("tatt vare på"))

    class Meta:
        ordering = ("year", "month")
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "month"], name="budget_kept_month_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"


class KeptSuggestion(models.Model):
    """What the system suggested as of a month that a unit's year would come to; the database refuses to change it.

    ``amount`` is øre; half the width of the interval and the scale it is a multiple of are kroner.
    """

    kept = models.ForeignKey(KeptMonth, on_delete=models.PROTECT, related_name="suggestions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    amount = models.BigIntegerField(_("beløp"))
    half_width_kr = models.BigIntegerField(_("halv bredde"))
    scale = models.FloatField(_("målestokk"))

    class Meta:
        ordering = ("kept", "unit")
        constraints: ClassVar = [models.UniqueConstraint(fields=["kept", "unit"], name="budget_kept_suggestion_once")]

    def __str__(self) -> str:
        return f"{self.unit} {self.kept}"


class Learnt(models.Model):
    """What a closed year taught: how often a month's suggestions held, and how wide the interval should have been."""

    year = models.PositiveSmallIntegerField(_("år"))
    month = models.PositiveSmallIntegerField(_("måned"))
    units = models.PositiveIntegerField(_("enheter"))
    held = models.PositiveIntegerField(_("holdt"))
    width = models.FloatField(_("bredde"))

    class Meta:
        ordering = ("year", "month")
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "month"], name="budget_learnt_once")]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02}"

    @property
    def period(self) -> Period:
        """The month."""
        return Period(self.year, self.month, Length.MONTH)


class UnusualYear(models.Model):
    """A year whose accounts say nothing of what a year is like, in a unit (all, when none is given), and why."""

    year = models.PositiveSmallIntegerField(_("år"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(_("begrunnelse"))

    class Meta:
        ordering = ("-year", "unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "unit"], name="budget_unusual_year_once"),
            models.UniqueConstraint(fields=["year"], condition=Q(unit=None), name="budget_unusual_year_of_all_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="budget_unusual_year_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit or ''}".strip()
