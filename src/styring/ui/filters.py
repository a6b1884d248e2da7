"""Choices above a list that narrow what it shows; they stand in the address, so that they can be kept and sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.http import HttpRequest
    from django.utils.functional import Promise


@dataclass(frozen=True)
class Filter:
    """One choice: its name in the address, what it is called, what there is to choose and what is chosen.

    Shown by ``ui/parts/filters.html``, with "all" before the options.
    """

    name: str
    label: str | Promise
    options: Sequence[tuple[str, str | Promise]]
    chosen: str = ""

    @classmethod
    def read(
        cls, request: HttpRequest, name: str, label: str | Promise, options: Iterable[tuple[str, str | Promise]]
    ) -> Filter:
        """The choice as the address has it; what is not among the options chooses nothing."""
        known = list(options)
        asked = request.GET.get(name, "")
        return cls(name, label, known, asked if asked in dict(known) else "")

    def passes(self, value: str) -> bool:
        """Is something with this value to be shown?"""
        return self.chosen in {"", value}
