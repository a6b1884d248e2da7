"""What day it is.

Rules and queries never look here: they take the day as an argument. Doors (views, commands, tasks) ask once, and so
does what is about this moment by nature: the check of access, and what a unit is called when no day is asked for. The
demo stands still on a chosen day.
"""

from __future__ import annotations

import os
from datetime import date, datetime
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


def today() -> date:
    """The day in Norway, or the one that ``STYRING_TODAY`` holds the clock on (``2026-11-06``)."""
    held = os.environ.get("STYRING_TODAY")
    return date.fromisoformat(held) if held else datetime.now(OSLO).date()


def now() -> datetime:
    """This moment in Norway; on the day that ``STYRING_TODAY`` holds the clock on, its hour is the real one."""
    return datetime.combine(today(), datetime.now(OSLO).timetz())
