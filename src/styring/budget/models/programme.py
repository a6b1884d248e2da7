"""What the lines of a proposed budget are parts of, and how a decision was voted over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.budget.models.layers import Layer
from styring.organisation.models import Party, ProgrammeArea
from styring.thread.models import Element


class ChangeKind(models.TextChoices):
    """Why lines are in a budget, in the order in which a frame is explained."""

    BASE = "base", _("Videreført budsjett")
    CONSEQUENCE = "consequence", _("Konsekvensjustering")
    MEASURE = "measure", _("Tiltak")
    INVESTMENT = "investment", _("Investering")
    FINANCE = "finance", _("Inntekter, finans og fond")
    DISTRIBUTION = "distribution", _("Fordeling mellom enheter")
    MANUAL = "manual", _("Annen endring")


class Cause(models.TextChoices):
    """Why a budget that goes on as before costs something else."""

    PAY = "pay", _("Lønnsvekst")
    PRICE = "price", _("Prisvekst")
    DEMOGRAPHY = "demography", _("Befolkningsendring")
    FULL_YEAR = "full_year", _("Helårsvirkning")
    OTHER = "other", _("Annet")


class Change(models.Model):
    """A named part of a layer (endring), with its reason; what a frame is made of is a sum over them.

    ``amends`` is the part of a layer below that this one adds to or takes from; the two are one to who reads.
    ``taken_from`` is the change of another proposal that this one was taken over from.
    """

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(_("type"), max_length=12, choices=ChangeKind.choices)
    cause = models.CharField(_("årsak"), max_length=12, choices=Cause.choices, blank=True)
    title = models.CharField(_("tittel"), max_length=200)
    reason = models.TextField(_("begrunnelse"), blank=True)
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    element = models.ForeignKey(Element, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    taken_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)

    class Meta:
        ordering = ("layer", "order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ChangeKind.values), name="budget_change_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="consequence") ^ Q(cause=""), name="budget_change_consequence_has_cause"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=("consequence", "manual")) | ~Q(reason=""), name="budget_change_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Vote(models.Model):
    """How many of a party voted for and against a layer that was decided."""

    layer = models.ForeignKey(Layer, on_delete=models.PROTECT, related_name="votes")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    in_favour = models.PositiveSmallIntegerField(_("for"))
    against = models.PositiveSmallIntegerField(_("mot"))

    class Meta:
        ordering = ("-party__seats", "party__name")
        constraints: ClassVar = [models.UniqueConstraint(fields=["layer", "party"], name="budget_vote_once_a_party")]

    def __str__(self) -> str:
        return f"{self.party}: {self.in_favour}–{self.against}"
