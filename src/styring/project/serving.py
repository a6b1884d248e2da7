"""Running the web server and the worker together, as children of one process that looks after both."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn

from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

_PATIENCE = 10.0
_PAUSE = 0.2
_LONG_ENOUGH = 5.0


class _StopError(Exception):
    """Somebody wants us to stop."""


@dataclass
class Child:
    """A program that is to run all the time; started anew when it ends by itself."""

    name: str
    words: list[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    deaths_in_a_row: int = field(default=0)

    def start(self) -> None:
        """Start it in a session of its own, so that Ctrl-C reaches only us; it ends when we are killed, too."""
        holder = shutil.which("setpriv")
        tied = [holder, "--pdeathsig", "TERM"] if holder else []
        self.started = time.monotonic()
        self.process = subprocess.Popen([*tied, *self.words], start_new_session=True)  # noqa: S603 - our own words

    def look_after(self) -> None:
        """Start it anew if it has ended.

        Raises:
            RuleBrokenError: it ends at once, three times in a row.
        """
        if self.process is None or self.process.poll() is None:
            return
        lived = time.monotonic() - self.started
        self.deaths_in_a_row = self.deaths_in_a_row + 1 if lived < _LONG_ENOUGH else 1
        if self.deaths_in_a_row >= 3:  # noqa: PLR2004 - once may be chance
            raise RuleBrokenError(
                gettext_noop("%(name)s stopper med en gang den starter. Se meldingene over."), name=self.name
            )
        sys.stderr.write(f"{self.name} stoppet og startes på nytt.\n")
        self.start()

    def end(self, deadline: float) -> None:
        """Let it finish what it is doing, but not for ever."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def web_server(*, host: str, port: int, workers: int) -> Child:
    """Granian with the application; it holds slow clients itself, so no other server is needed in front."""
    words = ["granian", "--interface", "wsgi", "--no-ws", "--host", host, "--port", str(port), "--log-level", "warning"]
    words += ["--workers", str(workers), "--blocking-threads", "2", "--workers-kill-timeout", "5"]
    return Child("Webtjeneren", [sys.executable, "-m", *words, "styring.project.wsgi:application"])


def worker() -> Child:
    """The one that does background tasks."""
    return Child("Arbeideren", [sys.executable, "-m", "styring", "worker"])


def refuse_taken_port(host: str, port: int) -> None:
    """Go on only when a port is free.

    Raises:
        RuleBrokenError: another program uses it.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError as error:
            raise RuleBrokenError(
                gettext_noop("Port %(port)s er opptatt eller ikke tillatt. Velg en annen med --port."), port=port
            ) from error


def run_together(children: list[Child], *, host: str, port: int, when_ready: Callable[[], object]) -> None:
    """Start all, say when the port answers, look after all until asked to stop; all are ended on the way out."""
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, _stop)
    waiting = True
    try:
        for child in children:
            child.start()
        while True:
            if waiting and _answers(host, port):
                waiting = False
                when_ready()
            for child in children:
                child.look_after()
            time.sleep(_PAUSE)
    except _StopError:
        sys.stderr.write("Stopper …\n")
    finally:
        _end(children)


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _StopError


def _end(children: list[Child]) -> None:
    for sent in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sent, signal.SIG_IGN)
    running = [child for child in children if child.process is not None and child.process.poll() is None]
    for child in running:
        if child.process is not None:
            child.process.terminate()
    deadline = time.monotonic() + _PATIENCE
    for child in running:
        child.end(deadline)


def _answers(host: str, port: int) -> bool:
    try:
        with socket.create_connection((host if host not in {"0.0.0.0", "::"} else "localhost", port), timeout=1):  # noqa: S104 - compared only
            return True
    except OSError:
        return False
