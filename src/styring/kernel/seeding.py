"""The parts that make up the demo municipality; each app's manifest adds its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DEMO_FILES = Path(__file__).parent.parent / "demo" / "lindvik"


@dataclass(frozen=True, order=True)
class DemoPart:
    """A part of the demo municipality: what it is called, and the function that loads it.

    Parts are loaded in order of ``order``, which follows the storeys of the house: organisation 40, access 50,
    wheel 70, thread 80, ledger 90, plans 100, budget 110, scorecards 115, reporting 130, documents 140.
    """

    order: int
    title: str
    load: Callable[[], None] = field(compare=False)


_parts: dict[str, DemoPart] = {}


def add_demo_part(part: DemoPart) -> None:
    """Have a part loaded with the demo; apps do so from their manifests."""
    _parts[part.title] = part


def demo_parts() -> list[DemoPart]:
    """The parts in the order in which they are loaded."""
    return sorted(_parts.values())
