"""What every page is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from styring.kernel.clock import today
from styring.ui import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest


def page(request: HttpRequest) -> dict[str, object]:
    """The menu, the day and whether this is the demo."""
    return {"menu": navigation.menu_for(request), "today": today(), "is_demo": settings.DEMO}
