"""Fields that read amounts and shares as people write them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from styring.kernel.amounts import ore
from styring.kernel.errors import InvalidValueError

LARGEST = 10**14
"""A trillion kroner in øre: more than this is a slip of the hand."""
ORE = 100


class KronerField(forms.CharField):
    """An amount in kroner, kept in whole øre."""

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]  # noqa: ANN401 - Django's own
        """The amount in øre; None where nothing is written."""
        written = str(value or "").strip()
        if not written:
            return None
        try:
            amount = ore(written, ",")
        except InvalidValueError as error:
            raise forms.ValidationError(_("Skriv beløpet i kroner, for eksempel 250 000 eller -1234,50.")) from error
        if abs(amount) > LARGEST:
            raise forms.ValidationError(_("Beløpet er for stort."))
        return amount

    def prepare_value(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """Øre shown as kroner; what somebody typed stands as typed."""
        if not isinstance(value, int):
            return value
        kroner, rest = divmod(abs(value), ORE)
        return f"{'-' if value < 0 else ''}{kroner}{f',{rest:02}' if rest else ''}"


class PercentField(forms.DecimalField):
    """A share in percent with one decimal, kept in thousandths."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(decimal_places=1, localize=True, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's own
        """The share in thousandths."""
        percent = super().clean(value)
        return None if percent is None else int(percent * 10)
