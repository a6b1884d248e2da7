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
    """A page in a section of the menu, placed by its order; ``is_for`` says whether a reader may open it.

    ``also_at`` is another address that shows the page, such as ``/`` for the wheel; ``covers`` are beginnings of
    addresses that belong to the page though they do not begin as its own.
    """

    section: str
    order: int
    title: str | Promise
    url_name: str
    is_for: Callable[[HttpRequest], bool] = lambda request: request.user.is_authenticated
    also_at: str = ""
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownPage:
    """A page of a section as one reader sees it."""

    title: str | Promise
    address: str
    is_current: bool


@dataclass(frozen=True)
class ShownSection:
    """A section as one reader sees it; its address is that of its first page."""

    name: str
    title: str | Promise
    address: str
    items: list[ShownPage]
    is_current: bool


_items: dict[tuple[str, str], MenuItem] = {}


def add(item: MenuItem) -> None:
    """Put a page in the menu."""
    _items[item.section, item.url_name] = item


def menu_for(request: HttpRequest) -> list[ShownSection]:
    """The sections that a reader has a page in; the one that the reader is in is marked, and its page as well."""
    if not hasattr(request, "user"):
        return []
    open_to_reader = sorted((i for i in _items.values() if i.is_for(request)), key=lambda i: i.order)
    addresses = {item.url_name: reverse(item.url_name) for item in open_to_reader}
    here = _here(request.path, open_to_reader, addresses)
    pages: dict[str, list[ShownPage]] = {name: [] for name in SECTIONS}
    for item in open_to_reader:
        address = addresses[item.url_name]
        pages[item.section].append(ShownPage(item.title, address, address == here))
    return [_shown(name, own) for name, own in pages.items() if own]


def _here(path: str, items: list[MenuItem], addresses: dict[str, str]) -> str:
    """The address of the page in the menu that a path belongs to, "" when none does."""
    also = [addresses[item.url_name] for item in items if item.also_at == path]
    if also:
        return also[0]
    beginnings = {
        start: addresses[item.url_name] for item in items for start in (addresses[item.url_name], *item.covers)
    }
    found = max((start for start in beginnings if path.startswith(start)), key=len, default="")
    return beginnings.get(found, "")


def _shown(name: str, pages: list[ShownPage]) -> ShownSection:
    is_current = any(page.is_current for page in pages)
    return ShownSection(name, SECTIONS[name], pages[0].address, pages, is_current)
