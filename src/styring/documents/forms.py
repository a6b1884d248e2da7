"""Forms of publishing."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from styring.ui.forms import Form


class PublishForm(Form):
    """What is changed since the version before; nothing to say the first time."""

    note = forms.CharField(
        label=_("Hva er endret?"),
        help_text=_("Én setning. Den står ved versjonen, så leserne ser hva som er nytt."),
        max_length=300,
        required=False,
    )
