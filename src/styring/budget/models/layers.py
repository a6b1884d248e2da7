"""Layers of a budget and their lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import F, Q, Subquery
from django.utils.translation import gettext_lazy as _

from styring.imports.models import Batch
from styring.organisation.models import Body, Party, Unit

if TYPE_CHECKING:
    from datetime import date


class LayerKind(models.TextChoices):
    """What a layer is in the making of a budget, in the order in which they are made."""

    PROPOSAL = "proposal", _("Rådmannens forslag")
    SUPPLEMENT = "supplement", _("Tilleggsinnstilling")
    PARTY = "party", _("Alternativt budsjett")
    JOINT = "joint", _("Felles forslag")
    RECOMMENDATION = "recommendation", _("Formannskapets innstilling")
    ADOPTED = "adopted", _("Vedtatt budsjett")
    AMENDMENT = "amendment", _("Budsjettregulering")


POLITICAL = (LayerKind.PARTY, LayerKind.JOINT)
"""Kinds that belong to parties, and nobody else's to see before they are published."""
PROPOSING = (LayerKind.PROPOSAL, LayerKind.SUPPLEMENT, *POLITICAL, LayerKind.RECOMMENDATION)
"""Kinds that propose a programme of four years, and count nowhere until one is adopted."""


class LayerState(models.TextChoices):
    """Whether a layer counts: a draft doesn't yet, one laid forward is proposed, a replaced one no longer counts."""

    DRAFT = "draft", _("Utkast")
    PUBLISHED = "published", _("Lagt fram")
    DECIDED = "decided", _("Vedtatt")
    REPLACED = "replaced", _("Erstattet")


class Authority(models.TextChoices):
    """Who decides a layer; the council alone may move money between frames."""

    COUNCIL = "council", _("Kommunestyret")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Formannskapet")
    CHIEF_EXECUTIVE = "chief_executive", _("Rådmannen")
    LEADER = "leader", _("Lederen, innenfor egen ramme")


class LayerQuerySet(models.QuerySet["Layer"]):
    """Layers, and the words for choosing among them."""

    def counting_on(self, day: date) -> LayerQuerySet:
        """Those that are decided by the end of a day."""
        return self.filter(state=LayerState.DECIDED, decided_on__lte=day)

    def budget_of(self, year: int, day: date) -> LayerQuerySet:
        """The adopted budget of a year and the amendments to it decided by the end of a day: the revised budget.

        The adopted programme of an earlier year says something of the year too, but its budget is adopted anew; so are
        amendments of an earlier year, but for those that were decided after that.
        """
        adopted = Layer.objects.filter(kind=LayerKind.ADOPTED, state=LayerState.DECIDED, first_year=year)
        since = Q(first_year__lt=year, last_year__gte=year, decided_on__gt=Subquery(adopted.values("decided_on")[:1]))
        of_year = Q(kind=LayerKind.ADOPTED, first_year=year) | (
            Q(kind=LayerKind.AMENDMENT) & (Q(first_year=year) | since)
        )
        return self.counting_on(day).filter(of_year)


class Layer(models.Model):
    """Changes to a budget that belong together and were decided together; the adopted budget is the first.

    The state of a layer is its own lines on top of the state of its ``base``. ``version`` counts from 1; a later
    version replaces the one before because of an error in it, with ``reason``. An adopted programme has whole lines of
    its own, and ``made_from`` is the layer that the decision chose.
    """

    kind = models.CharField(_("type"), max_length=20, choices=LayerKind.choices)
    name = models.SlugField(_("kortnavn"), max_length=60, unique=True)
    title = models.CharField(_("tittel"), max_length=200)
    first_year = models.PositiveSmallIntegerField(_("første år"))
    last_year = models.PositiveSmallIntegerField(_("siste år"))
    base = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parties = models.ManyToManyField(Party, blank=True, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=LayerState.choices, default=LayerState.DRAFT)
    published_on = models.DateField(_("lagt fram"), null=True, blank=True)
    authority = models.CharField(_("vedtatt av"), max_length=20, choices=Authority.choices)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(_("vedtatt dato"), null=True, blank=True)
    decision = models.CharField(_("sak"), max_length=80, blank=True)
    made_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    loan_frame = models.BigIntegerField(_("låneramme"), null=True, blank=True)
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
                condition=Q(state__in=("draft", "published")) | Q(decided_on__isnull=False),
                name="budget_layer_decided_on_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False), name="budget_layer_published_on_a_day"
            ),
            models.UniqueConstraint(
                fields=["first_year"],
                condition=Q(kind="adopted", state="decided"),
                name="budget_layer_one_adopted_a_year",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_draft(self) -> bool:
        """May its lines still change?"""
        return self.state == LayerState.DRAFT

    @property
    def is_political(self) -> bool:
        """Is it the work of parties?"""
        return self.kind in POLITICAL

    @property
    def years(self) -> range:
        """The years it is for."""
        return range(self.first_year, self.last_year + 1)


class BudgetLine(models.Model):
    """An amount of a layer for one year, unit, function, art and project, and how it is phased.

    ``change`` is the part of the layer that it belongs to, None in budgets that came whole. ``until_MM`` is what is
    budgeted from January to the end of month MM; to the end of December it is ``amount``, so the months sum to the year
    whatever the phasing. `budget.rules.phasing` makes them; lines that count nowhere yet are not phased.
    """

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="lines")
    change = models.ForeignKey("Change", on_delete=models.PROTECT, null=True, blank=True, related_name="lines")
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
                condition=Q(change__isnull=True),
                name="budget_line_once_a_layer",
            ),
            models.UniqueConstraint(
                fields=["change", "year", "account_class", "unit", "function", "art", "project"],
                condition=Q(change__isnull=False),
                name="budget_line_once_a_change",
            ),
            models.CheckConstraint(condition=Q(account_class__in=("0", "1")), name="budget_line_account_class"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.unit} {self.function} {self.art}"


UNTIL = (*(f"until_{month:02}" for month in range(1, 12)), "amount")
"""The field that holds a line's running total to the end of each month, January first."""
