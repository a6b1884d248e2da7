"""Run only the background worker; «styring serve» has one already."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring worker``."""
    parser.add_argument("--interval", type=float, default=0.5, metavar="S", help="seconds between looks (else 0.5)")


def run(chosen: argparse.Namespace) -> int:
    """Work until asked to stop."""
    from styring.project.working import work_until_stopped

    work_until_stopped(interval=chosen.interval)
    return 0
