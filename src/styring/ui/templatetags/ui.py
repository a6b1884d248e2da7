"""The tags of every page: icons, status, numbers, slots."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.safestring import SafeString, mark_safe

from styring.ui.slots import shown_in

if TYPE_CHECKING:
    from django.template.context import RequestContext

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: RequestContext, name: str, subject: Any = None) -> SafeString:  # noqa: ANN401 - any page's subject
    """What upper apps show at this place of the page."""
    return mark_safe("".join(shown_in(name, context["request"], subject)))  # noqa: S308 - templates made each of them
