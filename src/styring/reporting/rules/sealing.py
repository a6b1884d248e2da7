"""The consolidated figures as sealed bytes, and back."""

from __future__ import annotations

import hashlib
import json

from styring.kernel.canonical import canonical_bytes
from styring.reporting.rules.consolidated import Consolidated
from styring.reporting.rules.values import plain, restored

_MARK = b"styringshjulet/round/1\n"


def sealed(report: Consolidated) -> tuple[str, str]:
    """A report as canonical JSON, and the checksum of that."""
    written = canonical_bytes(plain(report))
    return written.decode(), checksum_of(written)


def checksum_of(written: bytes) -> str:
    """SHA-256 of a round's mark and its canonical bytes, 64 hexadecimal digits."""
    return hashlib.sha256(_MARK + written).hexdigest()


def unsealed(content: str) -> Consolidated:
    """The report that was sealed."""
    return restored(Consolidated, json.loads(content))
