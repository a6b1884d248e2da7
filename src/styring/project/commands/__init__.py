"""The command line ``styring``: thin doors to the same services as the pages.

Each module here is one word of the command line: ``add_to`` describes it, ``run`` does it and returns the exit status.
``--data`` may stand anywhere in the line, and is taken out before the words are read.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from typing import TYPE_CHECKING, NoReturn

from styring.project.complaints import of_file, of_line

if TYPE_CHECKING:
    from collections.abc import Callable


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Say what is wrong with the line, and that nothing was done."""
        self.print_usage(sys.stderr)
        self.exit(1, f"{of_line(message)} Se «{self.prog} --help».\n")


def main(words: list[str] | None = None) -> int:
    """Run a command; 0 only when all is well, errors as sentences on standard error."""
    rest = _without_data_folder(sys.argv[1:] if words is None else words)
    chosen = _parser().parse_args(rest)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "styring.project.settings")
    return _in_words(lambda: _run(chosen))


def _without_data_folder(words: list[str]) -> list[str]:
    """The line without ``--data DIR``, which is put where settings look for it."""
    asked = _Parser(prog="styring", add_help=False, allow_abbrev=False)
    asked.add_argument("--data")
    found, rest = asked.parse_known_args(words)
    if found.data:
        os.environ["STYRING_DATA"] = found.data
    return rest


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="styring", description="Styringshjulet: the management system of a municipality.")
    parser.add_argument("--data", metavar="DIR", help="data folder (else STYRING_DATA, else data/demo)")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for found in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{found.name}")
        words = (module.__doc__ or "").strip()
        command = commands.add_parser(
            found.name.rstrip("_").replace("_", "-"),
            help=words.splitlines()[0],
            description=words,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.set_defaults(run=module.run)
        module.add_to(command)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    import django

    before = getattr(sys.modules[chosen.run.__module__], "before_settings", None)
    if before:
        before(chosen)
    django.setup()
    status: int = chosen.run(chosen)
    return status


def _in_words(work: Callable[[], int]) -> int:
    """Do it, and turn what can go wrong for a person at the command line into a sentence."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError
    from django.db.utils import DatabaseError

    from styring.kernel.errors import GovernanceError

    try:
        return work()
    except (GovernanceError, ImproperlyConfigured, CommandError) as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(of_file(error), file=sys.stderr)
    except DatabaseError as error:
        print(f"Databasen svarte: {error}", file=sys.stderr)
        print("Er installasjonen satt opp? Kjør «styring setup».", file=sys.stderr)
    except KeyboardInterrupt:
        print("Avbrutt.", file=sys.stderr)
    return 1
