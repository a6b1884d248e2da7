"""The form that a file is sent in with."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from styring.imports.kit import kinds
from styring.imports.models import SavedLayout
from styring.imports.policies import LARGEST_UPLOAD
from styring.imports.samples import Sample
from styring.kernel.errors import InvalidValueError
from styring.ui.forms import Form, ModelForm

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from django.core.files.uploadedfile import UploadedFile
    from django.utils.functional import Promise

    from styring.imports.kit import ColumnHelp, ImportKind

ENDINGS = (".csv", ".txt", ".xlsx")
NOT_READ = "-"
"""What is written for a field that is not to be read."""
_FIRST_YEAR, _YEARS_AHEAD = 2015, 5


@dataclass(frozen=True)
class Offered:
    """What one may choose among: kinds of files, and the municipality's own layouts."""

    kinds: Sequence[ImportKind]
    layouts: Sequence[SavedLayout]


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

    def __init__(self, *args: Any, offered: Offered, day: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Hva er det?"), choices=[(kind.name, kind.title) for kind in offered.kinds]
        )
        built_in = {name: title for kind in kinds() for name, title in kind.profiles}
        own = [(_("Kommunens egne"), [(layout.name, layout.title) for layout in offered.layouts])]
        choices = [("", _("Finn ut av det")), *(own if offered.layouts else []), (_("Innebygde"), [*built_in.items()])]
        self.fields["profile"] = forms.ChoiceField(label=_("Oppsett i filen"), required=False, choices=choices)
        self.fields["year"] = forms.IntegerField(
            label=_("År"), min_value=_FIRST_YEAR, max_value=day.year + _YEARS_AHEAD, initial=day.year
        )
        self.fields["file"].widget.attrs["accept"] = ",".join(ENDINGS)
        self.order_fields(["kind", "year", "file", "profile", "unit"])

    def clean_file(self) -> UploadedFile[Any]:
        """A table by its name, and not too large; what it really is, its content tells when it is read."""
        return _a_table(self.cleaned_data["file"])

    @property
    def options(self) -> dict[str, str]:
        """How the file is to be read."""
        return {name: self.cleaned_data[name] for name in ("profile", "unit") if self.cleaned_data[name]}


def _a_table(file: UploadedFile[Any]) -> UploadedFile[Any]:
    if Path(file.name or "").suffix.lower() not in ENDINGS:
        raise ValidationError(gettext("Velg en fil som slutter på .csv, .txt eller .xlsx."))
    if (file.size or 0) > LARGEST_UPLOAD:
        raise ValidationError(gettext("Filen er større enn 200 MB. Del den opp, for eksempel per måned."))
    return file


class LayoutForm(ModelForm):
    """How the municipality's own files are laid out, and a sample to see it by."""

    sample_file = forms.FileField(
        label=_("Eksempelfil"),
        required=False,
        help_text=_("CSV eller XLSX. Bare de første linjene leses, og ingenting lagres."),
    )
    sample_year = forms.IntegerField(label=_("Året i eksempelfilen"), min_value=_FIRST_YEAR)
    sample = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = SavedLayout
        fields = (
            "title", "name", "base", "separator", "encoding", "decimal_mark", "head_lines", "lines_above", "is_turned",
        )  # fmt: skip
        help_texts: ClassVar = {
            "name": _("Små bokstaver, tall og bindestrek. Brukes på kommandolinjen og i API-et."),
            "head_lines": _("0: som i oppsettet det bygger på."),
            "lines_above": _("For eksempel en tittel. Tomme linjer telles ikke."),
        }

    def __init__(self, *args: Any, kind: ImportKind, day: date, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["base"] = forms.ChoiceField(label=_("Bygger på"), choices=kind.profiles)
        self.fields["sample_year"].initial = day.year
        self.fields["sample_file"].widget.attrs["accept"] = ",".join(ENDINGS)
        for name, label in (("separator", _("Finn ut av det")), ("encoding", _("Finn ut av det")),
                            ("decimal_mark", _("Finn ut av det"))):  # fmt: skip
            self._name_nothing(name, label)
        for each in kind.fields:
            self.fields[f"column_{each.name}"] = self._column(each)

    def _name_nothing(self, name: str, label: str | Promise) -> None:
        field = self.fields[name]
        field.choices = [("", label), *[choice for choice in field.choices if choice[0]]]  # type: ignore[attr-defined] # a list

    def _column(self, each: ColumnHelp) -> forms.CharField:
        column = self.instance.columns.get(each.name)
        shown = NOT_READ if column == "" else column
        widget = forms.TextInput(attrs={"list": "columns", "autocomplete": "off"})
        return forms.CharField(label=str(each.text), required=False, max_length=80, initial=shown, widget=widget)

    def clean_sample_file(self) -> UploadedFile[Any] | None:
        """A table by its name, where there is one."""
        file: UploadedFile[Any] | None = self.cleaned_data["sample_file"]
        return file and _a_table(file)

    def clean(self) -> dict[str, Any]:
        """With the columns as they are stored, and the sample, new or brought along."""
        cleaned = super().clean() or self.cleaned_data
        given = {each.name: cleaned.get(f"column_{each.name}", "").strip() for each in self.kind.fields}
        self.instance.columns = {
            name: "" if column == NOT_READ else column.casefold() for name, column in given.items() if column
        }
        try:
            cleaned["sample"] = self._sample(cleaned)
        except InvalidValueError as error:
            self.add_error("sample_file", str(error))
        return cleaned

    def _sample(self, cleaned: dict[str, Any]) -> Sample | None:
        file, carried = cleaned.get("sample_file"), cleaned.get("sample")
        if file:
            return Sample.of_upload(file)
        return Sample.carried(carried) if carried else None

    @property
    def column_fields(self) -> list[forms.BoundField]:
        """The fields that say which column is which."""
        return [self[f"column_{each.name}"] for each in self.kind.fields]
