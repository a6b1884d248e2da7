"""Errors as sentences in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

if TYPE_CHECKING:
    from styring.kernel.errors import GovernanceError


def sentence(error: GovernanceError) -> str:
    """An error's sentence, translated, with what varies put in."""
    translated = gettext(error.message)
    return translated % error.parts if error.parts else translated
