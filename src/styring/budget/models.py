"""Budgets as layers of lines, how lines are phased over the months, and forecasts of the year.

An amount is whole øre, cost plus and income minus. What has been decided is never overwritten: a change is a layer
more, and a correction of a layer is a new version of it, with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.imports.models import Batch
from styring.organisation.models import ProgrammeArea, Unit
from styring.thread.models import Element

if TYPE_CHECKING:
    from datetime import date


class LayerKind(models.TextChoices):
    """What a layer is in the making of a budget."""

    PROPOSAL = "proposal", _("Forslag")
    ADOPTED = "adopted", _("Vedtatt budsjett")
    AMENDMENT = "amendment", _("Budsjettregulering")


class LayerState(models.TextChoices):
    """Whether a layer counts: a draft doesn't yet, a replaced one no longer."""

    DRAFT = "draft", _("Utkast")
    DECIDED = "decided", _("Vedtatt")
    REPLACED = "replaced", _("Erstattet")


class Authority(models.TextChoices):
    """Who decides a layer; the council alone may move money between frames."""

    COUNCIL = "council", _("Kommunestyret")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Formannskapet")
    CHIEF_EXECUTIVE = "chief_executive", _("Rådmannen")


class LayerQuerySet(models.QuerySet["Layer"]):
    """Layers, and the words for choosing among them."""

    def counting_on(self, day: date) -> LayerQuerySet:
        """Those that are decided by the end of a day."""
        return self.filter(state=LayerState.DECIDED, decided_on__lte=day)

    def budget_of(self, year: int, day: date) -> LayerQuerySet:
        """The adopted budget of a year and the amendments to it decided by the end of a day: the revised budget."""
        kinds = (LayerKind.ADOPTED, LayerKind.AMENDMENT)
        return self.counting_on(day).filter(kind__in=kinds, first_year__lte=year, last_year__gte=year)


class Layer(models.Model):
    """Changes to a budget that belong together and were decided together; the adopted budget is the first.

    ``version`` counts from 1; a later version replaces the one before because of an error in it, with ``reason``.
    """

    kind = models.CharField(_("type"), max_length=10, choices=LayerKind.choices)
    title = models.CharField(_("tittel"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("første år"))
    last_year = models.PositiveSmallIntegerField(_("siste år"))
    state = models.CharField(_("status"), max_length=10, choices=LayerState.choices, default=LayerState.DRAFT)
    authority = models.CharField(_("vedtatt av"), max_length=20, choices=Authority.choices)
    decided_on = models.DateField(_("vedtatt dato"), null=True, blank=True)
    decision = models.CharField(_("sak"), max_length=80, blank=True)
    reason = models.TextField(_("begrunnelse"), blank=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveSmallIntegerField(_("versjon"), default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = LayerQuerySet.as_manager()

    class Meta:
        ordering = ("first_year", "decided_on", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="budget_layer_years_in_order"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(decided_on__isnull=False), name="budget_layer_decided_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["first_year"],
                condition=Q(kind="adopted", state="decided"),
                name="budget_layer_one_adopted_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BudgetLine(models.Model):
    """An amount of a layer for one year, unit, function, art and project, and how it is phased.

    ``until_MM`` is what is budgeted from January to the end of month MM; to the end of December it is ``amount``, so
    the months sum to the year whatever the phasing. `budget.rules.phasing` makes them.
    """

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="lines")
    year = models.PositiveSmallIntegerField(_("år"))
    account_class = models.CharField(_("kontoklasse"), max_length=1)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    project = models.CharField(_("prosjekt"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("beløp"))
    until_01 = models.BigIntegerField(default=0)
    until_02 = models.BigIntegerField(default=0)
    until_03 = models.BigIntegerField(default=0)
    until_04 = models.BigIntegerField(default=0)
    until_05 = models.BigIntegerField(default=0)
    until_06 = models.BigIntegerField(default=0)
    until_07 = models.BigIntegerField(default=0)
    until_08 = models.BigIntegerField(default=0)
    until_09 = models.BigIntegerField(default=0)
    until_10 = models.BigIntegerField(default=0)
    until_11 = models.BigIntegerField(default=0)

    class Meta:
        ordering = ("unit", "account_class", "function", "art", "project")
        indexes: ClassVar = [models.Index(fields=["year", "unit", "account_class"], name="budget_line_year_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["layer", "year", "account_class", "unit", "function", "art", "project"],
                name="budget_line_once_a_layer",
            ),
            models.CheckConstraint(condition=Q(account_class__in=("0", "1")), name="budget_line_account_class"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit} {self.function} {self.art}"


UNTIL = (*(f"until_{month:02}" for month in range(1, 12)), "amount")
"""The field that holds a line's running total to the end of each month, January first."""


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


class Frame(models.Model):
    """The net amounts that the council gives a programme area for the years of a plan; an element of the thread."""

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, related_name="+")
    is_ordinary = models.BooleanField(_("bare ordinær drift"), default=False)

    class Meta:
        ordering = ("programme_area", "element")

    def __str__(self) -> str:
        return str(self.element)


class FrameYear(models.Model):
    """A frame's net amount in a year, in øre and the plan's price basis, and what it was before new measures."""

    frame = models.ForeignKey(Frame, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    before_measures = models.BigIntegerField(_("konsekvensjustert ramme"))
    amount = models.BigIntegerField(_("netto ramme"))

    class Meta:
        ordering = ("frame", "year")
        constraints: ClassVar = [models.UniqueConstraint(fields=["frame", "year"], name="budget_frame_year_once")]

    def __str__(self) -> str:
        return f"{self.frame} {self.year}"


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
