"""Places on a page that apps above its own may fill.

The page of a goal lies in `plans` and cannot know the budget; it leaves a slot, and `budget` puts the money in it::

    slots.fill("element.figures", money_of_element)        # in the manifest of the upper app
    {% slot "element.figures" element %}                   # in the template of the lower one
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

Filling = Callable[["HttpRequest", Any], str]

_fillings: dict[str, dict[str, Filling]] = defaultdict(dict)


def fill(slot: str, filling: Filling, order: int = 100) -> None:
    """Have a function's HTML shown in a slot; it gets the request and what the page is about, and "" shows nothing."""
    _fillings[slot][f"{order:04}:{filling.__module__}.{filling.__qualname__}"] = filling


def shown_in(slot: str, request: HttpRequest, subject: object) -> list[str]:
    """The HTML of what fills a slot, in order."""
    found = (filling(request, subject) for _place, filling in sorted(_fillings[slot].items()))
    return [html for html in found if html]
