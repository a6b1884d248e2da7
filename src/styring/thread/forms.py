"""Choosing how far and as of when the thread is walked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.ui.forms import DayInput, Form

if TYPE_CHECKING:
    from datetime import date

FAR_ENOUGH = 12
"""More links than there are storeys in the thread."""


class WalkForm(Form):
    """The day the thread is seen as of, and how many links to follow."""

    DEPTHS: ClassVar = [("1", _("ett ledd")), ("2", _("to ledd")), ("3", _("tre ledd")), (str(FAR_ENOUGH), _("alle"))]

    day = forms.DateField(label=_("Slik tråden er"), widget=DayInput())
    depth = forms.ChoiceField(label=_("Hvor langt"), choices=DEPTHS)


@dataclass(frozen=True)
class Walk:
    """The day a thread is seen as of, and how many links to follow."""

    day: date
    depth: int = FAR_ENOUGH


def chosen_walk(form: WalkForm, otherwise: Walk) -> Walk:
    """What a form asks for, or something else when it asks for what cannot be."""
    if not form.is_valid():
        return otherwise
    return Walk(form.cleaned_data["day"], int(form.cleaned_data["depth"]))
