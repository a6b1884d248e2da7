"""Investments: a frame over several years, what pays for it, how it goes, and what it came to in the end."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.layers import Authority
from styring.organisation.models import ProgrammeArea
from styring.plans.models import Risk
from styring.thread.models import Element

TEN_THOUSAND = 10_000


class Phase(models.TextChoices):
    """How far an investment has come."""

    IDEA = "idea", _("Idé")
    CONCEPT = "concept", _("Konsept")
    PRELIMINARY = "preliminary", _("Forprosjekt")
    EXECUTION = "execution", _("Gjennomføring")
    CLOSING = "closing", _("Avslutning")
    RUNNING = "running", _("Løpende")
    CLOSED = "closed", _("Sluttregnskap vedtatt")


class Investment(models.Model):
    """An investment; an element of the thread. Amounts are øre with VAT.

    ``spent_before`` is what was spent before ``counted_from``, the first year whose accounts count against the frame;
    ``vat_share`` is the part of the cost that comes back as VAT compensation, in 1/10 000; ``running_cost`` is what it
    costs a year to own from the year after it is ready. The final account is ``final_cost``.
    """

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    project = models.CharField(_("prosjektnummer"), max_length=20, unique=True)
    description = models.TextField(_("beskrivelse"), blank=True)
    user_meaning = models.TextField(_("hva det betyr for brukeren"), blank=True)
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    function = models.CharField(_("funksjon"), max_length=3)
    phase = models.CharField(_("fase"), max_length=12, choices=Phase.choices, default=Phase.IDEA)
    risk = models.CharField(_("risiko"), max_length=10, choices=Risk.choices, default=Risk.MIDDLE)
    authority = models.CharField(_("rammen endres av"), max_length=20, choices=Authority.choices)
    total_frame = models.BigIntegerField(_("totalramme"))
    spent_before = models.BigIntegerField(_("brukt tidligere"), default=0)
    counted_from = models.PositiveSmallIntegerField(_("regnes fra"))
    vat_share = models.PositiveSmallIntegerField(_("momskompensasjon i titusendeler"), default=0)
    is_self_cost = models.BooleanField(_("betales av brukerne (selvkost)"), default=False)
    useful_life = models.PositiveSmallIntegerField(_("levetid i år"), default=30)
    running_cost = models.BigIntegerField(_("driftskostnad i året"), default=0)
    ready_on = models.DateField(_("ferdig"), null=True, blank=True)
    moved_because = models.TextField(_("hvorfor det er flyttet"), blank=True)
    final_cost = models.BigIntegerField(_("sluttkostnad"), null=True, blank=True)
    closed_on = models.DateField(_("sluttregnskap vedtatt"), null=True, blank=True)
    closing_note = models.TextField(_("merknad til sluttregnskapet"), blank=True)

    class Meta:
        ordering = ("element__code", "element__title")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(phase__in=Phase.values), name="budget_investment_phase_is_known"),
            models.CheckConstraint(condition=Q(risk__in=Risk.values), name="budget_investment_risk_is_known"),
            models.CheckConstraint(condition=Q(total_frame__gte=0), name="budget_investment_frame_is_not_negative"),
            models.CheckConstraint(condition=Q(vat_share__lte=TEN_THOUSAND), name="budget_investment_vat_is_a_share"),
            models.CheckConstraint(condition=Q(useful_life__gte=1), name="budget_investment_lasts_a_year"),
            models.CheckConstraint(
                condition=Q(phase="closed") ^ Q(final_cost__isnull=True), name="budget_investment_closed_has_final_cost"
            ),
        ]

    def __str__(self) -> str:
        return str(self.element)

    @property
    def vat(self) -> Fraction:
        """The part of the cost that comes back as VAT compensation."""
        return Fraction(self.vat_share, TEN_THOUSAND)


class InvestmentYear(models.Model):
    """What an investment is planned to spend in a year, and what pays for it besides VAT compensation and loans."""

    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    spending = models.BigIntegerField(_("utgift"), default=0)
    grants = models.BigIntegerField(_("tilskudd"), default=0)
    sales = models.BigIntegerField(_("salg"), default=0)
    fund = models.BigIntegerField(_("bruk av fond"), default=0)
    transfer = models.BigIntegerField(_("overføring fra drift"), default=0)

    class Meta:
        ordering = ("year",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["investment", "year"], name="budget_investment_year_once"),
            models.CheckConstraint(
                condition=Q(spending__gte=0, grants__gte=0, sales__gte=0, fund__gte=0, transfer__gte=0),
                name="budget_investment_year_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.investment} {self.year}"


class CommonFinancing(models.Model):
    """What pays for a year's investments together: transfer from operating, sales and funds; øre.

    Deposits in the pension fund (``equity_deposit``) are to be paid of it first, since they may not be borrowed for.
    """

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    transfer = models.BigIntegerField(_("overføring fra drift"), default=0)
    sales = models.BigIntegerField(_("salg av eiendom"), default=0)
    fund = models.BigIntegerField(_("bruk av ubundet investeringsfond"), default=0)
    equity_deposit = models.BigIntegerField(_("egenkapitalinnskudd i pensjonskasse"), default=0)

    class Meta:
        ordering = ("year",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(transfer__gte=0, sales__gte=0, fund__gte=0, equity_deposit__gte=0),
                name="budget_common_financing_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def left_for_projects(self) -> int:
        """What is left when the deposits are paid."""
        return self.transfer + self.sales + self.fund - self.equity_deposit


class ProjectStatus(models.Model):
    """How an investment stood on a day: progress, expected final cost in øre, and when it will be ready."""

    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, related_name="statuses")
    day = models.DateField(_("dato"))
    progress = models.PositiveSmallIntegerField(_("framdrift i prosent"))
    forecast = models.BigIntegerField(_("ventet sluttkostnad"))
    ready_on = models.DateField(_("ventes ferdig"), null=True, blank=True)
    comment = models.TextField(_("kommentar"), blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("investment", "day", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(progress__lte=100), name="budget_project_progress_is_a_share"),
            models.CheckConstraint(condition=Q(forecast__gte=0), name="budget_project_forecast_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.investment} {self.day}"
