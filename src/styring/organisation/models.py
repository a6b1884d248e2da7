"""The municipality, its units through time, positions and who holds them, political bodies and parties.

A `Unit` is who it is, for ever. Where it hangs and what it is called in a stretch of days is a `Placement`; every unit
above it in those days, itself included, is a `Lineage` row, so that any sum or right over a subtree as of any day is
one join.
"""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.clock import today
from styring.kernel.spans import FOREVER
from styring.organisation.rules import name_on

CODE = re.compile(r"[\w.-]+")
"""What codes are made of, so that they can stand in an address."""


class Municipality(models.Model):
    """The one municipality of this installation."""

    name = models.CharField(_("navn"), max_length=200)
    number = models.CharField(_("kommunenummer"), max_length=4)
    organisation_number = models.CharField(_("organisasjonsnummer"), max_length=20, blank=True)
    language = models.CharField(_("målform"), max_length=2, default="nb")
    vision = models.CharField(_("visjon"), max_length=200, blank=True)
    contact = models.EmailField(
        _("kontaktadresse"),
        blank=True,
        help_text=_("Hit skriver de som har spørsmål om personvern, eller møter noe de ikke får brukt."),
    )
    accessibility_statement = models.URLField(
        _("tilgjengelighetserklæring"), blank=True, help_text=_("Lenken til kommunens erklæring hos uustatus.no.")
    )
    accent = models.CharField(_("farge"), max_length=7, default="#0B5C4A")

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="organisation_one_municipality")]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A level of the line, from 1 at the top, with the municipality's own words for it as they were last given.

    The words of a day stand in its `LevelName`.
    """

    number = models.PositiveSmallIntegerField(_("nummer"), primary_key=True)
    name = models.CharField(_("navn"), max_length=80)
    leader_title = models.CharField(_("lederens tittel"), max_length=80)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return self.name


class LevelNameQuerySet(models.QuerySet["LevelName"]):
    """Names of levels, and the words for choosing among them."""

    def valid_on(self, day: date) -> LevelNameQuerySet:
        """Those that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class LevelName(models.Model):
    """What a level and its leaders are called, from a day up to, not with, another."""

    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(_("navn"), max_length=80)
    leader_title = models.CharField(_("lederens tittel"), max_length=80)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    objects = LevelNameQuerySet.as_manager()

    class Meta:
        ordering = ("level", "valid_from")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="organisation_level_name_days"),
            models.UniqueConstraint(fields=["level", "valid_from"], name="organisation_level_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class BodyKind(models.TextChoices):
    """What a political body is under the Local Government Act (2018), chapter 5."""

    COUNCIL = "council", _("Kommunestyre")
    EXECUTIVE_COMMITTEE = "executive_committee", _("Formannskap")
    COMMITTEE = "committee", _("Hovedutvalg")
    PLANNING_COMMITTEE = "planning_committee", _("Planutvalg")
    JOINT_COMMITTEE = "joint_committee", _("Partssammensatt utvalg")
    CONTROL_COMMITTEE = "control_committee", _("Kontrollutvalg")
    ADVISORY_COUNCIL = "advisory_council", _("Medvirkningsråd")


class Body(models.Model):
    """A political body, and the days in which it exists."""

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    kind = models.CharField(_("type"), max_length=30, choices=BodyKind.choices)
    members = models.PositiveSmallIntegerField(_("medlemmer"), default=0)
    chair_title = models.CharField(_("leder"), max_length=80, blank=True)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.name


class Sector(models.Model):
    """A political grouping of programme areas, answered for by one body."""

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class ProgrammeArea(models.Model):
    """A numbered area of service that the council gives a net frame (programområde)."""

    code = models.CharField(_("kode"), max_length=20, unique=True)
    number = models.PositiveSmallIntegerField(_("nummer"))
    name = models.CharField(_("navn"), max_length=200)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="areas")

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Unit(models.Model):
    """A part of the municipality with a leader of its own: the whole, a sector, a service or a single house.

    ``names`` says what it is called from which day on, as its placements do, so that a name costs no query.
    ``opened_on`` is its first day and ``closed_on`` the first on which it is no more; ``merged_into`` took over its
    tasks then.
    """

    code = models.CharField(
        _("kode"),
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(r"^[\w.-]+\Z", _("En kode kan bare ha bokstaver, sifre, punktum, strek og understrek."))
        ],
    )
    names = models.JSONField(_("navn"), default=list, blank=True)
    opened_on = models.DateField(_("opprettet"), default=date.min)
    closed_on = models.DateField(_("lagt ned"), default=FOREVER)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name

    def name_on(self, day: date) -> str:
        """What it is called on a day: before its first, its first name, and after its last, its last."""
        return name_on(day, self.names) or self.code

    @property
    def name(self) -> str:
        """What it is called today; a page that shows another day asks for the name of that day."""
        return self.name_on(today())


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Placements, and the words for choosing among them."""

    def valid_on(self, day: date) -> PlacementQuerySet:
        """Those that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Placement(models.Model):
    """Where a unit hangs and what it is called, from a day up to, not with, another."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="placements")
    parent = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(_("navn"), max_length=200)
    type = models.CharField(_("type"), max_length=60, blank=True)
    programme_area = models.ForeignKey(ProgrammeArea, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ("level", "name")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="organisation_placement_days"),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("unit")), name="organisation_placement_not_self"
            ),
            models.UniqueConstraint(fields=["unit", "valid_from"], name="organisation_placement_once"),
        ]

    def __str__(self) -> str:
        return self.name


class LineageQuerySet(models.QuerySet["Lineage"]):
    """Lineages, and the words for choosing among them."""

    def valid_on(self, day: date) -> LineageQuerySet:
        """Those that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)

    def known_on(self, day: date) -> LineageQuerySet:
        """Those that hold on a day, the last ones of units closed by then, and the first ones of units yet to open."""
        last = Q(descendant__closed_on__lte=day, valid_to=F("descendant__closed_on"))
        first = Q(descendant__opened_on__gt=day, valid_from=F("descendant__opened_on"))
        return self.filter(Q(valid_from__lte=day, valid_to__gt=day) | last | first)


class Lineage(models.Model):
    """A unit and one above it, itself included (distance 0), for days in which that is so; made from placements."""

    ancestor = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    descendant = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    distance = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(default=FOREVER)

    objects = LineageQuerySet.as_manager()

    class Meta:
        ordering = ("distance",)
        indexes: ClassVar = [
            models.Index(fields=["ancestor", "descendant", "valid_from", "valid_to"], name="organisation_lineage_down"),
            models.Index(fields=["descendant", "distance", "ancestor"], name="organisation_lineage_up"),
        ]

    def __str__(self) -> str:
        return f"{self.ancestor} > {self.descendant}"

    def is_known_on(self, day: date) -> bool:
        """Is it one of those that `LineageQuerySet.known_on` finds?"""
        below = self.descendant
        is_last = below.closed_on <= day and self.valid_to == below.closed_on
        is_first = below.opened_on > day and self.valid_from == below.opened_on
        return self.valid_from <= day < self.valid_to or is_last or is_first


class Position(models.Model):
    """What duties belong to; it stays when the person who holds it leaves.

    The superior of a leader is the leader of the unit above; of another position, the leader of its own unit.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="positions")
    title = models.CharField(_("tittel"), max_length=200)
    is_leader = models.BooleanField(_("leder enheten"), default=False)

    class Meta:
        ordering = ("unit", "title")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(is_leader=True), name="organisation_one_leader_position"
            )
        ]

    def __str__(self) -> str:
        return self.title


class HoldingQuerySet(models.QuerySet["Holding"]):
    """Holdings, and the words for choosing among them."""

    def valid_on(self, day: date) -> HoldingQuerySet:
        """Those that hold on a day."""
        return self.filter(valid_from__lte=day, valid_to__gt=day)


class Holding(models.Model):
    """A person in a position, from a day up to, not with, another; acting when somebody else's absence is covered."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="holdings")
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    is_acting = models.BooleanField(_("konstituert"), default=False)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ("position", "valid_from")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(valid_to__gt=models.F("valid_from")), name="organisation_holding_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holder} {self.position}"


class Party(models.Model):
    """A party with seats in the council, and the days in which it has them."""

    code = models.CharField(_("kode"), max_length=20, unique=True)
    name = models.CharField(_("navn"), max_length=200)
    seats = models.PositiveSmallIntegerField(_("mandater"))
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    class Meta:
        ordering = ("-seats", "name")
        verbose_name_plural = "parties"

    def __str__(self) -> str:
        return self.name
