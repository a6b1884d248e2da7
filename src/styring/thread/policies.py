"""Who may do what with elements and links; an element's own app may ask for more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from styring.access.policies import Action, may, permitted_units, require
from styring.access.rules import Right
from styring.thread.rules import registry

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.thread.models import Element

VIEW_ELEMENT = Action("thread.element.view", "unit_scorecard", Right.READ)
CHANGE_ELEMENT = Action("thread.element.change", "goals", Right.WRITE)


def seen_by(reader: User) -> Q:
    """The elements that a person may see, as a condition.

    They are those of units whose scorecards the person may read, and everywhere those of a kind that comes with a
    document the person may read there, as goals do.
    """
    seen = Q(unit__in=permitted_units(reader, VIEW_ELEMENT))
    for document, kinds in registry.kinds_read_with().items():
        seen |= Q(kind__in=kinds, unit__in=permitted_units(reader, _view(document)))
    return seen


def require_sight(reader: User, element: Element) -> None:
    """Go on only if a person may see an element; at most two queries.

    Raises:
        NotAllowedError: the person may not.
    """
    document = registry.kind(element.kind).document
    if not (document and may(reader, _view(document), element.unit)):
        require(reader, VIEW_ELEMENT, element.unit)


def _view(document: str) -> Action:
    return Action("thread.element.view", document, Right.READ)
