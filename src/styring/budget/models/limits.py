"""From which deviation a unit explains itself, and how prices grow."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class DeviationLimit(models.Model):
    """From a day: the deviation from which a unit must explain itself, in thousandths of its budget or in øre."""

    valid_from = models.DateField(_("fra"), unique=True)
    thousandths = models.PositiveSmallIntegerField(_("promille av budsjettet"), default=10)
    amount = models.BigIntegerField(_("beløp"), default=500_000_00)

    class Meta:
        ordering = ("-valid_from",)

    def __str__(self) -> str:
        return f"{self.valid_from}"


class PriceGrowth(models.Model):
    """How much prices and wages rise from the year before, in thousandths; last year's amounts are raised by it."""

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    thousandths = models.SmallIntegerField(_("promille"))

    class Meta:
        ordering = ("-year",)

    def __str__(self) -> str:
        return f"{self.year}"
