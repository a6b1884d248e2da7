"""Who may do what with elements and links; an element's own app may ask for more."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.db.models import Q

from styring.access.policies import Action, may, reach_of, require
from styring.access.rules import Right
from styring.kernel.errors import NotAllowedError
from styring.kernel.words import gettext_noop
from styring.thread.models import Element
from styring.thread.rules import registry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from styring.access.policies import Reach
    from styring.accounts.models import User

VIEW_ELEMENT = Action("thread.element.view", "unit_scorecard", Right.READ)
CHANGE_ELEMENT = Action("thread.element.change", "goals", Right.WRITE)
NOT_SEEN = gettext_noop("Du har ikke tilgang til å se alt dette skal knyttes til.")


def seen_by(reader: User) -> Q:
    """The elements that a person may see, as a condition.

    They are those of units whose scorecards the person may read, and everywhere those of a kind that comes with a
    document the person may read there, as goals do.
    """
    of_all_kinds = reach_of(reader, VIEW_ELEMENT)
    further: dict[Reach, list[str]] = defaultdict(list)
    for document, kinds in registry.kinds_read_with().items():
        reach = reach_of(reader, _view(document))
        if not of_all_kinds.covers(reach):
            further[reach] += kinds
    seen = Q(unit__in=of_all_kinds.units)
    for reach, kinds in further.items():
        seen |= Q(kind__in=kinds) if reach.is_everywhere else Q(kind__in=kinds, unit__in=reach.units)
    return seen


def require_sight(reader: User, element: Element) -> None:
    """Go on only if a person may see an element; at most two queries.

    Raises:
        NotAllowedError: the person may not.
    """
    document = registry.kind(element.kind).document
    if not (document and may(reader, _view(document), element.unit)):
        require(reader, VIEW_ELEMENT, element.unit)


def require_sight_of_all(reader: User, elements: Iterable[Element]) -> None:
    """Go on only if a person may see each of some elements; one query.

    Raises:
        NotAllowedError: the person may not see one of them.
    """
    keys = {element.pk for element in elements}
    if Element.objects.filter(seen_by(reader), pk__in=keys).count() < len(keys):
        raise NotAllowedError(NOT_SEEN)


def _view(document: str) -> Action:
    return Action("thread.element.view", document, Right.READ)
