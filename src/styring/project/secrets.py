"""The installation's secret key: from the environment, or made once and kept in the data folder."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ImproperlyConfigured

if TYPE_CHECKING:
    from pathlib import Path

_ENOUGH = 50
_OTHERS = 0o077


def secret_key(data: Path, mode: str) -> str:
    """The key that signs sessions and links.

    Raises:
        ImproperlyConfigured: the one in the environment is too short, or others can read the one in the folder.
    """
    if mode == "test":
        return "only-for-tests"
    given = os.environ.get("STYRING_SECRET_KEY")
    if given is not None:
        if len(given) < _ENOUGH:
            msg = f"STYRING_SECRET_KEY har {len(given)} tegn; den må ha minst {_ENOUGH}."
            raise ImproperlyConfigured(msg)
        return given
    kept = data / "secret-key"
    if not kept.exists():
        data.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(64), encoding="ascii")
    if kept.stat().st_mode & _OTHERS:
        msg = f"Andre enn du kan lese {kept}, som beskytter innloggingene. Kjør: chmod 600 {kept}"
        raise ImproperlyConfigured(msg)
    return kept.read_text(encoding="ascii").strip()
