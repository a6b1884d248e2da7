"""What this app contributes to the whole: the names at the top of every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from styring.access.policies import may
from styring.audit.policies import VIEW_TRAIL
from styring.kernel.clock import today
from styring.organisation.queries import municipality, posts_of
from styring.ui import context, navigation

if TYPE_CHECKING:
    from django.http import HttpRequest


def _reads_trail(request: HttpRequest) -> bool:
    return request.user.is_authenticated and may(request.user, VIEW_TRAIL)


def register() -> None:
    """Tell the platform about the app; called once, when Django is ready."""
    navigation.add(
        navigation.MenuItem("administration", 90, _("Revisjonsspor"), "home:audit_trail", _reads_trail, group="access")
    )
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
    posts = posts_of(request.user, today())
    return posts[0].unit.name if posts else ""
