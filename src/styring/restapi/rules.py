"""Keys: long, made by chance, shown once, and kept only as a checksum.

>>> is_well_formed(new_secret()), is_well_formed("hemmelig")
(True, False)
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

LONGEST_LIFE = timedelta(days=366)
"""A key that nobody has thought of for a year should not open anything."""
MOST_KEYS = 20
_START = "styring_"
_BYTES = 32
_FORM = re.compile(rf"{_START}[\w-]{{43}}", re.ASCII)


def new_secret() -> str:
    """A key that nobody can guess; it begins so that it is recognised where it should not be, as in a file."""
    return _START + secrets.token_urlsafe(_BYTES)


def is_well_formed(secret: str) -> bool:
    """Can it be a key of ours at all?"""
    return bool(_FORM.fullmatch(secret))


def digest_of(secret: str) -> str:
    """What is kept of a key. It is made by chance, so nothing slower is needed to keep it from being found."""
    return hashlib.sha256(secret.encode()).hexdigest()
