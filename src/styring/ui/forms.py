"""The form that every form of the product is made from: Designsystemet's look, errors beside the field."""

from __future__ import annotations

from typing import Any

from django import forms


class DesignedField(forms.BoundField):
    """A field whose control carries the classes of Designsystemet."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """The control's attributes, with its class where it is a text, a list or a box."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        if not isinstance(widget or self.field.widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
            built.setdefault("class", "ds-input")
        return built


class Form(forms.Form):
    """A form; ``{{ form.x.as_field_group }}`` shows label, help, control and error together."""

    bound_field_class = DesignedField
    required_css_class = "is-required"


class ModelForm(forms.ModelForm):  # type: ignore[type-arg]  # its model is named in the subclass
    """A form for the fields of a model; services still do the writing."""

    bound_field_class = DesignedField
    required_css_class = "is-required"


class DayInput(forms.DateInput):
    """A day, chosen in the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")
