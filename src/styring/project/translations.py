"""Turning the translators' files into what Django reads; no gettext program needed."""

from __future__ import annotations

from pathlib import Path

import polib

PACKAGE = Path(__file__).parent.parent


def compile_translations(package: Path = PACKAGE) -> list[Path]:
    """Write the ``.mo`` file beside each ``.po`` file that is newer than it; the ones written."""
    written = []
    for source in sorted(package.glob("*/locale/*/LC_MESSAGES/*.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            beside = compiled.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(beside))
            beside.replace(compiled)
            written.append(compiled)
    return written
