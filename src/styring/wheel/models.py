"""The wheel: what a year consists of by template, and the activities of each year that has been turned.

A `Template` says what happens every year and by which rule it is dated. Turning the wheel makes an `Activity` of it
for a year; from then on the activity is its own, and changing either leaves the other alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import Unit

if TYPE_CHECKING:
    from datetime import date


class Ring(models.TextChoices):
    """The rings of the drawing, outermost first."""

    DOCUMENT = "document", _("Dokumenter")
    ECONOMY = "economy", _("Økonomi")
    SURVEY = "survey", _("Undersøkelser")
    DIALOGUE = "dialogue", _("Dialog")


class Side(models.TextChoices):
    """The half of the wheel that an activity serves: deciding the years to come or documenting the one gone by."""

    DECISION = "decision", _("Beslutning")
    DOCUMENTATION = "documentation", _("Dokumentasjon")
    BOTH = "both", _("Begge")
    EXTERNAL = "external", _("Utenfra")


class Deadline(models.TextChoices):
    """Who has set a deadline, which decides where it goes when it falls on a day off."""

    INTERNAL = "internal", _("Egen frist")
    STATUTORY = "statutory", _("Lovfrist")
    EXTERNAL = "external", _("Gitt utenfra")
    AGREEMENT = "agreement", _("Avtalt frist")


class TemplateKind(models.TextChoices):
    """How often a template makes activities: once a year, for each of some months, or never (it runs all the time)."""

    YEARLY = "yearly", _("Hvert år")
    MONTHLY = "monthly", _("Hver måned")
    RUNNING = "running", _("Løpende")


class Station(models.Model):
    """A process with a name of its own, drawn as one large node with a label; its activities are its milestones."""

    code = models.CharField(_("kode"), max_length=20, primary_key=True)
    title = models.CharField(_("tittel"), max_length=80)
    ring = models.CharField(_("ring"), max_length=10, choices=Ring.choices)
    anchor = models.CharField(_("merkes ved"), max_length=20)

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.title


class Template(models.Model):
    """What happens every year, or runs all year, with the rules that date it.

    ``starts`` and ``due`` are rules of dates (`styring.wheel.rules.dates`), ``only_if`` two codes: the activity comes
    only when the first is due before the second starts. ``steps`` date a monthly process: from the lowest level up,
    working days after the end of the month. ``period`` is the tertial it reports on, as ``T1``. Role codes are those of
    `styring.wheel.rules.roles`.
    """

    code = models.CharField(_("kode"), max_length=20, primary_key=True)
    kind = models.CharField(_("hvor ofte"), max_length=10, choices=TemplateKind.choices, default=TemplateKind.YEARLY)
    title = models.CharField(_("tittel"), max_length=200)
    side = models.CharField(_("side"), max_length=15, choices=Side.choices, default=Side.BOTH)
    station = models.ForeignKey(Station, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ring = models.CharField(_("ring"), max_length=10, choices=Ring.choices)
    deadline = models.CharField(_("frist"), max_length=10, choices=Deadline.choices, default=Deadline.INTERNAL)
    starts = models.JSONField(_("starter"), default=dict, blank=True)
    due = models.JSONField(_("frist etter regel"), default=dict, blank=True)
    every = models.PositiveSmallIntegerField(_("hvert n-te år"), default=1)
    first_year = models.PositiveSmallIntegerField(_("første år"), default=0)
    only_if = models.JSONField(_("bare når"), default=list, blank=True)
    months = models.JSONField(_("måneder"), default=list, blank=True)
    steps = models.JSONField(_("trinn"), default=list, blank=True)
    responsible = models.JSONField(_("ansvarlig"), default=list)
    contributors = models.JSONField(_("bidrar"), default=list, blank=True)
    output = models.CharField(_("leverer"), max_length=40)
    period = models.CharField(_("periode"), max_length=4, blank=True)
    body = models.CharField(_("politisk organ"), max_length=20, blank=True)
    note = models.TextField(_("merknad"), blank=True)
    frequency = models.CharField(_("hyppighet"), max_length=80, blank=True)

    class Meta:
        ordering = ("code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(every__gte=1), name="wheel_template_every_is_positive"),
        ]

    def __str__(self) -> str:
        return self.title


class Dependency(models.Model):
    """One template that needs what another delivers, in the same year or so many years before or after."""

    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="dependencies")
    needs = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    year_offset = models.SmallIntegerField(_("årsforskyvning"), default=0)

    class Meta:
        ordering = ("template", "needs")
        verbose_name_plural = "dependencies"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["template", "needs", "year_offset"], name="wheel_dependency_once"),
        ]

    def __str__(self) -> str:
        return f"{self.template_id} ← {self.needs_id} ({self.year_offset:+})"


class GuardKind(models.TextChoices):
    """What a guard holds a year to: an own last day, full days between two, or days for people to answer."""

    LATEST = "latest", _("Siste dag")
    FULL_DAYS = "full_days", _("Fulle dager mellom")
    HEARING = "hearing", _("Høringstid")


class Guard(models.Model):
    """A demand on the dates of a year, by law or the municipality's own: broken, it is shown, or the change refused.

    ``template`` is what is guarded; ``after`` what must come before it. ``latest`` is a day as ``MM-DD``.
    """

    kind = models.CharField(_("type"), max_length=10, choices=GuardKind.choices)
    template = models.ForeignKey(Template, on_delete=models.CASCADE, related_name="+")
    after = models.ForeignKey(Template, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    days = models.PositiveSmallIntegerField(_("dager"), default=0)
    latest = models.CharField(_("siste dag"), max_length=5, blank=True)
    source = models.CharField(_("hjemmel"), max_length=120)
    refuses = models.BooleanField(_("stopper endringen"), default=False)

    class Meta:
        ordering = ("template", "kind")

    def __str__(self) -> str:
        return f"{self.template_id} {self.kind}"


class ClosedDay(models.Model):
    """A day that the municipality itself keeps closed, as many do on 24 and 31 December."""

    day = models.DateField(_("dag"), primary_key=True)
    title = models.CharField(_("navn"), max_length=80, blank=True)

    class Meta:
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day} {self.title}".strip()


class Setup(models.Model):
    """How this municipality's wheel is set up: where deadlines of each kind go from days off, and when one is near."""

    name = models.CharField(_("navn"), max_length=80)
    version = models.CharField(_("versjon"), max_length=20)
    shifts = models.JSONField(_("flytting"), default=dict)
    soon_days = models.PositiveSmallIntegerField(_("dager som er snart"), default=5)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="wheel_one_setup")]

    def __str__(self) -> str:
        return self.name


class Year(models.Model):
    """A year that the wheel has been turned for."""

    number = models.PositiveSmallIntegerField(_("år"), primary_key=True)
    turned_on = models.DateField(_("dreid"))

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number}"


class ActivityQuerySet(models.QuerySet["Activity"]):
    """Activities, and the words for choosing among them."""

    def of_year(self, year: int) -> ActivityQuerySet:
        """Those of a year's wheel, with the stations they are milestones of."""
        return self.filter(year=year).select_related("template__station")

    def open_on(self, day: date) -> ActivityQuerySet:
        """Those that have started by a day, and are neither done nor called off."""
        return self.filter(occurs=True, starts_on__lte=day, done_on=None, cancelled_on=None)


class Activity(models.Model):
    """What is to happen in a year of the wheel, made from a template and since then its own.

    ``due_on`` is the day planned for; ``legal_due_on`` the date as the rule gives it, when that was a day off.
    ``period`` is what it reports on, as in addresses (``2026-M10``), ``level`` the level of the line that does so.
    ``edited`` names what people have changed, which turning the wheel again leaves alone.
    """

    year = models.PositiveSmallIntegerField(_("år"))
    code = models.CharField(_("kode"), max_length=20)
    template = models.ForeignKey(Template, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("periode"), max_length=10, blank=True)
    level = models.PositiveSmallIntegerField(_("nivå"), null=True, blank=True)
    title = models.CharField(_("tittel"), max_length=200)
    deadline = models.CharField(_("fristtype"), max_length=10, choices=Deadline.choices)
    responsible = models.JSONField(_("ansvarlig"), default=list)
    contributors = models.JSONField(_("bidrar"), default=list, blank=True)
    note = models.TextField(_("merknad"), blank=True)
    starts_on = models.DateField(_("starter"))
    due_on = models.DateField(_("frist"))
    legal_due_on = models.DateField(_("lovens dato"), null=True, blank=True)
    occurs = models.BooleanField(_("i år"), default=True)
    next_year = models.PositiveSmallIntegerField(_("neste år"), null=True, blank=True)
    started_on = models.DateField(_("startet"), null=True, blank=True)
    done_on = models.DateField(_("ferdig"), null=True, blank=True)
    treated_on = models.DateField(_("behandlet"), null=True, blank=True)
    cancelled_on = models.DateField(_("avlyst"), null=True, blank=True)
    cancelled_because = models.TextField(_("hvorfor avlyst"), blank=True)
    edited = models.JSONField(_("endret av folk"), default=list, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ("due_on", "code")
        verbose_name_plural = "activities"
        indexes: ClassVar = [models.Index(fields=["template", "period"], name="wheel_activity_template")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["year", "code"], name="wheel_activity_once_a_year"),
            models.CheckConstraint(condition=Q(due_on__gte=F("starts_on")), name="wheel_activity_days_in_order"),
            models.CheckConstraint(
                condition=Q(cancelled_on__isnull=True) | ~Q(cancelled_because=""), name="wheel_activity_says_why_not"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}"

    def is_open_on(self, day: date) -> bool:
        """Is it one of those that `ActivityQuerySet.open_on` finds?"""
        return self.occurs and self.starts_on <= day and self.done_on is None and self.cancelled_on is None


class Completion(models.Model):
    """One unit's share of an activity that all units of a level have a part in, done."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="completions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    done_on = models.DateField(_("ferdig"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("activity", "unit")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["activity", "unit"], name="wheel_completion_once"),
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.unit}"
