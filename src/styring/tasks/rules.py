"""What background work is: a function known by a name, which reports how far it has come and ends in an outcome.

An app registers its kinds of work from its manifest; the name is stored, never the function::

    add_work("ledger.import", import_file)                               # in the manifest

    def import_file(owner, arguments, progress) -> Outcome:              # owner: who started it
        for n, line in enumerate(lines):
            progress.report(done=n, total=len(lines), step=gettext("Leser linjer"))
        return Outcome(gettext("48 221 linjer er lest."), address="/okonomi/innlesing/12/")

>>> progress = Progress()
>>> progress.report(done=50, total=200)
>>> progress.percent
25
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from styring.kernel.errors import InvalidValueError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass
class Progress:
    """How far a piece of work has come; cheap to tell, also for every row of a million.

    ``total`` is 0 until it is known. What is told is stored about once a second.
    """

    done: int = 0
    total: int = 0
    step: str = ""

    def report(self, *, done: int, total: int, step: str = "") -> None:
        """Tell how much is done of how much, and in words what is being done now."""
        self.done, self.total = done, total
        self.step = step or self.step

    @property
    def percent(self) -> int | None:
        """The share done in whole per cent, rounded down; None until the total is known."""
        return min(100, 100 * self.done // self.total) if self.total else None


@dataclass(frozen=True)
class Outcome:
    """How a piece of work ended: a sentence, what is to be said line by line, and the page to go on to."""

    sentence: str
    lines: tuple[str, ...] = ()
    address: str = ""


Work: TypeAlias = "Callable[[Any, Mapping[str, Any], Progress], Outcome]"
"""Called with the person who started it, the arguments that were given, and where to tell how far it has come."""

Left: TypeAlias = "Callable[[Mapping[str, Any]], None]"
"""Called with the arguments of work that failed or lost its worker, to write down how it stands."""

_known: dict[str, Work] = {}
_left: dict[str, Left] = {}


def add_work(name: str, work: Work, left: Left | None = None) -> None:
    """Let a kind of work be started by its name.

    Args:
        name: what is stored with each job.
        work: what is done.
        left: what is done about work that failed or lost its worker, besides telling its owner.
    """
    _known[name] = work
    if left:
        _left[name] = left


def leave(name: str, arguments: Mapping[str, Any]) -> None:
    """Let a kind of work write down that one piece of it was left undone; nothing where it has nothing to write."""
    if name in _left:
        _left[name](arguments)


def work_named(name: str) -> Work:
    """The function of a kind of work.

    Raises:
        InvalidValueError: no app has registered it.
    """
    if name not in _known:
        raise InvalidValueError(gettext_noop("Det finnes ikke noe bakgrunnsarbeid «%(name)s»."), name=name)
    return _known[name]
