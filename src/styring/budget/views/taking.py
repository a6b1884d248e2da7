"""The page where a draft takes changes over from other proposals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from styring.budget.policies import may_work_on, working_on
from styring.budget.queries import layer_named
from styring.budget.queries.taking import sources_for
from styring.budget.services import take_over
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.ui.messages import sentence

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest


@login_required
def take_changes(request: SignedInRequest, name: str) -> HttpResponse:
    """What other proposals would change, to be chosen from and taken into a draft."""
    layer = layer_named(request.user, name)
    if not may_work_on(request.user, layer):
        require(request.user, working_on(layer.kind))
    problem = ""
    if request.method == "POST":
        chosen = {int(key) for key in request.POST.getlist("change") if key.isascii() and key.isdecimal()}
        try:
            made = take_over(actor=request.user, layer=layer, changes=chosen)
        except RuleBrokenError as error:
            problem = sentence(error)
        else:
            if made:
                said = ngettext("%(count)d endring er hentet.", "%(count)d endringer er hentet.", len(made))
                messages.success(request, said % {"count": len(made)})
                return redirect("budget:layer", layer.name)
            problem = _("Velg minst én endring.")
    context = {"layer": layer, "sources": sources_for(request.user, layer), "problem": problem}
    return render(request, "budget/take_changes.html", context)
