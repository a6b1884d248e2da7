"""Requests for tests that need no view."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

from django.test import RequestFactory

if TYPE_CHECKING:
    from django.http import HttpRequest


def request_for(path: str, *, signed_in: bool = True) -> HttpRequest:
    """A request for an address from a person who has signed in, or not."""
    request = RequestFactory().get(path)
    request.user = SimpleNamespace(is_authenticated=signed_in)  # type: ignore[assignment] # all that is asked of it
    return cast("HttpRequest", request)
