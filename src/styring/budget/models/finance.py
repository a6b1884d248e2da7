"""What a four-year plan rests on: loans, reserves, book values, premises, population; targets; and scenarios.

Amounts are whole øre; rates and growths are whole 1/100 000 (4.35 % is 4350).
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.layers import Layer

HUNDRED_THOUSAND = 100_000


def share(written: int) -> Fraction:
    """A stored rate as a share.

    >>> share(4350)
    Fraction(87, 2000)
    """
    return Fraction(written, HUNDRED_THOUSAND)


class LoanPurpose(models.TextChoices):
    """What a loan is for; target figures leave some of them out."""

    ORDINARY = "ordinary", _("Egne investeringer")
    SELF_COST = "self_cost", _("Selvkostområder")
    ON_LENDING = "on_lending", _("Videreutlån (startlån)")


class Loan(models.Model):
    """A loan: what was owed at the end of a day, and on which terms it runs.

    ``rate`` is fixed to the end of the year ``bound_until``; else, and after it, the loan bears the floating rate of
    the premises plus ``margin``. ``instalment`` is paid in each of ``due_months`` from the year ``pays_from``.
    """

    name = models.CharField(_("lån"), max_length=120, unique=True)
    lender = models.CharField(_("långiver"), max_length=120, blank=True)
    purpose = models.CharField(_("formål"), max_length=12, choices=LoanPurpose.choices, default=LoanPurpose.ORDINARY)
    balance = models.BigIntegerField(_("restgjeld"))
    balance_on = models.DateField(_("restgjeld per"))
    rate = models.PositiveIntegerField(_("fast rente"), default=0)
    bound_until = models.PositiveSmallIntegerField(_("bundet ut året"), null=True, blank=True)
    margin = models.IntegerField(_("påslag på flytende rente"), default=0)
    instalment = models.BigIntegerField(_("avdrag per termin"), default=0)
    due_months = models.CharField(_("terminmåneder"), max_length=40, default="6,12")
    pays_from = models.PositiveSmallIntegerField(_("første år med avdrag"), default=0)

    class Meta:
        ordering = ("purpose", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(purpose__in=LoanPurpose.values), name="budget_loan_purpose_is_known"),
            models.CheckConstraint(condition=Q(balance__gte=0, instalment__gte=0), name="budget_loan_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def months(self) -> tuple[int, ...]:
        """The months in which instalments are due."""
        return tuple(int(month) for month in self.due_months.split(",") if month.strip())


class FundKind(models.TextChoices):
    """The four kinds of reserves (Local Government Act § 14-10; chapters 51–56 of the balance)."""

    DISPOSITION = "disposition", _("Disposisjonsfond")
    BOUND_OPERATING = "bound_operating", _("Bundne driftsfond")
    FREE_INVESTMENT = "free_investment", _("Ubundet investeringsfond")
    BOUND_INVESTMENT = "bound_investment", _("Bundne investeringsfond")


class Fund(models.Model):
    """What a reserve held at the end of a day."""

    kind = models.CharField(_("type"), max_length=20, choices=FundKind.choices)
    name = models.CharField(_("navn"), max_length=120)
    balance = models.BigIntegerField(_("beholdning"))
    balance_on = models.DateField(_("beholdning per"))

    class Meta:
        ordering = ("kind", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "name"], name="budget_fund_once"),
            models.CheckConstraint(condition=Q(kind__in=FundKind.values), name="budget_fund_kind_is_known"),
            models.CheckConstraint(condition=Q(balance__gte=0), name="budget_fund_not_negative"),
        ]

    def __str__(self) -> str:
        return self.name


class BookValues(models.Model):
    """What the least instalment of a year is reckoned from (§ 14-18), and the deposits that earn the floating rate."""

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    depreciable_assets = models.BigIntegerField(_("avskrivbare anleggsmidler 1. januar"))
    deposits = models.BigIntegerField(_("bankinnskudd og utlån med flytende rente"), default=0)

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)


class Premises(models.Model):
    """What a year's budget rests on: growth from the year before, and the floating rate."""

    year = models.PositiveSmallIntegerField(_("år"), unique=True)
    pay = models.IntegerField(_("lønnsvekst"))
    price = models.IntegerField(_("prisvekst"))
    tax = models.IntegerField(_("skattevekst"))
    floating = models.IntegerField(_("flytende rente"))

    class Meta:
        ordering = ("year",)

    def __str__(self) -> str:
        return str(self.year)

    @property
    def percents(self) -> list[Fraction]:
        """Growth of pay, prices and taxes, and the floating rate, in percent."""
        return [share(one) * 100 for one in (self.pay, self.price, self.tax, self.floating)]


class AgeGroup(models.Model):
    """An age group, and what its services cost net a head and year in the plan's prices."""

    code = models.CharField(_("aldersgruppe"), max_length=10, unique=True)
    order = models.PositiveSmallIntegerField(_("rekkefølge"))
    cost_per_head = models.BigIntegerField(_("netto utgift per innbygger"))

    class Meta:
        ordering = ("order",)

    def __str__(self) -> str:
        return self.code


class Population(models.Model):
    """How many of an age group there are, or are projected to be, at the start of a year."""

    group = models.ForeignKey(AgeGroup, on_delete=models.CASCADE, related_name="years")
    year = models.PositiveSmallIntegerField(_("år"))
    heads = models.PositiveIntegerField(_("innbyggere"))

    class Meta:
        ordering = ("group", "year")
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "year"], name="budget_population_once")]

    def __str__(self) -> str:
        return f"{self.group} {self.year}"


class TargetFigure(models.TextChoices):
    """What a financial target is about."""

    NET_RESULT = "net_result", _("Netto driftsresultat i prosent av driftsinntektene")
    RESERVE = "reserve", _("Disposisjonsfond i prosent av driftsinntektene")
    NET_DEBT = "net_debt", _("Netto lånegjeld i prosent av driftsinntektene")
    SELF_FINANCING = "self_financing", _("Egenfinansiering av investeringene i prosent")


class FinancialTarget(models.Model):
    """A target that the council has adopted (Local Government Act § 14-2 c), for budgets of some years.

    What the council leaves out (``without_self_cost``, ``without_on_lending``) is left out of debt and investments.
    """

    code = models.CharField(_("kode"), max_length=20)
    name = models.CharField(_("navn"), max_length=200)
    figure = models.CharField(_("måler"), max_length=20, choices=TargetFigure.choices)
    is_least = models.BooleanField(_("er et minstekrav"), default=True)
    limit = models.IntegerField(_("grense"))
    margin = models.PositiveIntegerField(_("varsles når det er mindre igjen enn"), default=500)
    without_self_cost = models.BooleanField(_("uten selvkostområder"), default=False)
    without_on_lending = models.BooleanField(_("uten lån til videreutlån"), default=True)
    first_year = models.PositiveSmallIntegerField(_("gjelder fra år"))
    last_year = models.PositiveSmallIntegerField(_("gjelder til og med år"), null=True, blank=True)
    decision = models.CharField(_("vedtatt i sak"), max_length=80, blank=True)

    class Meta:
        ordering = ("code", "first_year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "first_year"], name="budget_target_once_a_year"),
            models.CheckConstraint(condition=Q(figure__in=TargetFigure.values), name="budget_target_figure_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Scenario(models.Model):
    """A choice of premises, measures and investments that somebody has kept beside a layer; never a part of one.

    Seen by its owner, and when ``is_shared`` by all who may see the layer.
    """

    name = models.CharField(_("navn"), max_length=120)
    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    choice = models.JSONField(_("valg"), default=dict, blank=True)
    is_shared = models.BooleanField(_("vises for andre"), default=False)
    changed = models.DateTimeField(_("endret"))

    class Meta:
        ordering = ("name",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["owner", "layer", "name"], name="budget_scenario_once"),
        ]

    def __str__(self) -> str:
        return self.name
