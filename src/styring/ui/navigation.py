"""The main menu: nine words, each with the pages that apps have put under it when they started.

Pages that belong together stand in a group with a heading; a reader who sees one group of a section sees no heading.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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

GROUPS = {
    "goals": _("Mål og tiltak"),
    "budget": _("Handlingsprogram og budsjett"),
    "reports": _("Rapporter"),
    "economy": _("Økonomi"),
    "accounts": _("Regnskap"),
    "organisation": _("Organisasjon"),
    "access": _("Tilgang og spor"),
}
"""The headings of groups of pages within the sections."""


@dataclass(frozen=True)
class MenuItem:
    """A page in a section of the menu, placed by its order; ``is_for`` says whether a reader may open it.

    ``group`` is one of `GROUPS`; a group stands where its first page does.

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
    group: str = ""


@dataclass(frozen=True)
class ShownPage:
    """A page of a section as one reader sees it."""

    title: str | Promise
    address: str
    is_current: bool


@dataclass
class ShownGroup:
    """Pages of a section that belong together; without a heading when they are all that the reader sees of it."""

    name: str
    title: str | Promise = ""
    items: list[ShownPage] = field(default_factory=list)


@dataclass(frozen=True)
class ShownSection:
    """A section as one reader sees it; its address is that of its first page."""

    name: str
    title: str | Promise
    address: str
    groups: list[ShownGroup]
    is_current: bool

    @property
    def items(self) -> list[ShownPage]:
        """All its pages, in the order that they are shown."""
        return [page for group in self.groups for page in group.items]


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
    sections: dict[str, dict[str, ShownGroup]] = {name: {} for name in SECTIONS}
    for item in open_to_reader:
        address = addresses[item.url_name]
        group = sections[item.section].setdefault(item.group, ShownGroup(item.group))
        group.items.append(ShownPage(item.title, address, address == here))
    return [_shown(name, list(groups.values())) for name, groups in sections.items() if groups]


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


def _shown(name: str, groups: list[ShownGroup]) -> ShownSection:
    if len(groups) > 1:
        for group in groups:
            group.title = GROUPS.get(group.name, "")
    is_current = any(page.is_current for group in groups for page in group.items)
    return ShownSection(name, SECTIONS[name], groups[0].items[0].address, groups, is_current)
