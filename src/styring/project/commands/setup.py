"""Make the installation ready, or bring it up to a new version: database, languages, static files."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """Takes no words of its own."""
    del parser


def run(chosen: argparse.Namespace) -> int:
    """Do what is missing and say what."""
    del chosen
    from django.conf import settings

    from styring.project.upkeep import make_ready

    done = make_ready()
    print(f"Gjorde klar {', '.join(done)}." if done else "Alt var klart fra før.")
    print(f"Data ligger i {settings.DATA}.")
    return 0
