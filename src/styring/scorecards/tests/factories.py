"""Ready-made indicators, values and cards for tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from factory.declarations import LazyAttribute, SubFactory
from factory.django import DjangoModelFactory

from styring.access.tests.factories import UserFactory
from styring.kernel.periods import Period
from styring.organisation.tests.factories import UnitFactory
from styring.scorecards.models import CommonRow, Indicator, Observation, OwnRow, Scorecard, Target, Threshold
from styring.thread.tests.factories import ElementFactory


class IndicatorFactory(DjangoModelFactory[Indicator]):
    """A ratio in per cent, lower is better."""

    class Meta:
        model = Indicator

    element = SubFactory(ElementFactory, kind="indicator")
    unit_of_measure = "prosent"
    factor = 100
    direction = "down"
    source = "Fagsystem"


class ObservationFactory(DjangoModelFactory[Observation]):
    """Nine of a hundred in October 2026 when nothing else is said."""

    class Meta:
        model = Observation

    indicator = SubFactory(IndicatorFactory)
    unit = SubFactory(UnitFactory)
    period = "2026-M10"
    first_day = LazyAttribute(lambda made: Period.parse(made.period).first_day)
    last_day = LazyAttribute(lambda made: Period.parse(made.period).last_day)
    numerator = 9
    denominator = 100
    recorded_by = SubFactory(UserFactory)

    @classmethod
    def _create(cls, model_class: type[Observation], *args: Any, **kwargs: Any) -> Observation:
        if kwargs.get("value") is not None:
            kwargs["numerator"] = kwargs["denominator"] = None
        made: Observation = super()._create(model_class, *args, **kwargs)
        return made


class TargetFactory(DjangoModelFactory[Target]):
    class Meta:
        model = Target

    year = 2027


class ThresholdFactory(DjangoModelFactory[Threshold]):
    """Green up to 8.5, yellow up to 9.5."""

    class Meta:
        model = Threshold

    green = "8.5"
    yellow = "9.5"
    valid_from = date(2020, 1, 1)


class CommonRowFactory(DjangoModelFactory[CommonRow]):
    class Meta:
        model = CommonRow

    valid_from = date(2020, 1, 1)


class ScorecardFactory(DjangoModelFactory[Scorecard]):
    class Meta:
        model = Scorecard

    name = "Målekart"


class OwnRowFactory(DjangoModelFactory[OwnRow]):
    class Meta:
        model = OwnRow

    valid_from = date(2020, 1, 1)
