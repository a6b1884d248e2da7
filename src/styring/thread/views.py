"""The pages of the thread: any element's own page, the walk around it, and what hangs loose."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from styring.kernel.clock import today
from styring.thread.forms import Walk, WalkForm, chosen_walk
from styring.thread.queries import around, breaks, element_for, quality_of, tree, whom_to_ask
from styring.thread.rules import PLAIN_PAGE, Severity, Way, registry

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
def element_page(request: SignedInRequest, key: UUID) -> HttpResponse:
    """An element, wherever its kind has its pages; one whose kind has none is shown plainly."""
    found = element_for(request.user, key)
    page = registry.kind(found.kind).url_name
    if page != PLAIN_PAGE:
        return redirect(page, key)
    return render(request, "thread/element.html", {"around": around(request.user, found, today())})


@login_required
def walk_page(request: SignedInRequest, key: UUID) -> HttpResponse:
    """What an element rests on and what rests on it, as of a day and so many links away."""
    found = element_for(request.user, key)
    now = Walk(today())
    asked = {name: value for name, value in request.GET.items() if value}
    form = WalkForm({"day": now.day, "depth": now.depth, **asked})
    chosen = chosen_walk(form, now)
    shown = {way.value: tree(request.user, key, way, chosen.day, chosen.depth) for way in (Way.UP, Way.DOWN)}
    context = {"element": found, "kind": registry.kind(found.kind), "form": form, **shown}
    return render(request, "thread/walk.html", context)


@login_required
def breaks_page(request: SignedInRequest) -> HttpResponse:
    """What hangs loose in the units whose scorecards the reader may read, the worst first, and whom to ask."""
    day = today()
    found = breaks(request.user, day)
    code = request.GET.get("regel", "")
    shown = [broken for broken in found if code in {"", broken.code}]
    groups = [
        (severity, list(members))
        for severity, members in groupby(whom_to_ask(shown, day), key=lambda asked: Severity.of(asked.broken.weight))
    ]
    counted = {rule: sum(broken.code == rule for broken in found) for rule in sorted({b.code for b in found})}
    context = {
        "groups": groups,
        "found": len(found),
        "serious": sum(Severity.of(broken.weight) is Severity.SERIOUS for broken in found),
        "rules": [(rule, next(b.rule for b in found if b.code == rule), number) for rule, number in counted.items()],
        "chosen": code,
        "quality": quality_of(request.user, found, day),
    }
    return render(request, "thread/breaks.html", context)
