"""How lines are phased over the months."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import Unit


class Profile(models.Model):
    """How a year's budget is spread over its months: twelve weights, of which each month has its share."""

    year = models.PositiveSmallIntegerField(_("år"))
    name = models.CharField(_("navn"), max_length=120)
    weights = models.JSONField(_("vekter"))

    class Meta:
        ordering = ("year", "name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["year", "name"], name="budget_profile_once_a_year")]

    def __str__(self) -> str:
        return self.name


class ProfileUse(models.Model):
    """Which lines a profile phases: those of a unit (any, when none is given) and of arts that begin with ``art``.

    Of several that fit a line, one with a unit goes before one without, then the longest art.
    """

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="uses")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    art = models.CharField(_("art"), max_length=3, blank=True)

    class Meta:
        ordering = ("profile", "unit", "art")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "unit", "art"], name="budget_profile_use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.unit or '*'} {self.art}"
