"""What a reader asks of the tree, and files to take in."""

from __future__ import annotations

import base64
import binascii

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.organisation.models import ProgrammeArea
from styring.ui.forms import DayInput, Form


class TreeForm(Form):
    """A day, words to look for and a programme area; the address keeps them."""

    dag = forms.DateField(label=_("Dag"), widget=DayInput(), required=False)
    sok = forms.CharField(label=_("Navn eller kode"), required=False, max_length=100)
    omrade = forms.ModelChoiceField(
        label=_("Programområde"),
        queryset=ProgrammeArea.objects.order_by("number"),
        to_field_name="code",
        required=False,
        empty_label=_("Alle"),
    )
    vis = forms.ChoiceField(
        label=_("Ledere"),
        required=False,
        choices=[("", _("Alle")), ("ledige", _("Uten leder")), ("konstituerte", _("Konstituert leder"))],
    )


class FileForm(Form):
    """A file to take in, chosen now."""

    file = forms.FileField(label=_("Fil"), help_text=_("YAML, XLSX, CSV eller ZIP med CSV-filer, høyst 5 MB."))

    def name_and_content(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        chosen = self.cleaned_data["file"]
        return chosen.name, chosen.read()


class CarriedForm(Form):
    """The same file once more, carried along from the page that showed what would change."""

    name = forms.CharField()
    carried = forms.CharField(strip=False)

    def clean_carried(self) -> bytes:
        """The bytes.

        Raises:
            ValidationError: they were changed on the way.
        """
        try:
            return base64.b64decode(self.cleaned_data["carried"], validate=True)
        except binascii.Error:
            raise forms.ValidationError(gettext("Velg filen på nytt.")) from None

    def name_and_content(self) -> tuple[str, bytes]:
        """The file's name and its bytes."""
        return self.cleaned_data["name"], self.cleaned_data["carried"]
