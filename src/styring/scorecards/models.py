"""Indicators, what they have shown, what they should show, how they are judged, and the cards they stand on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from styring.kernel.errors import InvalidValueError
from styring.kernel.periods import Period
from styring.kernel.spans import FOREVER
from styring.kernel.thresholds import Direction as Better
from styring.kernel.thresholds import Threshold as Limits
from styring.kernel.words import gettext_noop
from styring.organisation.models import Unit
from styring.scorecards.rules import Rule
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from styring.accounts.models import User

    ExactBase = models.BigIntegerField[Any, Any]
else:
    ExactBase = models.BigIntegerField

MILLIONTHS = 1_000_000

NEEDS_PEOPLE = gettext_noop("Skriv hvor mange personer tallet handler om, så små grupper ikke blir vist.")
NEEDS_BOTH = gettext_noop("«%(indicator)s» trenger både teller og nevner.")
NEEDS_VALUE = gettext_noop("«%(indicator)s» trenger en verdi.")


class ExactField(ExactBase):
    """A number with at most six decimals, a `Fraction` in Python and whole millionths in the database."""

    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: int | None, _expression: object, _connection: object) -> Fraction | None:
        """The number as the database has it."""
        return None if value is None else Fraction(int(value), MILLIONTHS)

    def to_python(self, value: Any) -> Fraction | None:  # noqa: ANN401 - whatever a form or a caller has
        """The number as a person or a file wrote it.

        Raises:
            ValidationError: it is no number.
        """
        if value is None or value == "":
            return None
        try:
            return Fraction(str(value).replace(",", ".")) if not isinstance(value, Fraction) else value
        except (ValueError, ZeroDivisionError) as error:
            raise ValidationError(_("«%(value)s» er ikke et tall."), params={"value": value}) from error

    def get_prep_value(self, value: Any) -> int | None:  # noqa: ANN401 - as above
        """The number in millionths.

        Raises:
            ValidationError: it has more than six decimals.
        """
        exact = self.to_python(value)
        if exact is None:
            return None
        whole = exact * MILLIONTHS
        if whole.denominator != 1:
            raise ValidationError(_("«%(value)s» har flere enn seks desimaler."), params={"value": value})
        return whole.numerator

    def run_validators(self, value: Any) -> None:  # noqa: ANN401 - as above
        """Nothing that can be kept is out of range but what the engine itself refuses."""


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("Høyere er bedre")
    DOWN = "down", _("Lavere er bedre")
    BAND = "band", _("Innenfor et område er best")


class RollUp(models.TextChoices):
    """How values of many units become one."""

    SUM = Rule.SUM.value, _("Summeres")
    RATIO = Rule.RATIO.value, _("Sum av tellere delt på sum av nevnere")
    WEIGHTED = Rule.WEIGHTED.value, _("Vektet etter volum")
    LAST = Rule.LAST.value, _("Siste kjente verdi summeres")
    DISTRIBUTION = Rule.DISTRIBUTION.value, _("Bare fordelingen vises")
    NONE = Rule.NONE.value, _("Regnes ikke sammen")


class Frequency(models.TextChoices):
    """How often a value is to come."""

    MONTH = "month", _("Hver måned")
    QUARTER = "quarter", _("Hvert kvartal")
    TERTIAL = "tertial", _("Hvert tertial")
    YEAR = "year", _("Hvert år")
    SECOND_YEAR = "second_year", _("Hvert annet år")


class Grace(models.IntegerChoices):
    """How many days after its period a value may come before it is missed."""

    MONTH = 30, _("30 dager")
    TWO_MONTHS = 60, _("60 dager")
    QUARTER = 90, _("90 dager")
    HALF_YEAR = 180, _("180 dager")
    YEAR = 365, _("365 dager")


class Indicator(models.Model):
    """What is counted to see whether a goal is reached; which goal is a link of the thread.

    A ratio is shown as ``factor`` times numerator over denominator: 100 for per cent, 1000 for per thousand. When it
    ``adds_up_through_year``, months of one year are added into one figure so far. When it ``is_judged_by_year``, its
    figures grow until the year is over and say nothing about the target before that.
    """

    element = models.OneToOneField(Element, on_delete=models.PROTECT, primary_key=True, related_name="+")
    definition = models.TextField(_("definisjon"), blank=True)
    unit_of_measure = models.CharField(_("måleenhet"), max_length=60)
    decimals = models.PositiveSmallIntegerField(_("desimaler"), default=1)
    factor = models.PositiveIntegerField(_("vises ganget med"), default=1)
    direction = models.CharField(_("retning"), max_length=4, choices=Direction.choices, default=Direction.UP)
    roll_up = models.CharField(_("sammenregning"), max_length=12, choices=RollUp.choices, default=RollUp.RATIO)
    adds_up_through_year = models.BooleanField(_("summeres gjennom året"), default=False)
    is_judged_by_year = models.BooleanField(_("vurderes når året er over"), default=False)
    source = models.CharField(_("kilde"), max_length=200)
    frequency = models.CharField(_("hyppighet"), max_length=12, choices=Frequency.choices, default=Frequency.YEAR)
    grace_days = models.PositiveSmallIntegerField(
        _("frist etter perioden"), choices=Grace.choices, default=Grace.QUARTER
    )
    is_about_people = models.BooleanField(_("skjules for små grupper"), default=False)

    class Meta:
        ordering = ("element__code",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(direction__in=Direction.values), name="scorecards_indicator_direction"),
            models.CheckConstraint(condition=Q(roll_up__in=RollUp.values), name="scorecards_indicator_roll_up"),
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="scorecards_indicator_frequency"),
            models.CheckConstraint(condition=Q(factor__gt=0), name="scorecards_indicator_factor"),
            models.CheckConstraint(condition=Q(grace_days__in=Grace.values), name="scorecards_indicator_grace"),
        ]

    def __str__(self) -> str:
        return str(self.element)

    @property
    def is_quotient(self) -> bool:
        """Is its value one number over another?"""
        return self.roll_up in {RollUp.RATIO, RollUp.WEIGHTED}

    @property
    def better(self) -> Better:
        """Which way is better, as the rules have it."""
        return Better(self.direction)

    @property
    def suffix(self) -> str:
        """What stands behind a value where there is no room for the unit of measure."""
        return "%" if self.unit_of_measure == "prosent" else ""

    def require_fitting(self, measured: Measured) -> None:
        """Go on only if what was measured is what the indicator needs.

        Raises:
            InvalidValueError: it is not.
        """
        if self.is_quotient and (measured.numerator is None or measured.denominator is None):
            raise InvalidValueError(NEEDS_BOTH, indicator=str(self))
        if not self.is_quotient and measured.value is None:
            raise InvalidValueError(NEEDS_VALUE, indicator=str(self))
        if self.is_about_people and measured.people is None:
            raise InvalidValueError(NEEDS_PEOPLE)


class Quality(models.TextChoices):
    """How far a value is from its last word."""

    PRELIMINARY = "preliminary", _("Foreløpig")
    FINAL = "final", _("Endelig")
    REVISED = "revised", _("Rettet")


class PartKind(models.TextChoices):
    """A way the lost days of sick leave are parted: by who certified them, and by how long they lasted."""

    SELF_CERTIFIED = "self_certified", _("Egenmeldt")
    DOCTOR_CERTIFIED = "doctor_certified", _("Legemeldt")
    SHORT = "short", _("1–16 dager")
    LONG = "long", _("Over 16 dager")


@dataclass(frozen=True)
class Measured:
    """What was measured: a value, or a numerator and a denominator, and how many persons it is about."""

    value: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    people: int | None = None
    quality: Quality = Quality.FINAL
    source: str = ""
    parts: Mapping[PartKind, Fraction] | None = None


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Observations, and the words for choosing among them."""

    def current(self) -> ObservationQuerySet:
        """Those that no later one has taken the place of."""
        return self.filter(is_current=True)

    def within(self, since: date, until: date) -> ObservationQuerySet:
        """Those of periods that lie between two days, both included."""
        return self.filter(first_day__gte=since, last_day__lte=until)


class Observation(models.Model):
    """What an indicator showed in a unit in a period.

    Either a value as it is, or what it is made of: a numerator and a denominator. ``people`` is how many persons it is
    about, where that matters. A correction is a new observation that replaces the old one, which stays.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="observations")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    period = models.CharField(_("periode"), max_length=8)
    first_day = models.DateField(editable=False)
    last_day = models.DateField(editable=False)
    value = ExactField(_("verdi"), null=True, blank=True)
    numerator = ExactField(_("teller"), null=True, blank=True)
    denominator = ExactField(_("nevner"), null=True, blank=True)
    people = models.PositiveIntegerField(_("personer"), null=True, blank=True)
    quality = models.CharField(_("status"), max_length=12, choices=Quality.choices, default=Quality.FINAL)
    source = models.CharField(_("kilde"), max_length=200, blank=True)
    reason = models.CharField(_("begrunnelse"), max_length=500, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ObservationQuerySet.as_manager()

    class Meta:
        ordering = ("indicator", "unit", "last_day")
        indexes: ClassVar = [
            models.Index(fields=["indicator", "unit", "last_day"], name="scorecards_observation_look"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indicator", "unit", "period"], condition=Q(is_current=True), name="scorecards_observation_once"
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(numerator__isnull=False, denominator__isnull=False),
                name="scorecards_observation_says_something",
            ),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="scorecards_observation_days"),
            models.CheckConstraint(condition=Q(quality__in=Quality.values), name="scorecards_observation_quality"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.period}"

    @classmethod
    def of(cls, indicator: Indicator, unit: Unit, period: Period, measured: Measured, by: User) -> Self:
        """What somebody measured, as a row that is not saved."""
        return cls(
            indicator=indicator,
            unit=unit,
            period=str(period),
            first_day=period.first_day,
            last_day=period.last_day,
            value=measured.value,
            numerator=measured.numerator,
            denominator=measured.denominator,
            people=measured.people,
            quality=measured.quality,
            source=measured.source,
            recorded_by=by,
        )

    def parts_of(self, measured: Measured) -> list[Part]:
        """The parts of what was measured, as rows that are not saved."""
        return [Part(observation=self, kind=kind, numerator=size) for kind, size in (measured.parts or {}).items()]

    @property
    def when(self) -> Period:
        """The period as a value."""
        return Period.parse(self.period)


class Part(models.Model):
    """A part of an observation's numerator; the two by certifier make up the whole, and so do the two by length."""

    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(_("del"), max_length=20, choices=PartKind.choices)
    numerator = ExactField(_("teller"))

    class Meta:
        ordering = ("observation", "kind")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["observation", "kind"], name="scorecards_part_once"),
            models.CheckConstraint(condition=Q(kind__in=PartKind.values), name="scorecards_part_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.observation} {self.kind}"


class Target(models.Model):
    """What an indicator is to show in a year, in a unit and all below it that has no target of its own."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("år"))
    value = ExactField(_("måltall"))

    class Meta:
        ordering = ("indicator", "year")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["indicator", "unit", "year"], name="scorecards_target_once_a_year")
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.unit} {self.year}"


class Threshold(models.Model):
    """The limits that judge an indicator's values in some days, in all units; a value by the last day of its period."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="thresholds")
    green = ExactField(_("ønsket resultat"))
    yellow = ExactField(_("laveste aksepterte"))
    green_high = ExactField(_("ønsket, øvre"), null=True, blank=True)
    yellow_high = ExactField(_("laveste aksepterte, øvre"), null=True, blank=True)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    class Meta:
        ordering = ("indicator", "valid_from")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="scorecards_threshold_days"),
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="scorecards_threshold_once"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} {self.valid_from}"

    def limits(self, better: Better) -> Limits:
        """The limits as the rules have them."""
        return Limits(better, self.green, self.yellow, self.green_high, self.yellow_high)


class CommonRow(models.Model):
    """An indicator that stands on every unit's card; no unit can hide or change it."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="scorecards_common_row_days"),
            models.UniqueConstraint(fields=["indicator", "valid_from"], name="scorecards_common_row_once"),
        ]

    def __str__(self) -> str:
        return str(self.indicator)


class Scorecard(models.Model):
    """A unit's card: its name, and who adopts what stands on it beyond the common rows."""

    unit = models.OneToOneField(Unit, on_delete=models.PROTECT, primary_key=True, related_name="+")
    name = models.CharField(_("navn"), max_length=200)
    adopted_by = models.CharField(_("vedtas av"), max_length=200, blank=True)

    class Meta:
        ordering = ("unit__code",)

    def __str__(self) -> str:
        return self.name


class OwnRow(models.Model):
    """An indicator that a unit has chosen for its own card in some days; it measures a goal."""

    card = models.ForeignKey(Scorecard, on_delete=models.PROTECT, related_name="rows")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField(_("rekkefølge"), default=0)
    valid_from = models.DateField(_("fra"))
    valid_to = models.DateField(_("til"), default=FOREVER)

    class Meta:
        ordering = ("order",)
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(valid_to__gt=F("valid_from")), name="scorecards_own_row_days"),
            models.UniqueConstraint(fields=["card", "indicator", "valid_from"], name="scorecards_own_row_once"),
        ]

    def __str__(self) -> str:
        return f"{self.card} {self.indicator}"
