"""Reading what may be switched and moved in what-if, and the scenarios that are kept beside a layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.budget.models import Scenario
from styring.kernel.errors import NotFoundError
from styring.kernel.words import gettext_noop
from styring.thread.models import Element

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.budget.rules.projection import Ground

NO_SCENARIO = gettext_noop("Scenariet finnes ikke, eller du har ikke tilgang til det.")


@dataclass(frozen=True)
class Switch:
    """A measure or an investment that may be taken out, put in or moved; ``amounts`` are øre for each of the years."""

    key: str
    code: str
    title: str
    is_in: bool
    amounts: tuple[int, ...]


def switches_of(ground: Ground) -> tuple[list[Switch], list[Switch]]:
    """The measures and the investments of a projection, by code; one query."""
    years = [one.year for one in ground.years]
    wishes = {one.key: (one.is_in, tuple(one.effects.get(year, 0) for year in years)) for one in ground.wishes}
    projects = {one.key: (True, one.spending_in(years)) for one in ground.projects if any(one.spending_in(years))}
    elements = list(Element.objects.filter(pk__in={**wishes, **projects}).order_by("code", "title"))
    return _switches(elements, wishes), _switches(elements, projects)


def _switches(elements: Iterable[Element], known: Mapping[str, tuple[bool, tuple[int, ...]]]) -> list[Switch]:
    return [
        Switch(str(one.pk), one.code or str(one.pk), one.title, *known[str(one.pk)])
        for one in elements
        if str(one.pk) in known
    ]


def scenarios_for(reader: User, layer: Layer) -> QuerySet[Scenario]:
    """The scenarios beside a layer that a person may see: own ones, and those that are shared; one query.

    The caller has seen that the person may see the layer.
    """
    mine = Scenario.objects.filter(Q(owner=reader.pk) | Q(is_shared=True), layer=layer)
    return mine.select_related("owner")


def scenario_for(reader: User, layers: Collection[Layer], key: int) -> Scenario:
    """A scenario beside one of the layers that a person may see.

    Raises:
        NotFoundError: there is none that the person may know of.
    """
    seen = Scenario.objects.filter(Q(owner=reader.pk) | Q(is_shared=True), layer__in=layers)
    found = seen.select_related("owner", "layer").filter(pk=key).first()
    if found is None:
        raise NotFoundError(NO_SCENARIO)
    return found


def names_of(scenarios: Sequence[Scenario]) -> list[str]:
    """What scenarios are called, with whose they are."""
    return [f"{one.name} ({one.owner})" for one in scenarios]
