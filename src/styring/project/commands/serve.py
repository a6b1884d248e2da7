"""Start the web server and the worker; Ctrl-C stops both.

What is missing is made ready first: a new installation gets its database, an older one is brought up to this version.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_to(parser: argparse.ArgumentParser) -> None:
    """The words after ``styring serve``."""
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="port to listen on (else 8000)")
    parser.add_argument("--host", default="127.0.0.1", metavar="HOST", help="address to listen on (else 127.0.0.1)")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="web processes (else 2)")
    parser.add_argument("--no-setup", action="store_true", help="leave the database as it is; another server has it")
    parser.add_argument("--no-worker", action="store_true", help="no background worker; another server has them")


def before_settings(chosen: argparse.Namespace) -> None:
    """People reach us at the port that was chosen, unless the installation has an address of its own."""
    os.environ.setdefault("STYRING_URL", f"http://localhost:{chosen.port}")


def run(chosen: argparse.Namespace) -> int:
    """Make ready, start, and look after both until stopped."""
    from django.conf import settings

    from styring.project import serving
    from styring.project.upkeep import make_ready

    serving.refuse_taken_port(chosen.host, chosen.port)
    make_ready(with_database=not chosen.no_setup)
    os.environ.update(STYRING_DATA=str(settings.DATA), STYRING_MODE=settings.MODE)
    children = [serving.web_server(host=chosen.host, port=chosen.port, workers=chosen.workers)]
    if not chosen.no_worker:
        children.append(serving.worker())
    serving.run_together(children, host=chosen.host, port=chosen.port, when_ready=_say_where)
    return 0


def _say_where() -> None:
    from django.conf import settings

    from styring.project.first_run import setup_code

    code = setup_code()
    print(f"\nStyringshjulet er i gang: {settings.ADDRESS}", flush=True)
    if settings.DEMO:
        print(f"Velg hvem du vil være: {settings.ADDRESS}/demo/ (ingen passord i demoen)")
    elif code:
        print(f"Sett opp kommunen:        {settings.ADDRESS}/oppsett/?kode={code}")
        print(f"Engangskode:              {code}")
    print(f"Data ligger i {settings.DATA}. Stopp med Ctrl-C.\n", flush=True)
