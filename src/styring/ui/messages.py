"""Errors as sentences in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.kernel.errors import GovernanceError


def sentence(error: GovernanceError) -> str:
    """An error's sentence, translated, with what varies put in."""
    return filled(error.message, error.parts)


def filled(message: str, parts: Mapping[str, object]) -> str:
    """A sentence in the reader's language with what varies put in; days are written as the reader writes them."""
    shown = {name: _shown(value) for name, value in parts.items()}
    translated = gettext(message)
    return translated % shown if shown else translated


def _shown(value: object) -> object:
    return date_format(value, "DATE_FORMAT") if isinstance(value, date) else value
