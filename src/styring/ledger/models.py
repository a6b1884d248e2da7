"""What was spent and earned, line by line, and the sums of it.

Lines come in deliveries: one month from one batch. A delivery is live or it is not, and only live ones count; so a
corrected file takes over a whole month, and is undone, by changing one row a month.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.imports.models import Batch
from styring.kernel.clock import now
from styring.ledger.rules.chart import Coupling
from styring.ledger.rules.codes import FIRST_YEAR, LAST_YEAR, Kind
from styring.ledger.rules.restrictions import Restriction
from styring.organisation.models import Unit


class AccountClass(models.TextChoices):
    """The first digit of an account with lines; the balance, class 2, is kept as `BalanceItem`."""

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


class Combination(models.Model):
    """An account combination that some line has stood on: each is checked and stored once, and lines point at it."""

    account_class = models.CharField(max_length=1, choices=AccountClass.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    function = models.CharField(_("funksjon"), max_length=3)
    art = models.CharField(_("art"), max_length=3)
    project = models.CharField(_("prosjekt"), max_length=20, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "account_class", "art", "function", "project"], name="ledger_combination_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_class}{self.art} {self.function} {self.project}".rstrip()


class LiveQuerySet(models.QuerySet["Balance"]):
    """Balances, and the words for choosing among them."""

    def live(self) -> LiveQuerySet:
        """Those that count: of deliveries that are live."""
        return self.filter(delivery__is_live=True)


class Posting(models.Model):
    """A line of the ledger in øre, cost plus and income minus; year and month are its delivery's.

    Lines come by the million from the import, which knows that what they point at is there; so the database is not
    asked again for each. ``styring ledger verify`` asks for all of them.
    """

    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    combination = models.ForeignKey(
        Combination, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField(_("beløp"))
    voucher = models.CharField(_("bilag"), max_length=30, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=["delivery", "combination", "amount"], name="ledger_posting_of_combination")
        ]

    def __str__(self) -> str:
        return f"{self.voucher} {self.amount}".lstrip()


class Balance(models.Model):
    """The sum of a delivery's lines on one combination, in øre; made of them by the database, checked by verify.

    ``year`` is the delivery's: sums of a year are read in the order of combinations, without those of other years.
    """

    year = models.PositiveSmallIntegerField(_("år"))
    combination = models.ForeignKey(
        Combination, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    delivery = models.ForeignKey(
        Delivery, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    amount = models.BigIntegerField(_("beløp"))

    objects = LiveQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=["year", "combination", "delivery", "amount"], name="ledger_balance_of_year"),
        ]

    def __str__(self) -> str:
        return str(self.amount)


class CodeKind(models.TextChoices):
    """What a code of the municipality's own stands for."""

    ART = Kind.ART.value, _("Art")
    FUNCTION = Kind.FUNCTION.value, _("Funksjon")
    UNIT = Kind.UNIT.value, _("Ansvar")
    PROJECT = Kind.PROJECT.value, _("Prosjekt")


class OwnCodeQuerySet(models.QuerySet["OwnCode"]):
    """The municipality's own codes, and the words for choosing among them."""

    def live(self) -> OwnCodeQuerySet:
        """Those that count: nothing has taken their place."""
        return self.filter(is_live=True)

    def valid_in(self, year: int) -> OwnCodeQuerySet:
        """Those that count in the accounts of a year."""
        return self.live().filter(first_year__lte=year, last_year__gte=year)

    def overlapping(self, first_year: int, last_year: int) -> OwnCodeQuerySet:
        """Those that count in any of some years."""
        return self.filter(first_year__lte=last_year, last_year__gte=first_year)

    def with_word(self, word: str) -> OwnCodeQuerySet:
        """Those that have a word in their name, or whose code or target begins with it."""
        return self.filter(Q(name__icontains=word) | Q(code__istartswith=word) | Q(target__istartswith=word))


class OwnCode(models.Model):
    """A code of the municipality's own accounts for some accounting years, and what it is in KOSTRA or here.

    ``target`` is an art, a function or a unit's code; a project has none. With ``is_prefix`` the row is for every code
    that begins so. A row is never changed: when something takes its place it is no longer live, and stays as history.
    ``superseded_by`` is the batch that took its place, for undo.
    """

    kind = models.CharField(_("type"), max_length=10, choices=CodeKind.choices)
    code = models.CharField(_("kode"), max_length=20)
    is_prefix = models.BooleanField(_("gjelder alle koder som begynner slik"), default=False)
    name = models.CharField(_("navn"), max_length=200, blank=True)
    target = models.CharField(_("koblet til"), max_length=20, blank=True)
    first_year = models.PositiveSmallIntegerField(_("fra og med år"), default=FIRST_YEAR)
    last_year = models.PositiveSmallIntegerField(_("til og med år"), default=LAST_YEAR)
    is_live = models.BooleanField(_("i bruk"), default=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    superseded_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(_("ført"), default=now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = OwnCodeQuerySet.as_manager()

    class Meta:
        ordering = ("kind", "code", "first_year")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "code", "is_prefix", "first_year"],
                condition=Q(is_live=True),
                name="ledger_own_code_once_from_a_year",
            ),
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="ledger_own_code_years_in_order"),
            models.CheckConstraint(
                condition=Q(kind="project") ^ ~Q(target=""), name="ledger_own_code_all_but_projects_have_a_target"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}{'…' if self.is_prefix else ''} {self.name}".rstrip()

    def coupling(self) -> Coupling:
        """As the rules know it."""
        years = self.first_year, self.last_year
        return Coupling(Kind(self.kind), self.code, self.target, *years, is_prefix=self.is_prefix, name=self.name)


class CodeRule(models.Model):
    """Where KOSTRA's code stands in longer codes from a year on: after ``skip`` characters; None nowhere.

    One that another has taken the place of is no longer live, and stays as history.
    """

    kind = models.CharField(_("type"), max_length=10, choices=CodeKind.choices)
    first_year = models.PositiveSmallIntegerField(_("fra og med år"))
    skip = models.PositiveSmallIntegerField(_("tegn foran KOSTRA-koden"), null=True, blank=True)
    is_live = models.BooleanField(_("i bruk"), default=True)

    class Meta:
        ordering = ("kind", "first_year")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind", "first_year"], condition=Q(is_live=True), name="ledger_code_rule_once_from_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.first_year}"


class CombinationRule(models.Model):
    """Which codes may stand together for some years; ``allowed`` are beginnings of codes with a space between them.

    It is ended, never changed: what was once allowed or not stays told.
    """

    name = models.CharField(_("regel"), max_length=200)
    account_class = models.CharField(_("kontoklasse"), max_length=1, choices=AccountClass.choices, blank=True)
    kind = models.CharField(_("hva slags kode"), max_length=10, choices=CodeKind.choices)
    begins = models.CharField(_("koden begynner på"), max_length=20, blank=True)
    other = models.CharField(_("hva slags kode som må passe"), max_length=10, choices=CodeKind.choices)
    allowed = models.CharField(_("må begynne på en av"), max_length=400, blank=True)
    first_year = models.PositiveSmallIntegerField(_("fra og med år"))
    last_year = models.PositiveSmallIntegerField(_("til og med år"), default=LAST_YEAR)

    class Meta:
        ordering = ("kind", "begins", "first_year", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(kind=F("other")), name="ledger_combination_rule_of_two_kinds"),
        ]

    def __str__(self) -> str:
        return self.name

    def restriction(self) -> Restriction:
        """As the rules know it."""
        kinds, years = (Kind(self.kind), Kind(self.other)), (self.first_year, self.last_year)
        allowed = tuple(self.allowed.split())
        return Restriction(self.account_class, kinds[0], self.begins, kinds[1], allowed, self.name, *years)


class BalanceSheet(models.Model):
    """The balance of a year from one batch; at most one of a year is live. ``superseded_by`` took its place."""

    batch = models.OneToOneField(Batch, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    is_live = models.BooleanField(_("i bruk"), default=False)
    superseded_by = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("year", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year"], condition=Q(is_live=True), name="ledger_balance_sheet_one_is_live")
        ]

    def __str__(self) -> str:
        return str(self.year)


class BalanceItem(models.Model):
    """What a chapter and sector of the balance was when the year began and ended, in øre; debt and equity are minus."""

    sheet = models.ForeignKey(BalanceSheet, on_delete=models.CASCADE, related_name="items")
    chapter = models.CharField(_("kapittel"), max_length=4)
    sector = models.CharField(_("sektor"), max_length=3)
    opening = models.BigIntegerField(_("inngående balanse"))
    closing = models.BigIntegerField(_("utgående balanse"))

    class Meta:
        ordering = ("chapter", "sector")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["sheet", "chapter", "sector"], name="ledger_balance_item_once_a_sheet")
        ]

    def __str__(self) -> str:
        return f"{self.chapter} {self.sector}"
