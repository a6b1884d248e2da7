"""What a reader has chosen to see of the statements: which, which columns, in which unit, and parted by what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from styring.ledger.queries import WORDS, By
from styring.ledger.rules.statements import SECOND
from styring.ui.tables import Shown

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from django.http import QueryDict
    from django.utils.functional import Promise

    from styring.ledger.queries import Book
    from styring.ledger.rules.columns import Columns, Head

SECTIONS = {
    "5-4": (_("§ 5-4 Drift"), ("5-4-1", "5-4-2")),
    "5-5": (_("§ 5-5 Investering"), ("5-5-1", "5-5-2")),
    "5-6": (_("§ 5-6 Etter art"), ("5-6",)),
    "5-7": (_("§ 5-7 Gjeld"), ("5-7",)),
    "5-8": (_("§ 5-8 Balanse"), ("5-8",)),
    "5-9": (_("§ 5-9 Budsjettavvik"), ("5-9-drift", "5-9-investering")),
}
"""The sections of the regulation, and the statements of each."""
DIVISIONS = {By.AREA: _("Programområde"), By.SECTOR: _("Sektor"), By.UNIT: _("Enhet")}


class Option(NamedTuple):
    """A choice as it is shown: its name in the address, its words, and whether it is chosen."""

    key: str
    title: str | Promise
    is_chosen: bool


@dataclass(frozen=True)
class Choice:
    """What is chosen. ``names`` are the columns' names, none for those that the regulation asks for."""

    section: str
    names: tuple[str, ...]
    shown: Shown
    by: By | None

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements of the section."""
        return SECTIONS[self.section][1]

    def sections(self, possible: Collection[str] = tuple(SECTIONS)) -> list[Option]:
        """The sections that one may choose among."""
        return [Option(key, SECTIONS[key][0], key == self.section) for key in SECTIONS if key in possible]

    def divisions(self, by: By) -> list[Option]:
        """What the second paragraph of § 5-4 may be parted by."""
        return [Option(one.value, name, one is by) for one, name in DIVISIONS.items()]

    def columns(self, columns: Columns) -> list[tuple[Head, bool]]:
        """The columns that there are, and whether each is shown."""
        return [(head, head in columns.heads) for head in columns.all_heads]

    @property
    def is_in_kroner(self) -> bool:
        """Are amounts shown in kroner?"""
        return self.shown is Shown.KR


def chosen(words: QueryDict, possible: Collection[str] = tuple(SECTIONS)) -> Choice:
    """What an address says after the question mark; the first section when it says nothing that there is."""
    section = words.get("oppstilling", "")
    by = words.get("fordeling", "")
    return Choice(
        section if section in possible else next(iter(possible)),
        tuple(words.getlist("kolonne")),
        Shown.KR if words.get("belop") == "kr" else Shown.KR1000,
        By(by) if by in {one.value for one in By} else None,
    )


def sections_of(book: Book) -> list[str]:
    """The sections that a book has statements of."""
    return [key for key, (_title, names) in SECTIONS.items() if set(names) & set(book.statements)]


def section_of(statement: str) -> str:
    """The section that a statement belongs to."""
    return next(key for key, (_title, names) in SECTIONS.items() if statement in names)


def choice_context(choice: Choice, book: Book) -> dict[str, object]:
    """What the choices on a page are made of."""
    is_parted = SECOND[0] in choice.statements
    return {
        "choice": choice,
        "sections": choice.sections(sections_of(book)),
        "columns": [] if set(choice.statements) <= set(book.other) else choice.columns(book.columns),
        "divisions": choice.divisions(book.division.by) if is_parted else [],
    }


def way_down(words: QueryDict) -> dict[str, str]:
    """What is chosen on the way down into a line."""
    return {name: words.get(name, "") for name in WORDS if name in words}


def kept(words: QueryDict) -> list[tuple[str, str]]:
    """What goes along from page to page: columns, unit, and what the municipality is parted by."""
    return [(name, value) for name in ("kolonne", "belop", "fordeling") for value in words.getlist(name) if value]


def is_whole_part(words: Mapping[str, str]) -> bool:
    """Is so much chosen that what is left is an account combination?"""
    return {"art", "funksjon", "enhet"} <= set(words)
