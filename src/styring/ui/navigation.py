"""The main menu: eight words, each with the pages that apps have put under it when they started."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.utils.functional import Promise

SECTIONS = {
    "my_page": _("Min side"),
    "wheel": _("Årshjulet"),
    "steering": _("Styring"),
    "reporting": _("Rapportering"),
    "key_figures": _("Nøkkeltall"),
    "participation": _("Medvirkning"),
    "political": _("Politisk"),
    "documents": _("Dokumenter"),
    "administration": _("Administrasjon"),
}
"""The words of the main menu in their order; a section without a page that the reader may open is not shown."""


@dataclass(frozen=True)
class MenuItem:
    """A page in a section of the menu, placed by its order; ``is_for`` says whether a reader may open it."""

    section: str
    order: int
    title: str | Promise
    url_name: str
    is_for: Callable[[HttpRequest], bool] = lambda request: request.user.is_authenticated


@dataclass(frozen=True)
class ShownSection:
    """A section as one reader sees it; its address is that of its first page."""

    name: str
    title: str | Promise
    address: str
    items: list[tuple[str | Promise, str]]
    is_current: bool


_items: dict[tuple[str, str], MenuItem] = {}


def add(item: MenuItem) -> None:
    """Put a page in the menu."""
    _items[item.section, item.url_name] = item


def menu_for(request: HttpRequest) -> list[ShownSection]:
    """The sections that a reader has a page in."""
    if not hasattr(request, "user"):
        return []
    shown = []
    match = request.resolver_match
    for name, title in SECTIONS.items():
        items = sorted((i for i in _items.values() if i.section == name), key=lambda i: i.order)
        open_to_reader = [item for item in items if item.is_for(request)]
        if open_to_reader:
            pages = [(item.title, reverse(item.url_name)) for item in open_to_reader]
            here = match.view_name if match else ""
            current = any(item.url_name == here for item in open_to_reader)
            shown.append(ShownSection(name, title, pages[0][1], pages, current))
    return shown
