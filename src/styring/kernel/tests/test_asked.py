from __future__ import annotations

from styring.kernel.asked import answers_kept, asked_once, forget

asked: list[str] = []


@asked_once
def question(name: str) -> str:
    asked.append(name)
    return name


def test_same_thing_is_asked_only_once_while_answers_are_kept() -> None:
    asked.clear()
    with answers_kept():
        answers = [question("a"), question("a"), question("b")]
    assert (answers, asked) == (["a", "a", "b"], ["a", "b"])


def test_nothing_is_kept_outside_or_afterwards() -> None:
    asked.clear()
    with answers_kept():
        question("a")
    question("a")
    question("a")
    assert len(asked) == 3


def test_answers_are_kept_until_the_outermost_ends() -> None:
    asked.clear()
    with answers_kept():
        question("a")
        with answers_kept():
            question("a")
        question("a")
    assert asked == ["a"]


def test_change_forgets_what_was_answered() -> None:
    asked.clear()
    forget()
    with answers_kept():
        question("a")
        forget()
        question("a")
    assert asked == ["a", "a"]
