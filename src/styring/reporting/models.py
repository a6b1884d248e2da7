"""Rounds of reporting, what each unit and level contributes to them, deviations, measures, and figures as they stood.

A contribution is a unit's (or a level's) report in a round. What it cites in steering, and what cites it, are links of
the thread. Amounts are whole øre.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.periods import Period
from styring.organisation.models import Unit
from styring.reporting.rules import states
from styring.thread.models import Element
from styring.ui.templatetags.ui import period_name


class RoundKind(models.TextChoices):
    """How long a time a round reports on."""

    MONTH = "month", _("Månedsrapport")
    TERTIAL = "tertial", _("Tertialrapport")
    YEAR = "year", _("Årsrapport")


class RoundQuerySet(models.QuerySet["Round"]):
    """Rounds, and the words for choosing among them."""

    def open(self) -> RoundQuerySet:
        """Those in which reports are written."""
        return self.filter(closed_on=None)


class Round(models.Model):
    """One round of reporting along the line, for a period; ``settings`` holds its deadlines and limits as opened."""

    period = models.CharField(_("periode"), max_length=8, unique=True)
    kind = models.CharField(_("type"), max_length=10, choices=RoundKind.choices)
    cut_off = models.DateField(_("skjæringsdato"))
    opened_on = models.DateField(_("åpnet"))
    closed_on = models.DateField(_("lukket"), null=True, blank=True)
    settings = models.JSONField(default=dict)

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ("-cut_off",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=RoundKind.values), name="reporting_round_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {period_name(self.span)}"

    @property
    def name_in_trail(self) -> str:
        """What it is called on record, where each reader has the own words."""
        return f"{{round:{self.kind}}} {{period:{self.period}}}"

    @property
    def span(self) -> Period:
        """The period as a value."""
        return Period.parse(self.period)

    @property
    def is_open(self) -> bool:
        """Can reports still be written?"""
        return self.closed_on is None


class ContributionState(models.TextChoices):
    """How far a contribution has come."""

    NOT_STARTED = "not_started", _("Ikke påbegynt")
    DRAFT = "draft", _("Utkast")
    DELIVERED = "delivered", _("Til godkjenning")
    RETURNED = "returned", _("Sendt tilbake")
    APPROVED = "approved", _("Godkjent")


class ContributionQuerySet(models.QuerySet["Contribution"]):
    """Contributions, and the words for choosing among them."""

    def with_the_level_above(self) -> ContributionQuerySet:
        """Those that are delivered or approved."""
        return self.filter(state__in=[state.value for state in states.WITH_THE_LEVEL_ABOVE])


class Contribution(models.Model):
    """What a unit, or a level above the units, says in a round.

    ``above`` is the contribution of the level above on the round's cut-off day. ``forecast`` is the whole year's, øre,
    as the unit leader has typed it; for a level, ``adjustment`` is what it adds to the sum of those below, with
    ``adjustment_reason``. They reach the budget's forecasts when the contribution is delivered. ``version`` counts
    what has been saved, so that nobody writes over what another has just written.
    """

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="contributions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    unit_name = models.CharField(_("enhet"), max_length=200)
    above = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="below")
    level = models.PositiveSmallIntegerField(_("nivå"))
    is_level = models.BooleanField(_("summerer enheter"), default=False)
    due = models.DateField(_("frist"))
    state = models.CharField(
        _("tilstand"), max_length=12, choices=ContributionState.choices, default=ContributionState.NOT_STARTED
    )
    version = models.PositiveIntegerField(default=0)
    forecast = models.BigIntegerField(_("årsprognose"), null=True, blank=True)
    causes = models.JSONField(_("årsaker"), default=list, blank=True)
    explanation = models.TextField(_("forklaring"), blank=True)
    adjustment = models.BigIntegerField(_("justering"), default=0)
    adjustment_reason = models.TextField(_("grunn til justeringen"), blank=True)
    assessment = models.TextField(_("vurdering"), blank=True)
    saved_at = models.DateTimeField(_("lagret"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("levert"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(_("godkjent"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = ContributionQuerySet.as_manager()

    class Meta:
        ordering = ("level", "unit__code")
        indexes: ClassVar = [models.Index(fields=["round", "state"], name="reporting_contribution_state")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "unit"], name="reporting_contribution_once"),
            models.CheckConstraint(
                condition=Q(state__in=ContributionState.values), name="reporting_contribution_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}, {period_name(self.round.span)}"

    @property
    def name_in_trail(self) -> str:
        """What it is called on record, where each reader has the own words."""
        return f"{self.unit_name}, {{period:{self.round.period}}}"

    @property
    def stands(self) -> states.State:
        """The state as the rules know it."""
        return states.State(self.state)

    @property
    def is_writable(self) -> bool:
        """Is it the sender's own to change?"""
        return self.stands in states.WRITABLE and self.round.is_open

    @property
    def is_delivered(self) -> bool:
        """Does it lie with the level above?"""
        return self.stands in states.WITH_THE_LEVEL_ABOVE


class HistoryMove(models.TextChoices):
    """What was done with a contribution."""

    DELIVER = "deliver", _("Levert")
    WITHDRAW = "withdraw", _("Trukket tilbake")
    RETURN = "return", _("Sendt tilbake")
    APPROVE = "approve", _("Godkjent")
    REOPEN = "reopen", _("Åpnet igjen")
    REMIND = "remind", _("Minnet på")


class HistoryEntry(models.Model):
    """A move of a contribution: who, when, from what to what, and what was said; never changed."""

    contribution = models.ForeignKey(Contribution, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(_("tid"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    move = models.CharField(_("hendelse"), max_length=10, choices=HistoryMove.choices)
    from_state = models.CharField(max_length=12, choices=ContributionState.choices)
    to_state = models.CharField(max_length=12, choices=ContributionState.choices)
    comment = models.TextField(_("merknad"), blank=True)
    forecast = models.BigIntegerField(_("årsprognose"), null=True, blank=True)

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.contribution} {self.get_move_display()}"


class Deviation(models.Model):
    """A unit's departure from its budget: opened by the first report that must explain it, and kept until it is gone.

    ``amount`` is budget less forecast as last delivered, øre, minus is overspending.
    """

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    amount = models.BigIntegerField(_("beløp"))
    budget = models.BigIntegerField(_("budsjett"))
    causes = models.JSONField(_("årsaker"), default=list, blank=True)
    explanation = models.TextField(_("forklaring"), blank=True)
    reported_in = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("amount",)

    def __str__(self) -> str:
        return str(self.element)


class MeasureStatus(models.TextChoices):
    """Whether a corrective measure is still at work."""

    OPEN = "open", _("Pågår")
    DONE = "done", _("Avsluttet")
    DROPPED = "dropped", _("Stanset")


class Effect(models.TextChoices):
    """The owner's answer to whether a measure worked."""

    AS_EXPECTED = "as_expected", _("Ja, som ventet")
    PARTLY = "partly", _("Delvis")
    NO = "no", _("Nei")
    TOO_EARLY = "too_early", _("For tidlig å si")


class CorrectiveMeasure(models.Model):
    """What is done about a deviation, which is a link of the thread; ``effect`` is this year's, øre, minus saves."""

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    deadline = models.DateField(_("frist"))
    effect = models.BigIntegerField(_("ventet virkning"))
    status = models.CharField(_("status"), max_length=10, choices=MeasureStatus.choices, default=MeasureStatus.OPEN)
    worked = models.CharField(_("virket det?"), max_length=12, choices=Effect.choices, blank=True)
    worked_on = models.DateField(_("besvart"), null=True, blank=True)
    note = models.TextField(_("merknad"), blank=True)

    class Meta:
        ordering = ("deadline",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(status__in=MeasureStatus.values), name="reporting_measure_status"),
        ]

    def __str__(self) -> str:
        return str(self.element)


class ClosedRound(models.Model):
    """The consolidated figures of a round as they stood when it closed; the database refuses to change or delete it.

    ``content`` is JSON in canonical form, and ``checksum`` its SHA-256; nothing else is needed to show the report.
    """

    round = models.OneToOneField(Round, on_delete=models.PROTECT, primary_key=True, related_name="frozen")
    closed_at = models.DateTimeField(_("lukket"))
    closed_by = models.CharField(_("lukket av"), max_length=200)
    content = models.TextField()
    checksum = models.CharField(_("kontrollsum"), max_length=64)

    class Meta:
        ordering = ("-closed_at",)

    def __str__(self) -> str:
        return f"{self.round} {self.checksum[:12]}"
