"""Amendments of a year's budget as they are written, proposed and decided; what is decided becomes a layer."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.investments import Investment
from styring.budget.models.layers import Authority, Layer
from styring.organisation.models import Body, Unit


class AmendmentState(models.TextChoices):
    """How far an amendment has come."""

    DRAFT = "draft", _("Utkast")
    PROPOSED = "proposed", _("Til vedtak")
    DECIDED = "decided", _("Vedtatt")
    REJECTED = "rejected", _("Avslått")


class MoneySource(models.TextChoices):
    """What pays for an investment beside the VAT that comes back; the loan is what moves when nothing else does."""

    LOAN = "loan", _("Lån")
    GRANTS = "grants", _("Tilskudd")
    SALES = "sales", _("Salg")
    FUND = "fund", _("Investeringsfond")
    TRANSFER = "transfer", _("Overføring fra drift")


class Amendment(models.Model):
    """What somebody wants to move in a year's budget, and why; ``unit`` is the one whose leader answers for it.

    One that is decided counts through its ``layer``. ``period`` is the report whose deviations it was gathered from.
    ``last_year`` is how long it says that operating is to be as amended, the rows of each year told; None when it is
    carried on as any budget is, until the next one says otherwise.
    """

    year = models.PositiveSmallIntegerField(_("år"))
    last_year = models.PositiveSmallIntegerField(_("gjelder til og med"), null=True, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("tittel"), max_length=200)
    reason = models.TextField(_("begrunnelse"))
    period = models.CharField(_("periode"), max_length=8, blank=True)
    state = models.CharField(_("status"), max_length=10, choices=AmendmentState.choices, default=AmendmentState.DRAFT)
    authority = models.CharField(_("vedtatt av"), max_length=20, choices=Authority.choices, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_on = models.DateField(_("skrevet"))
    proposed_on = models.DateField(_("sendt til vedtak"), null=True, blank=True)
    decided_on = models.DateField(_("avgjort"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.CharField(_("sak"), max_length=80, blank=True)
    answer = models.TextField(_("begrunnelse for avslaget"), blank=True)
    layer = models.OneToOneField(Layer, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-year", "-written_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="decided") | Q(layer__isnull=False, decided_on__isnull=False),
                name="budget_amendment_decided_counts",
            ),
            models.CheckConstraint(
                condition=~Q(state="rejected") | ~Q(answer=""), name="budget_amendment_rejected_with_reason"
            ),
            models.CheckConstraint(
                condition=Q(last_year__isnull=True) | Q(last_year__gte=F("year")),
                name="budget_amendment_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def years(self) -> range:
        """The years that it says how operating is to be in."""
        return range(self.year, (self.last_year or self.year) + 1)

    @property
    def is_draft(self) -> bool:
        """May it still be changed?"""
        return self.state == AmendmentState.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Does somebody have to decide?"""
        return self.state == AmendmentState.PROPOSED


class AmendmentRow(models.Model):
    """What one unit gets (plus) or gives up (minus), for what, in øre; ``group`` is the kind of cost or income.

    With an ``investment`` it is what the project spends more (plus) or less, with VAT, and ``source`` pays; then its
    parts have both. ``moves_frame`` says that the project's total frame changes as much. ``years_later`` counts from
    the amendment's year.
    """

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(_("hva det gjelder"), max_length=300)
    group = models.CharField(_("type"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("beløp"))
    years_later = models.PositiveSmallIntegerField(_("år senere"), default=0)
    investment = models.ForeignKey(Investment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(_("betales med"), max_length=10, choices=MoneySource.choices, blank=True)
    moves_frame = models.BooleanField(_("endrer totalrammen"), default=False)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(amount=0), name="budget_amendment_row_moves_something"),
            models.CheckConstraint(
                condition=Q(investment__isnull=True, source="", moves_frame=False)
                | Q(investment__isnull=False, group="", source__in=MoneySource.values),
                name="budget_amendment_row_is_of_one_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.amount}"

    @property
    def size(self) -> int:
        """How much it moves, whichever way."""
        return abs(self.amount)

    @property
    def year(self) -> int:
        """The year that it is for."""
        return self.amendment.year + self.years_later


class AmendmentPart(models.Model):
    """The account that a part of a row is for; the parts of a row sum to it, those of a project with its financing.

    ``unit`` is where it lies when that is not the row's unit, as loans are the municipality's.
    """

    row = models.ForeignKey(AmendmentRow, on_delete=models.CASCADE, related_name="parts")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    account_class = models.CharField(_("kontoklasse"), max_length=1, default="1")
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    project = models.CharField(_("prosjekt"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("beløp"))

    class Meta:
        ordering = ("function", "art", "project")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["row", "account_class", "function", "art", "project"], name="budget_amendment_part_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.function} {self.art} {self.amount}"
