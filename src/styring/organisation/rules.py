"""How the tree of units changes through time; plain values in, plain values out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import FOREVER, Span
from styring.kernel.words import gettext_noop

Key = TypeVar("Key", bound=Hashable)


class Place(NamedTuple, Generic[Key]):
    """A unit hanging under another (None at the top) for some days, at a level counted from 1 at the top."""

    unit: Key
    parent: Key | None
    span: Span
    level: int | None = None


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
    of_unit = _by_unit(places)
    found: list[Ancestor[Key]] = []
    for unit, own in of_unit.items():
        stretches: dict[tuple[Key, int], list[Span]] = defaultdict(list)
        for place in own:
            _climb(unit, place, 0, of_unit, stretches)
        for (ancestor, distance), spans in stretches.items():
            found += [Ancestor(ancestor, unit, distance, span) for span in _joined(spans)]
    return found


def _by_unit(places: Iterable[Place[Key]]) -> dict[Key, list[Place[Key]]]:
    of_unit: dict[Key, list[Place[Key]]] = defaultdict(list)
    for place in sorted(places, key=lambda place: place.span):
        of_unit[place.unit].append(place)
    return dict(of_unit)


def _climb(
    here: Key,
    place: Place[Key],
    distance: int,
    of_unit: dict[Key, list[Place[Key]]],
    stretches: dict[tuple[Key, int], list[Span]],
) -> None:
    if distance > len(of_unit):
        raise _CircleError(here, place.span.since)
    stretches[here, distance].append(place.span)
    if place.parent is None:
        return
    for above in of_unit.get(place.parent, ()):
        shared = place.span.shared_with(above.span)
        if shared:
            _climb(place.parent, above._replace(span=shared), distance + 1, of_unit, stretches)


class _CircleError(RuleBrokenError):
    """A unit was met above itself on a day."""

    def __init__(self, unit: Any, day: date) -> None:  # noqa: ANN401 - an exception cannot be generic
        super().__init__(gettext_noop("En enhet kan ikke ligge under seg selv."))
        self.unit, self.day = unit, day


def _joined(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and joined[-1].until >= span.since:
            joined[-1] = Span(joined[-1].since, max(joined[-1].until, span.until))
        else:
            joined.append(span)
    return joined


class Wrong(Enum):
    """What can be wrong with a tree on a day, as a sentence about ``unit``, ``other`` and ``day``."""

    OVERLAP = gettext_noop("%(unit)s har to plasseringer %(day)s. En enhet kan bare ligge ett sted om gangen.")
    GAP = gettext_noop("%(unit)s mangler plassering fra %(day)s. Historien til en enhet kan ikke ha hull.")
    NO_PARENT = gettext_noop(
        "%(unit)s kan ikke ligge under %(other)s %(day)s, for da finnes ikke %(other)s. "
        "Velg en annen overordnet enhet eller en annen dag."
    )
    LEVEL = gettext_noop(
        "%(unit)s må ligge på et lavere nivå enn %(other)s fra %(day)s. Velg et annet nivå eller en annen overordnet."
    )
    TWO_TOPS = gettext_noop("Både %(unit)s og %(other)s er øverst %(day)s. Bare én enhet kan være øverst.")
    NO_TOP = gettext_noop("Ingen enhet er øverst fra %(day)s. Kommunen må alltid ha én øverste enhet.")
    CIRCLE = gettext_noop(
        "%(unit)s ville komme til å ligge under seg selv fra %(day)s. Velg en annen overordnet enhet."
    )


class Fault(NamedTuple, Generic[Key]):
    """What is wrong, with which unit, which other unit if any, from which day."""

    wrong: Wrong
    unit: Key | None
    other: Key | None
    day: date


def faults(places: Iterable[Place[Key]]) -> list[Fault[Key]]:
    """All that is wrong with a tree: on every day exactly one top, and each unit in one place under one that is there.

    >>> start = Span(date(2024, 1, 1))
    >>> [fault.wrong.name for fault in faults([Place("K", None, start), Place("a", "b", start)])]
    ['NO_PARENT']
    """
    of_unit = _by_unit(places)
    found = [fault for own in of_unit.values() for fault in _broken_line(own)] or list(_circles(of_unit))
    if found:
        return found
    found += [fault for own in of_unit.values() for place in own for fault in _hanging_loose(place, of_unit)]
    found += _without_one_top([place for own in of_unit.values() for place in own if place.parent is None])
    return found


def _broken_line(own: list[Place[Key]]) -> Iterator[Fault[Key]]:
    for earlier, later in pairwise(own):
        if later.span.since < earlier.span.until:
            yield Fault(Wrong.OVERLAP, later.unit, None, later.span.since)
        if later.span.since > earlier.span.until:
            yield Fault(Wrong.GAP, later.unit, None, earlier.span.until)


def _hanging_loose(place: Place[Key], of_unit: Mapping[Key, list[Place[Key]]]) -> Iterator[Fault[Key]]:
    if place.parent is None:
        return
    covered = place.span.since
    for above in of_unit.get(place.parent, ()):
        shared = place.span.shared_with(above.span)
        if shared and shared.since <= covered:
            covered = max(covered, shared.until)
        if shared and place.level is not None and above.level is not None and above.level >= place.level:
            yield Fault(Wrong.LEVEL, place.unit, place.parent, shared.since)
    if covered < place.span.until:
        yield Fault(Wrong.NO_PARENT, place.unit, place.parent, covered)


def _without_one_top(tops: list[Place[Key]]) -> Iterator[Fault[Key]]:
    tops.sort(key=lambda place: place.span)
    for earlier, later in pairwise(tops):
        if later.span.since < earlier.span.until and later.unit != earlier.unit:
            yield Fault(Wrong.TWO_TOPS, earlier.unit, later.unit, later.span.since)
        if later.span.since > earlier.span.until:
            yield Fault(Wrong.NO_TOP, None, None, earlier.span.until)
    ends = max((top.span.until for top in tops), default=date.min)
    if ends < FOREVER:
        yield Fault(Wrong.NO_TOP, None, None, ends)


def _circles(of_unit: dict[Key, list[Place[Key]]]) -> Iterator[Fault[Key]]:
    for unit, own in of_unit.items():
        try:
            for place in own:
                _climb(unit, place, 0, of_unit, defaultdict(list))
        except _CircleError as circle:
            yield Fault(Wrong.CIRCLE, circle.unit, None, circle.day)


class Stretch(NamedTuple, Generic[Key]):
    """What is true of a unit for some days: where it hangs, at which level, its name, type and programme area."""

    span: Span
    parent: Key | None
    level: int
    name: str
    type: str = ""
    area: Key | None = None


def changed_from(day: date, history: Iterable[Stretch[Key]], **new: object) -> list[Stretch[Key]]:
    """A unit's history when some of what is true of it becomes otherwise from a day on.

    The days before stay as they are. What is new holds until the day from which something else was already decided:
    a new name from 2026 does not undo the name that the unit is to have from 2027.

    >>> history = [Stretch(Span(date(2024, 1, 1)), "K", 2, "Hjemmesykepleien")]
    >>> [(s.span.since.year, s.name) for s in changed_from(date(2025, 1, 1), history, name="Hjemmetjenesten")]
    [(2024, 'Hjemmesykepleien'), (2025, 'Hjemmetjenesten')]

    Raises:
        RuleBrokenError: the unit is not there on the day.
    """
    in_order, onwards = sorted(history, key=lambda stretch: stretch.span), dict[str, Any](new)
    here = next((stretch for stretch in in_order if day in stretch.span), None)
    if here is None:
        raise RuleBrokenError(gettext_noop("Enheten finnes ikke %(day)s. Velg en dag da den finnes."), day=day)
    changed = [stretch for stretch in in_order if stretch.span.since < here.span.since]
    if here.span.since < day:
        changed.append(here._replace(span=Span(here.span.since, day)))
    changed.append(here._replace(span=Span(day, here.span.until), **onwards))
    for later in (stretch for stretch in in_order if stretch.span.since > day):
        onwards = {name: value for name, value in onwards.items() if getattr(later, name) == getattr(here, name)}
        changed.append(later._replace(**onwards))
    return without_seams(changed)


def handed_over(day: date, history: Iterable[Stretch[Key]], old: Key, new: Key) -> list[Stretch[Key]]:
    """A unit's history when what hangs under one unit hangs under another from a day on.

    >>> history = [Stretch(Span(date(2024, 1, 1)), "K11", 3, "Skolen")]
    >>> [(s.span.since.year, s.parent) for s in handed_over(date(2026, 1, 1), history, "K11", "K12")]
    [(2024, 'K11'), (2026, 'K12')]
    """
    written: list[Stretch[Key]] = []
    for stretch in history:
        if stretch.parent != old or stretch.span.until <= day:
            written.append(stretch)
            continue
        if stretch.span.since < day:
            written.append(stretch._replace(span=Span(stretch.span.since, day)))
        written.append(stretch._replace(span=Span(max(day, stretch.span.since), stretch.span.until), parent=new))
    return without_seams(written)


def ended(day: date, history: Iterable[Stretch[Key]]) -> list[Stretch[Key]]:
    """A unit's history when the unit is no more from a day on.

    Raises:
        RuleBrokenError: the unit is not there on the day before.
    """
    kept = [stretch for stretch in history if stretch.span.since < day]
    if not kept or max(stretch.span.until for stretch in kept) < day:
        raise RuleBrokenError(gettext_noop("Enheten finnes ikke %(day)s. Velg en dag da den finnes."), day=day)
    return [stretch._replace(span=Span(stretch.span.since, min(stretch.span.until, day))) for stretch in kept]


def without_seams(history: Iterable[Stretch[Key]]) -> list[Stretch[Key]]:
    """A history, in order of days, in which two stretches that say the same of adjoining days are one.

    >>> first, second = Span(date(2024, 1, 1), date(2025, 1, 1)), Span(date(2025, 1, 1))
    >>> without_seams([Stretch(first, "K", 2, "Skolen"), Stretch(second, "K", 2, "Skolen")])[0].span.since.year
    2024
    """
    joined: list[Stretch[Key]] = []
    for stretch in history:
        adjoins = joined and joined[-1].span.until == stretch.span.since
        if adjoins and joined[-1]._replace(span=stretch.span) == stretch:
            joined[-1] = stretch._replace(span=Span(joined[-1].span.since, stretch.span.until))
        else:
            joined.append(stretch)
    return joined


def names_of(history: Iterable[Stretch[Key]]) -> list[list[str]]:
    """What a unit is called, and the first day of each name in ISO form, from a history in order of days.

    >>> first, second = Span(date(2024, 1, 1), date(2025, 1, 1)), Span(date(2025, 1, 1))
    >>> names_of([Stretch(first, "K", 2, "Skolen"), Stretch(second, "L", 2, "Skolen")])
    [['2024-01-01', 'Skolen']]
    """
    names: list[list[str]] = []
    for stretch in history:
        if not names or names[-1][1] != stretch.name:
            names.append([stretch.span.since.isoformat(), stretch.name])
    return names


def name_on(day: date, names: Sequence[Sequence[str]]) -> str:
    """Which of some names holds on a day, as `names_of` gives them; before all of them the first, without any "".

    >>> names = [["2024-01-01", "Hjemmesykepleien"], ["2027-01-01", "Hjemmetjenesten"]]
    >>> name_on(date(2026, 12, 31), names), name_on(date(2027, 1, 1), names), name_on(date(2020, 1, 1), names)
    ('Hjemmesykepleien', 'Hjemmetjenesten', 'Hjemmesykepleien')
    """
    held = [name for since, name in names if since <= day.isoformat()]
    return held[-1] if held else next((name for _since, name in names), "")
