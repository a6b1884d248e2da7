"""The form that every form of the product is made from: Designsystemet's look, errors beside the field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

BLANK = ("", "---------")
"""What Django puts first in a list that has nothing chosen."""


class DesignedField(forms.BoundField):
    """A field whose control carries the classes of Designsystemet."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The control's attributes, with its class where it is a text, a list or a box."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if not isinstance(widget or self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            built.setdefault("class", "ds-input")
        return built


def with_words_for_nothing(fields: Mapping[str, forms.Field]) -> None:
    """Let lists that begin with Django's dashes say what a person is to do, or that nothing is chosen."""
    for field in fields.values():
        words = _("Velg") if field.required else _("Ikke valgt")
        if isinstance(field, forms.ModelChoiceField):
            if field.empty_label == BLANK[1]:
                field.empty_label = words
        elif isinstance(field, forms.ChoiceField) and not callable(field.choices):
            choices = list(field.choices)
            if choices[:1] == [BLANK]:
                field.choices = [("", words), *choices[1:]]


class Form(forms.Form):
    """A form; ``{{ form.x.as_field_group }}`` shows label, help, control and error together."""

    bound_field_class = DesignedField
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        with_words_for_nothing(self.fields)


class ModelForm(forms.ModelForm):  # type: ignore[type-arg]  # its model is named in the subclass
    """A form for the fields of a model; services still do the writing."""

    bound_field_class = DesignedField
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's own
        super().__init__(*args, **kwargs)
        with_words_for_nothing(self.fields)


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
