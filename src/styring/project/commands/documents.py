"""Check that what is published is what was sealed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring documents``."""
    parser.add_argument("what", choices=["verify"], help="verify: recompute every version's checksum")


def run(chosen: argparse.Namespace) -> int:  # noqa: ARG001 - there is one thing to do
    """Say whether every published version is whole; 1 when one is not."""
    from styring.documents.models import Version
    from styring.documents.queries.published import broken_seals

    broken = broken_seals()
    for version in broken:
        print(f"Versjon {version.number} av «{version.document}» er endret etter publisering.", file=sys.stderr)
    if not broken:
        print(f"Alle {Version.objects.count()} publiserte versjoner er hele.")
    return 1 if broken else 0
