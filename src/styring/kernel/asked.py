"""Asking the same thing only once while a page is made.

What fills a page comes from many apps that do not know each other, and several of them need the same: the roles of the
reader, the last month with accounts, the whole municipality as a unit. Each goes on asking for what it needs; a
question marked `asked_once` keeps its answer for as long as one page is read, and only then. A change forgets all.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_answers: ContextVar[dict[object, object] | None] = ContextVar("answers", default=None)


@contextmanager
def answers_kept() -> Iterator[None]:
    """Keep the answers to what is asked inside, until it ends; only for what reads. Inside another it is part of it."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def forget() -> None:
    """Forget what has been answered, since something has changed."""
    kept = _answers.get()
    if kept:
        kept.clear()


def asked_once(question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Let a function keep its answers while a page is read; what it is given must be hashable, its answer left as is.

    >>> @asked_once
    ... def twice(number):
    ...     print("asked")
    ...     return 2 * number
    >>> with answers_kept():
    ...     twice(2), twice(2)
    asked
    (4, 4)
    >>> twice(2)
    asked
    4
    """

    @wraps(question)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        kept = _answers.get()
        if kept is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in kept:
            kept[key] = question(*args, **kwargs)
        return kept[key]  # type: ignore[return-value]  # what is kept under a question is its answer

    return answer
