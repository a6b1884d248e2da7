"""Run one of Django's own management commands, such as migrate."""

from __future__ import annotations

import argparse

from django.core.management import execute_from_command_line


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring manage``."""
    parser.add_argument("words", nargs=argparse.REMAINDER, help="the management command and its arguments")


def run(chosen: argparse.Namespace) -> int:
    """Run it."""
    execute_from_command_line(["styring manage", *chosen.words])
    return 0
