"""How long walks, the list of breaks and a new link take in a large municipality, and what the rejected designs cost.

30,000 elements and 80,000 links, whatever the scale; the rejected designs only at scale 1.
"""

from __future__ import annotations

import time
from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from django.db import connection
from measuring import heading, timed

from styring.access.models import Grant, Role
from styring.accounts.models import User
from styring.kernel.asked import answers_kept
from styring.kernel.spans import FOREVER, Span
from styring.thread.models import Element, Link, State
from styring.thread.queries import breaks, quality, visible_to, walk
from styring.thread.rules import Kind, Way, registry
from styring.thread.services import link

if TYPE_CHECKING:
    import random
    from collections.abc import Callable
    from uuid import UUID

    from municipality import Municipality

    from styring.organisation.models import Unit

DAY = date(2026, 6, 1)
ELEMENTS, LINKS, SAMPLES = 30_000, 80_000, 300
TOP_UNITS, ALL_UNITS, RARE_SHARE = 10, 1_200, 3
LAYERS = {  # from the evidence up the house: kind, share of all elements, how it cites, and the kinds that it cites
    "challenge": (1, "", ()),
    "focus_area": (1, "answers", ("challenge",)),
    "strategy": (2, "belongs_to", ("focus_area",)),
    "goal": (13, "sharpens", ("goal", "strategy")),
    "requirement": (15, "requires", ("goal", "requirement")),
    "measure": (30, "delivers", ("goal", "requirement")),
    "indicator": (10, "measures", ("goal", "requirement")),
    "frame": (12, "funds", ("measure",)),
    "agreement": (5, "commits", ("requirement", "measure")),
    "deviation": (6, "departs_from", ("requirement", "measure")),
    "corrective_measure": (5, "corrects", ("deviation",)),
}


def build(units: list[Unit], chance: random.Random) -> list[Element]:
    """Fill the database; most links stay in the unit or go to one near the top, some cross the municipality."""
    placed: dict[tuple[str, int], list[Element]] = defaultdict(list)
    made, links = [], set()
    for kind, (share, link_type, cited_kinds) in LAYERS.items():
        wanted = ELEMENTS * share // 100
        for n in range(wanted):
            unit = n % (TOP_UNITS if share < RARE_SHARE else len(units)) + 1
            element = Element(
                kind=kind, title=f"{kind} {n} i enhet {unit}, slik det er vedtatt", unit=units[unit - 1],
                valid_from=date(2025, 1, 1), valid_to=date(2029, 1, 1), state=State.ADOPTED,
            )  # fmt: skip
            for _ in range(chance.choice((1, 2, 3, 4, 5) if link_type else (0,))):
                near = _one_near(placed, unit, chance.choice(cited_kinds), chance)
                if near is not None:
                    links.add((link_type, element.pk, near.pk))
            made.append(element)
            placed[kind, unit].append(element)
    Element.objects.bulk_create(made, batch_size=2_000)
    rows = sorted(links)
    chance.shuffle(rows)
    Link.objects.bulk_create(
        [Link(type=t, citing_id=a, cited_id=b, valid_from=date(2025, 1, 1)) for t, a, b in rows[:LINKS]],
        batch_size=2_000,
    )
    return made


def _one_near(
    placed: dict[tuple[str, int], list[Element]], unit: int, kind: str, chance: random.Random
) -> Element | None:
    """An element of a kind in the unit, or the nearest unit above that has one; one time in fifty, anywhere."""
    if chance.random() < 1 / 50:
        unit = chance.randint(1, ALL_UNITS)
    while unit > 1 and (chance.random() < 1 / 4 or not placed[kind, unit]):
        unit //= 4
        unit = max(unit, 1)
    here = placed[kind, unit] or placed[kind, 1]
    return chance.choice(here) if here else None


DEPTH_INSIDE = """
WITH RECURSIVE walkable AS NOT MATERIALIZED ({elements}), reached (id, depth, type) AS (
  SELECT id, 0, CAST('' AS varchar(40)) FROM walkable WHERE id = %s
  UNION
  SELECT walkable.id, reached.depth + 1, link.type FROM reached
  JOIN thread_link AS link ON link.{near} = reached.id AND link.valid_from <= %s AND link.valid_to > %s
  JOIN walkable ON walkable.id = link.{far}
)
SELECT id, depth, type, kind, title FROM (
  SELECT reached.id, depth, type, kind, title, row_number() OVER (PARTITION BY reached.id ORDER BY depth, type) AS place
  FROM reached JOIN walkable ON walkable.id = reached.id
) AS found WHERE place = 1
"""


def depth_inside(reader: User, start: UUID, way: Way) -> list[tuple[object, ...]]:
    """Rejected: the recursion carries the depth, so an element is walked from once for each depth it is met at."""
    visible = visible_to(reader, DAY).values_list("id", "kind", "title").order_by()
    elements, chosen = visible.query.sql_with_params()
    near, far = ("citing_id", "cited_id") if way is Way.UP else ("cited_id", "citing_id")
    key = start if connection.features.has_native_uuid_field else start.hex
    with connection.cursor() as cursor:
        cursor.execute(DEPTH_INSIDE.format(elements=elements, near=near, far=far), [*chosen, key, DAY, DAY])
        return cursor.fetchall()


def step_by_step(reader: User, start: UUID, way: Way) -> set[UUID]:
    """Rejected: one query a level."""
    near, far = ("citing", "cited") if way is Way.UP else ("cited", "citing")
    met, ends = {start}, {start}
    while ends:
        steps = Link.objects.valid_on(DAY).filter(**{f"{near}__in": ends, f"{far}__in": visible_to(reader, DAY)})
        ends = set(steps.order_by().values_list(f"{far}_id", flat=True)) - met
        met |= ends
    return met


CLOSURE = """
CREATE TABLE closure AS
WITH RECURSIVE pair (low, high) AS (
  SELECT citing_id, cited_id FROM thread_link
  UNION
  SELECT pair.low, link.cited_id FROM pair JOIN thread_link AS link ON link.citing_id = pair.high
)
SELECT low, high FROM pair
"""


def closure_table(reader: User, starts: list[UUID]) -> None:
    """Rejected: every pair stored; it knows no days, and one new link can mean thousands of new rows."""
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute(CLOSURE)
        cursor.execute("CREATE INDEX closure_low ON closure (low, high)")
        cursor.execute("CREATE INDEX closure_high ON closure (high, low)")
        cursor.execute("SELECT count(*) FROM closure")
        (pairs,) = cursor.fetchone()
    print(
        f"  closure table: {pairs} rows for {Link.objects.count()} links, built in {time.perf_counter() - begun:.1f} s"
    )
    elements, chosen = visible_to(reader, DAY).values_list("id", "kind", "title").order_by().query.sql_with_params()
    native = connection.features.has_native_uuid_field

    def both_ways() -> None:
        key = starts.pop()
        key_as_stored = key if native else key.hex
        with connection.cursor() as cursor:
            for near, far in (("low", "high"), ("high", "low")):
                met = f"SELECT e.id, e.kind, e.title FROM closure JOIN ({elements}) AS e ON e.id = {far}"  # noqa: S608
                cursor.execute(f"{met} WHERE {near} = %s", [*chosen, key_as_stored])
                cursor.fetchall()

    timed("rejected: closure table, both ways (no depth, no day)", both_ways, 60)


def measure(built: Municipality, chance: random.Random) -> None:
    """Print the figures of one engine."""
    elements = build(built.units, chance)
    reader = User.objects.create(username="rådmann")
    Grant.objects.create(user=reader, unit=built.units[0], role=Role.CHIEF_EXECUTIVE, valid_from=date(2020, 1, 1))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    starts = [element.pk for element in chance.sample(elements, SAMPLES)]
    sizes = sorted(len(walk(reader, s, Way.UP, DAY)) + len(walk(reader, s, Way.DOWN, DAY)) for s in starts)
    heading(f"thread: {Element.objects.count()} elements, {Link.objects.count()} links")
    print(
        f"  elements met: median {sizes[SAMPLES // 2]}, 95th percentile {sizes[SAMPLES * 95 // 100]}, most {sizes[-1]}"
    )

    def each(work: Callable[[User, UUID, Way], object]) -> Callable[[], object]:
        queue = iter(starts)

        def both_ways() -> None:
            start = next(queue)
            with answers_kept():  # as on a page
                work(reader, start, Way.UP)
                work(reader, start, Way.DOWN)

        return both_ways

    timed("walk, both ways, full depth", each(lambda *asked: walk(*asked, DAY)), SAMPLES)
    timed("list of breaks", lambda: breaks(reader, DAY), 10)
    timed("quality figure", lambda: quality(reader, DAY), 10)
    new_links(reader, chance, elements)
    if built.scale >= 1:
        rejected(reader, starts, each)


def rejected(
    reader: User, starts: list[UUID], each: Callable[[Callable[[User, UUID, Way], object]], Callable[[], object]]
) -> None:
    """Print what the rejected designs cost; building the closure table takes most of a minute."""
    timed("rejected: depth inside the recursion", each(depth_inside), 60)
    timed("rejected: one query a level", each(step_by_step), 10)
    closure_table(reader, list(starts))


def new_links(reader: User, chance: random.Random, elements: list[Element]) -> None:
    """Time making a link, with its check for circles and its line in the audit trail."""
    registry.add(Kind("requirement", "Resultatkrav"))
    registry.allow("delivers", citing=["measure"], cited=["requirement"])
    measures = iter(chance.sample([element for element in elements if element.kind == "measure"], 100))
    requirements = iter(chance.sample([element for element in elements if element.kind == "requirement"], 100))
    span = Span(date(2026, 1, 1), FOREVER)
    timed(
        "make a link: check for circles, write, record",
        lambda: link(actor=reader, link_type="delivers", citing=next(measures), cited=next(requirements), span=span),
        100,
    )
