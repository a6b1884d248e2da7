"""Changing the organisation: the only code that writes it.

Each function asks for permission, checks the rules, writes and records, in one transaction. What changes does so from
a day on; the days before stay as they are.
"""

from __future__ import annotations

from styring.organisation.services.levels import change_municipality, create_level, retitle_level
from styring.organisation.services.politics import (
    dissolve_body,
    end_party,
    keep_body,
    keep_party,
    keep_programme_area,
    keep_sector,
)
from styring.organisation.services.positions import (
    Appointment,
    appoint,
    create_position,
    end_holding,
    retitle_position,
)
from styring.organisation.services.units import (
    NewUnit,
    close_unit,
    describe_unit,
    merge_units,
    move_unit,
    open_unit,
    rename_unit,
)

__all__ = [
    "Appointment",
    "NewUnit",
    "appoint",
    "change_municipality",
    "close_unit",
    "create_level",
    "create_position",
    "describe_unit",
    "dissolve_body",
    "end_holding",
    "end_party",
    "keep_body",
    "keep_party",
    "keep_programme_area",
    "keep_sector",
    "merge_units",
    "move_unit",
    "open_unit",
    "rename_unit",
    "retitle_level",
    "retitle_position",
]
