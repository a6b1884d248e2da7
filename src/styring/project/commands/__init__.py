"""The command line ``styring``: thin doors to the same services as the pages.

Each module here is one word of the command line: ``add_to`` describes it, ``run`` does it and returns the exit status.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from pathlib import Path


def main(words: list[str] | None = None) -> int:
    """Run a command; 0 only when all is well, errors as sentences on standard error."""
    parser = argparse.ArgumentParser(
        prog="styring", description="Styringshjulet: the management system of a municipality."
    )
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder (else STYRING_DATA, else ./data)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        command = commands.add_parser(
            found.name.rstrip("_").replace("_", "-"), help=(module.__doc__ or "").splitlines()[0]
        )
        command.set_defaults(run=module.run)
        module.add_to(command)
    chosen = parser.parse_args(words)
    if chosen.data:
        os.environ["STYRING_DATA"] = str(chosen.data)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styring.project.settings")
    return _run(chosen)


def _run(chosen: argparse.Namespace) -> int:
    import django

    from styring.kernel.errors import GovernanceError

    django.setup()
    try:
        status: int = chosen.run(chosen)
    except GovernanceError as error:
        print(error, file=sys.stderr)
        return 1
    return status
