"""The audit trail as a page, for those who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.shortcuts import redirect, render
from django.utils import timezone

from styring.audit.policies import VIEW_TRAIL
from styring.audit.queries import first_break, last_entry, trail
from styring.home.forms import TrailForm
from styring.home.queries import trail_line
from styring.kernel.authority import require

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest

CHECKED = "audit-trail-checked"
CHECKED_AT_ONCE = 10_000
"""A trail no longer than this is checked whenever its page is opened."""


class Checked(NamedTuple):
    """What the last check of the whole chain found: how far it went, its first break if any, and when."""

    number: int
    broken: int | None
    at: datetime


@login_required
def audit_trail(request: SignedInRequest) -> HttpResponse:
    """The trail; a POST checks the whole chain now."""
    require(request.user, VIEW_TRAIL)
    last = last_entry()
    if request.method == "POST":
        _check(last.number if last else 0)
        return redirect(f"{request.path}#kjeden")
    form = TrailForm(request.GET)
    page = trail(request.user, form.wanted(), _number(request.GET.get("fra", "")))
    checked = cache.get(CHECKED)
    if last and last.number <= CHECKED_AT_ONCE and (checked is None or checked.number < last.number):
        checked = _check(last.number)
    shown = {"form": form, "lines": [trail_line(entry) for entry in page.entries], "older": page.older}
    return render(request, "home/audit_trail.html", {**shown, "last": last, "checked": checked})


def _check(number: int) -> Checked:
    checked = Checked(number, first_break(), timezone.now())
    cache.set(CHECKED, checked, None)
    return checked


def _number(written: str) -> int | None:
    return int(written) if written.isdecimal() and len(written) < 19 else None  # noqa: PLR2004 - 64 bits
