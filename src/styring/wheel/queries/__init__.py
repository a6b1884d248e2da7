"""Reading the wheel; everyone in the municipality may.

Apps above use what is named here: the registries, and the activities that deliver something.
"""

from __future__ import annotations

from styring.wheel.queries.registries import (
    Duty,
    Occasion,
    Target,
    add_duty_source,
    add_target,
    duties_for,
    targets_for,
)
from styring.wheel.queries.years import activities_delivering

__all__ = [
    "Duty",
    "Occasion",
    "Target",
    "activities_delivering",
    "add_duty_source",
    "add_target",
    "duties_for",
    "targets_for",
]
