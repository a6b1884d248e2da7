"""Letting drafts of the administration's follow what has been changed in investments and loans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from styring.budget.models import Layer, LayerKind, LayerState
from styring.budget.policies import may_work_on
from styring.budget.queries.programme import layer_named
from styring.budget.services.consequences import carry_investments

if TYPE_CHECKING:
    from django.http import HttpResponse

    from styring.ui.requests import SignedInRequest

FOLLOWING = (LayerKind.PROPOSAL, LayerKind.SUPPLEMENT)
"""The kinds of layers that follow by themselves; a party decides over its own."""


def follow(request: SignedInRequest) -> None:
    """Let the drafts that a person works on follow the investments and the loans, and say so."""
    for layer in Layer.objects.filter(kind__in=FOLLOWING, state=LayerState.DRAFT):
        if may_work_on(request.user, layer) and carry_investments(actor=request.user, layer=layer):
            messages.info(request, _("Utkastet «%(title)s» følger etter.") % {"title": layer.title})


@login_required
@require_POST
def carry(request: SignedInRequest, name: str) -> HttpResponse:
    """Let one draft follow."""
    layer = layer_named(request.user, name)
    made = carry_investments(actor=request.user, layer=layer)
    if made:
        said = ngettext(
            "%(number)s endring i utkastet er oppdatert.", "%(number)s endringer i utkastet er oppdatert.", len(made)
        )
        messages.success(request, said % {"number": len(made)})
    else:
        messages.info(request, _("Utkastet hadde alt med seg."))
    return redirect(f"{reverse('budget:finance')}?lag={layer.name}")
