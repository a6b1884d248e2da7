"""What this app contributes to the whole: the names at the top of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styring.access.policies import may_somewhere
from styring.audit.policies import VIEW_TRAIL
from styring.kernel.clock import today
from styring.organisation.models import Holding
from styring.organisation.queries import municipality
from styring.ui import context, navigation

if TYPE_CHECKING:
    from django.http import HttpRequest


def _reads_trail(request: HttpRequest) -> bool:
    return request.user.is_authenticated and may_somewhere(request.user, VIEW_TRAIL)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(navigation.MenuItem("administration", 90, _("Revisjonsspor"), "home:audit_trail", _reads_trail))
    context.provide("municipality_name", _municipality_name)
    context.provide("person_place", _place_of_reader)
    navigation.add(navigation.MenuItem("my_page", 10, _("Min side"), "home:my_page"))


def _municipality_name(request: HttpRequest) -> str:  # noqa: ARG001 - every provider is given it
    own = municipality()
    return own.name if own else ""


def _place_of_reader(request: HttpRequest) -> str:
    """The unit that the reader leads or works in, "" without a position."""
    if not request.user.is_authenticated:
        return ""
    held = Holding.objects.valid_on(today()).filter(holder=request.user).select_related("position__unit")
    first = held.order_by("is_acting", "valid_from").first()
    return first.position.unit.name if first else ""
