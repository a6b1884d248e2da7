"""The checksum of a version: of its head and of every part, so that a single chapter can be proved alone.

Anyone can recompute it from the content, without this system (algorithms: version checksum).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from styring.kernel.canonical import canonical_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PART = b"styringshjulet/part/1\n"
_VERSION = b"styringshjulet/version/1\n"


def part_sum(part: Mapping[str, Any]) -> str:
    """SHA-256 of a part, such as a chapter, 64 hexadecimal digits."""
    return hashlib.sha256(_PART + canonical_bytes(part)).hexdigest()


def version_sum(head: Mapping[str, Any], parts: Sequence[Mapping[str, Any]]) -> str:
    """SHA-256 of a version's head and the sums of its parts in reading order, 64 hexadecimal digits."""
    body = {"head": head, "parts": [part_sum(part) for part in parts]}
    return hashlib.sha256(_VERSION + canonical_bytes(body)).hexdigest()
