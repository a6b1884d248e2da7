"""The account lines of measures, where somebody has said other ones than those that are proposed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import Unit
from styring.plans.models import Measure


class MeasureLine(models.Model):
    """What a measure costs (+) or saves (−) in a year on an account of a unit, in øre, as somebody has refined it.

    A year without lines has those that `budget.rules.accounts` proposes; a proposal is never stored.
    """

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    amount = models.BigIntegerField(_("beløp"))

    class Meta:
        ordering = ("year", "unit", "function", "art")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["measure", "year", "unit", "function", "art"], name="budget_measure_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.function} {self.art}"
