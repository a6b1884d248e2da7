"""Files made of versions, kept by the version's checksum since neither ever changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.cache import caches

from styring.documents.exporters.pdf import pdf

if TYPE_CHECKING:
    from styring.documents.models import Version

_YEAR = 365 * 24 * 3600
_LOOK = "1"
"""Counts up when the look of the file is changed, so that files are made anew."""


def kept_pdf(version: Version, municipality: str) -> bytes:
    """A version as PDF/UA-1; made once and kept.

    Raises:
        PdfError: it cannot be set accessibly.
    """
    key = f"pdf-{_LOOK}-{version.checksum}"
    kept: bytes | None = caches["drawings"].get(key)
    if kept is None:
        kept = pdf(version.head, version.chapters, municipality, version.checksum)
        caches["drawings"].set(key, kept, _YEAR)
    return kept
