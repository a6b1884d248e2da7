"""For developers: collect texts for translation, check that nothing is missing, compile.

update   writes every app's catalogues anew from the code; then translate what it lists
check    fails on a text that is missing, untranslated, fuzzy or no longer used, in any language
compile  writes the files that Django reads (also done by setup and before tests)
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring messages``."""
    parser.add_argument("action", choices=["update", "check", "compile"])
    parser.add_argument("apps", nargs="*", metavar="APP", help="only these apps (update and check)")


def run(chosen: argparse.Namespace) -> int:
    """Do it."""
    return {"update": _update, "check": _check, "compile": _compile}[chosen.action](chosen.apps)


def _update(apps: list[str]) -> int:
    from styring.project.catalogues import bring_up_to_date

    left = bring_up_to_date(only=apps)
    print("\n".join(["Tekster å oversette i:", *map(os.path.relpath, left)]) if left else "Alt er oversatt.")
    return 0


def _check(apps: list[str]) -> int:
    from styring.project.catalogues import faults

    found = faults(only=apps)
    for fault in found:
        print(fault, file=sys.stderr)
    print(f"{len(found)} feil i oversettelsene." if found else "Oversettelsene er fullstendige.")
    return 1 if found else 0


def _compile(_apps: list[str]) -> int:
    from styring.project.translations import compile_translations

    print(f"Skrev {len(compile_translations())} filer.")
    return 0
