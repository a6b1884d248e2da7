"""The form that a file is sent in with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.imports.kit import kinds
from styring.imports.policies import LARGEST_UPLOAD
from styring.ui.forms import Form

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile

    from styring.imports.kit import ImportKind

ENDINGS = (".csv", ".txt", ".xlsx")
_FIRST_YEAR, _YEARS_AHEAD = 2015, 5


class UploadForm(Form):
    """What the file is, and the file."""

    kind = forms.ChoiceField(label=_("Hva er det?"))
    year = forms.IntegerField(label=_("År"), min_value=_FIRST_YEAR)
    file = forms.FileField(label=_("Fil"), help_text=_("CSV eller XLSX, høyst 200 MB."))
    profile = forms.ChoiceField(label=_("Oppsett i filen"), required=False)
    unit = forms.CharField(
        label=_("Enhet"),
        required=False,
        max_length=20,
        help_text=_("Koden til enheten, når filen ikke har enheter. Tomt felt betyr hele kommunen."),
    )

    def __init__(self, *args: Any, allowed: Sequence[ImportKind], day: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hva er det?"), choices=[(kind.name, kind.title) for kind in allowed]
        )
        profiles = {name: title for kind in kinds() for name, title in kind.profiles}
        self.fields["profile"] = forms.ChoiceField(
            label=_("Oppsett i filen"), required=False, choices=[("", _("Finn ut av det")), *profiles.items()]
        )
        self.fields["year"] = forms.IntegerField(
            label=_("År"), min_value=_FIRST_YEAR, max_value=day.year + _YEARS_AHEAD, initial=day.year
        )
        self.fields["file"].widget.attrs["accept"] = ",".join(ENDINGS)
        self.order_fields(["kind", "year", "file", "profile", "unit"])

    def clean_file(self) -> UploadedFile[Any]:
        """A table by its name, and not too large; what it really is, its content tells when it is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if Path(file.name or "").suffix.lower() not in ENDINGS:
            raise ValidationError(gettext("Velg en fil som slutter på .csv, .txt eller .xlsx."))
        if (file.size or 0) > LARGEST_UPLOAD:
            raise ValidationError(gettext("Filen er større enn 200 MB. Del den opp, for eksempel per måned."))
        return file

    @property
    def options(self) -> dict[str, str]:
        """How the file is to be read."""
        return {name: self.cleaned_data[name] for name in ("profile", "unit") if self.cleaned_data[name]}
