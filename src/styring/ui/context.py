"""What every page is given."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import translation

from styring.kernel.asked import answers_kept
from styring.kernel.clock import today
from styring.ui import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest

Provider = Callable[["HttpRequest"], object]

_providers: dict[str, Provider] = {}
_KEPT = "_provided"


def provide(name: str, provider: Provider) -> None:
    """Have every page given a value by name, such as the municipality's name; apps do so from their manifests."""
    _providers[name] = provider


def page(request: HttpRequest) -> dict[str, object]:
    """The menu, the day, the language, whether this is the demo, and what apps provide."""
    return {
        "today": today(),
        "is_demo": settings.DEMO,
        "page_language": translation.get_language() or "nb",
        "languages": settings.LANGUAGES,
        **_provided(request),
    }


def _provided(request: HttpRequest) -> dict[str, object]:
    """The menu and what apps provide, asked once for all the parts that a page is made of."""
    if not hasattr(request, "user"):
        return {"menu": []}
    kept: dict[str, object] = request.__dict__.setdefault(_KEPT, {})
    if not kept:
        with answers_kept():
            kept["menu"] = navigation.menu_for(request)
            kept.update((name, provider(request)) for name, provider in _providers.items())
    return kept
