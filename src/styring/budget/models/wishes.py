"""What units wish for the coming programme, in the order each level sets it, with the answer."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import Unit
from styring.plans.models import Measure
from styring.thread.models import Element


class WishState(models.TextChoices):
    """How far a wish has come; none is ever deleted."""

    PROPOSED = "proposed", _("Foreslått")
    MERGED = "merged", _("Slått sammen")
    CHOSEN = "chosen", _("Valgt")
    REJECTED = "rejected", _("Ikke valgt")
    WITHDRAWN = "withdrawn", _("Trukket")


class Wish(models.Model):
    """A measure that a unit wishes for (innspill): it becomes a measure of the plan when it is chosen.

    ``first_year`` is that of the programme it is for. ``merged_into`` is the wish that took up this one.
    """

    first_year = models.PositiveSmallIntegerField(_("første år"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tittel"), max_length=200)
    why = models.TextField(_("hvorfor"))
    user_meaning = models.TextField(_("hva det betyr for brukeren"))
    man_years_hundredths = models.IntegerField(_("årsverk i hundredeler"), default=0)
    goals = models.ManyToManyField(Element, blank=True, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=WishState.choices, default=WishState.PROPOSED)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded = models.DateTimeField(_("registrert"))
    answer = models.TextField(_("begrunnelse"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_on = models.DateField(_("besvart"), null=True, blank=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts")
    measure = models.OneToOneField(Measure, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("first_year", "pk")
        verbose_name_plural = "wishes"
        indexes: ClassVar = [models.Index(fields=["first_year", "unit"], name="budget_wish_year_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=WishState.values), name="budget_wish_state_is_known"),
            models.CheckConstraint(condition=~Q(user_meaning=""), name="budget_wish_says_what_it_means"),
            models.CheckConstraint(
                condition=~Q(state__in=("chosen", "rejected")) | ~Q(answer=""), name="budget_wish_answer_has_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="merged") | Q(merged_into__isnull=False), name="budget_wish_merged_into_one"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def man_years(self) -> Decimal:
        """The change in man-years in its first year."""
        return Decimal(self.man_years_hundredths).scaleb(-2)

    @property
    def is_open(self) -> bool:
        """Has it no answer yet?"""
        return self.state == WishState.PROPOSED


class WishYear(models.Model):
    """What a wish costs (+) or saves (−) in a year, net, in øre and the prices of the programme's first year."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    amount = models.BigIntegerField(_("beløp"))

    class Meta:
        ordering = ("year",)
        constraints: ClassVar = [models.UniqueConstraint(fields=["wish", "year"], name="budget_wish_year_once")]

    def __str__(self) -> str:
        return f"{self.wish} {self.year}"


class WishPlace(models.Model):
    """Where a level puts a wish among those of its units: 1 is what it wishes for most."""

    wish = models.ForeignKey(Wish, on_delete=models.CASCADE, related_name="places")
    level = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(_("plass"))

    class Meta:
        ordering = ("level", "place")
        constraints: ClassVar = [models.UniqueConstraint(fields=["wish", "level"], name="budget_wish_place_once")]

    def __str__(self) -> str:
        return f"{self.level}: {self.place}"
