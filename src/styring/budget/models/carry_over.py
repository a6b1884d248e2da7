"""What units take with them from a closed year into the next: the council's rule, the proposal and what was adopted."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.amendments import Amendment
from styring.budget.rules.carry_over import Terms, later
from styring.organisation.models import Body, Unit

THOUSAND = 1000
MOST_YEARS = 4


class CarryRule(models.Model):
    """A rule of carrying over that a body has adopted, for closed years from ``first_year`` on; shares in thousandths.

    It is never changed: a later one takes over.
    """

    first_year = models.PositiveSmallIntegerField(_("første regnskapsår"))
    keep_part = models.PositiveSmallIntegerField(_("del av mindreforbruket"), validators=[MaxValueValidator(THOUSAND)])
    keep_share = models.PositiveSmallIntegerField(
        _("høyst, av netto budsjett"), validators=[MaxValueValidator(THOUSAND)]
    )
    repay_above = models.PositiveSmallIntegerField(
        _("merforbruk som ikke dekkes inn, av netto budsjett"), validators=[MaxValueValidator(THOUSAND)]
    )
    repay_years = models.PositiveSmallIntegerField(
        _("dekkes inn over, år"), validators=[MinValueValidator(1), MaxValueValidator(MOST_YEARS)]
    )
    left_out = models.ManyToManyField(Unit, blank=True, related_name="+", verbose_name=_("enheter som holdes utenfor"))
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(_("sak"), max_length=80)
    decided_on = models.DateField(_("vedtatt"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("-first_year", "-decided_on", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(keep_part__lte=THOUSAND, keep_share__lte=THOUSAND, repay_above__lte=THOUSAND),
                name="budget_carry_rule_of_shares",
            ),
            models.CheckConstraint(
                condition=Q(repay_years__range=(1, MOST_YEARS)), name="budget_carry_rule_repaid_in_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.first_year}"

    @property
    def terms(self) -> Terms:
        """The rule as values."""
        part, share, above = (Fraction(one, THOUSAND) for one in (self.keep_part, self.keep_share, self.repay_above))
        return Terms(part, share, above, self.repay_years)

    @property
    def percents(self) -> list[Decimal]:
        """The part kept, the most kept and what need not be repaid, in percent."""
        return [Decimal(one) / 10 for one in (self.keep_part, self.keep_share, self.repay_above)]


class CarryState(models.TextChoices):
    """How far the carrying over of a year has come."""

    DRAFT = "draft", _("Utkast")
    PROPOSED = "proposed", _("Til vedtak")
    ADOPTED = "adopted", _("Vedtatt")


class CarryOver(models.Model):
    """What units take with them from a closed year; adopted, it counts through ``amendment`` of the new year."""

    year = models.PositiveSmallIntegerField(_("regnskapsår"), unique=True)
    rule = models.ForeignKey(CarryRule, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("status"), max_length=10, choices=CarryState.choices, default=CarryState.DRAFT)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_on = models.DateField(_("regnet ut"))
    proposed_on = models.DateField(_("sendt til vedtak"), null=True, blank=True)
    amendment = models.OneToOneField(Amendment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-year",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="adopted") ^ Q(amendment__isnull=True), name="budget_carry_over_adopted_counts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}–{self.year + 1}"

    @property
    def new_year(self) -> int:
        """The year whose budget it changes."""
        return self.year + 1

    @property
    def is_draft(self) -> bool:
        """May it still be changed?"""
        return self.state == CarryState.DRAFT

    @property
    def is_waiting(self) -> bool:
        """Does the council have to decide?"""
        return self.state == CarryState.PROPOSED


class CarryRow(models.Model):
    """A unit's year and what it takes with it, in øre; plus is more to spend in the new year.

    ``kept`` and ``owed`` are by the rule, ``paid`` the part of what is owed that falls in the new year, and ``earlier``
    what is paid back of years before. ``override`` is what is proposed instead, with its reason.
    """

    carry_over = models.ForeignKey(CarryOver, on_delete=models.CASCADE, related_name="rows")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    budget = models.BigIntegerField(_("revidert budsjett"))
    actual = models.BigIntegerField(_("regnskap"))
    kept = models.BigIntegerField(_("beholder"), default=0)
    owed = models.BigIntegerField(_("skal dekkes inn"), default=0)
    paid = models.BigIntegerField(_("dekkes inn første år"), default=0)
    earlier = models.BigIntegerField(_("dekkes inn for tidligere år"), default=0)
    override = models.BigIntegerField(_("foreslått i stedet"), null=True, blank=True)
    reason = models.CharField(_("begrunnelse"), max_length=300, blank=True)
    adopted = models.BigIntegerField(_("vedtatt"), null=True, blank=True)

    class Meta:
        ordering = ("unit__code",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["carry_over", "unit"], name="budget_carry_row_once"),
            models.CheckConstraint(
                condition=Q(override__isnull=True) | ~Q(reason=""), name="budget_carry_row_override_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(kept__gte=0, owed__gte=0, paid__gte=0, earlier__gte=0), name="budget_carry_row_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.proposed}"

    @property
    def result(self) -> int:
        """What was saved (plus) or overspent."""
        return self.budget - self.actual

    @property
    def by_rule(self) -> int:
        """What the rule says that is added to the new year's budget."""
        return self.kept - self.paid - self.earlier

    @property
    def proposed(self) -> int:
        """What is proposed."""
        return self.by_rule if self.override is None else self.override

    def owed_later(self, years: int) -> tuple[int, ...]:
        """What is left of the year's own deficit to pay back in the years after the new one, of a rule of so many."""
        counted = self.proposed if self.adopted is None else self.adopted
        return later(self.owed, max(0, -counted - self.earlier), years)
