"""What was spent and earned, line by line, and the sums of it.

Lines come in deliveries: one month from one batch. A delivery is live or it is not, and only live ones count; so a
corrected file takes over a whole month, and is undone, by changing one row a month.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.imports.models import Batch
from styring.organisation.models import Unit


class AccountClass(models.TextChoices):
    """The first digit of an account: operating or investment (the balance is not kept yet)."""

    INVESTMENT = "0", _("Investering")
    OPERATING = "1", _("Drift")


class Delivery(models.Model):
    """A month of a batch, for the whole municipality (``scope`` empty) or one unit, by its code.

    At most one delivery of a month and scope is live. ``superseded_by`` is the batch that took its place, for undo.
    """

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    month = models.PositiveSmallIntegerField(_("måned"))
    scope = models.CharField(_("enhet"), max_length=20, blank=True)
    is_live = models.BooleanField(_("i bruk"), default=False)
    superseded_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("year", "month", "scope", "pk")
        verbose_name_plural = "deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "year", "month"], name="ledger_delivery_once_a_batch"),
            models.UniqueConstraint(
                fields=["year", "month", "scope"], condition=Q(is_live=True), name="ledger_delivery_one_is_live"
            ),
            models.CheckConstraint(condition=Q(month__gte=1, month__lte=12), name="ledger_delivery_month"),
        ]

    def __str__(self) -> str:
        return f"{self.year}-{self.month:02} {self.scope}".rstrip()


class LiveQuerySet(models.QuerySet["Balance"]):
    """Balances, and the words for choosing among them."""

    def live(self) -> LiveQuerySet:
        """Those that count: of deliveries that are live."""
        return self.filter(delivery__is_live=True)


class Posting(models.Model):
    """A line of the ledger in øre, cost plus and income minus; year and month are its delivery's."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_index=False)
    account_class = models.CharField(max_length=1, choices=AccountClass.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    project = models.CharField(_("prosjekt"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("beløp"))

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [models.Index(fields=["delivery", "unit", "art"], name="ledger_posting_of_unit")]

    def __str__(self) -> str:
        return f"{self.account_class}{self.art} {self.function} {self.amount}"


class Balance(models.Model):
    """The sum of a delivery's lines with one key, in øre; kept equal to them by the import, checked by verify."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="+", db_index=False)
    account_class = models.CharField(max_length=1, choices=AccountClass.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    project = models.CharField(_("prosjekt"), max_length=20, blank=True)
    amount = models.BigIntegerField(_("beløp"))

    objects = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(
                fields=["delivery", "unit", "account_class", "art", "function", "amount"],
                name="ledger_balance_of_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_class}{self.art} {self.function} {self.amount}"
