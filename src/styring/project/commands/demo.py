"""Load the demo municipality Lindvik; a second time changes nothing.

The data folder becomes a demo for good: anyone may step into any of its people. A folder with a real installation is
refused.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring demo``."""
    parser.add_argument("action", choices=["load"], help="load the municipality into the data folder")
    parser.add_argument("--if-changed", action="store_true", help="only when the demo's files are newer than the load")


def before_settings(chosen: argparse.Namespace) -> None:
    """A folder that is not yet anything becomes a demo; what is a real installation stays so."""
    del chosen
    from styring.project.folders import data_folder, is_unused

    if is_unused(data_folder()):
        os.environ.setdefault("STYRING_MODE", "demo")


def run(chosen: argparse.Namespace) -> int:
    """Set up and load."""
    from styring.project.demo import load_demo

    load_demo(say=print, only_if_changed=chosen.if_changed)
    return 0
