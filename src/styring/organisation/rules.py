"""How the tree of units changes through time; plain values in, plain values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from typing import Generic, NamedTuple, TypeVar

from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop

Key = TypeVar("Key", bound=Hashable)


class Place(NamedTuple, Generic[Key]):
    """A unit hanging under another (None at the top) for some days."""

    unit: Key
    parent: Key | None
    span: Span


class Ancestor(NamedTuple, Generic[Key]):
    """A unit above another, how many steps, and the days in which it is so."""

    ancestor: Key
    descendant: Key
    distance: int
    span: Span


def lineages(places: Iterable[Place[Key]]) -> list[Ancestor[Key]]:
    """Every unit above every unit, itself included at distance 0, for the days in which it is so.

    Days that follow each other without a change between the two are one stretch.

    >>> from datetime import date
    >>> first, later = Span(date(2024, 1, 1), date(2026, 1, 1)), Span(date(2026, 1, 1))
    >>> places = [Place("K", None, Span(date(2024, 1, 1))), Place("a", None, first), Place("a", "K", later)]
    >>> [(up.ancestor, up.distance, up.span.since.year) for up in lineages(places) if up.descendant == "a"]
    [('a', 0, 2024), ('K', 1, 2026)]

    Raises:
        RuleBrokenError: a unit would come to stand above itself on some day.
    """
    of_unit: dict[Key, list[Place[Key]]] = defaultdict(list)
    for place in places:
        of_unit[place.unit].append(place)
    found: list[Ancestor[Key]] = []
    for unit, own in of_unit.items():
        stretches: dict[tuple[Key, int], list[Span]] = defaultdict(list)
        for place in own:
            _climb(unit, place, 0, of_unit, stretches)
        for (ancestor, distance), spans in stretches.items():
            found += [Ancestor(ancestor, unit, distance, span) for span in _joined(spans)]
    return found


def _climb(
    here: Key,
    place: Place[Key],
    distance: int,
    of_unit: dict[Key, list[Place[Key]]],
    stretches: dict[tuple[Key, int], list[Span]],
) -> None:
    if distance > len(of_unit):
        raise RuleBrokenError(gettext_noop("En enhet kan ikke ligge under seg selv."))
    stretches[here, distance].append(place.span)
    if place.parent is None:
        return
    for above in of_unit[place.parent]:
        shared = place.span.shared_with(above.span)
        if shared:
            _climb(place.parent, above._replace(span=shared), distance + 1, of_unit, stretches)


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].until >= span.since:
            joined[-1] = Span(joined[-1].since, max(joined[-1].until, span.until))
        else:
            joined.append(span)
    return joined
