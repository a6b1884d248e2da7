"""What a report must say before it can be delivered: forecast, and beyond the limits explanation and measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from styring.budget.rules.deviation import Limits, needs_explanation
from styring.kernel.words import gettext_noop

CAUSES = {
    "volume": gettext_noop("Flere timer enn budsjettert"),
    "temporary_staff": gettext_noop("Innleie og vikar"),
    "sick_leave": gettext_noop("Sykefravær"),
    "users": gettext_noop("Flere eller dyrere vedtak"),
    "price": gettext_noop("Pris og lønn"),
    "income": gettext_noop("Endret inntekt"),
    "other": gettext_noop("Annet"),
}
"""The short answers to why a forecast departs from the budget."""


@dataclass(frozen=True)
class Answers:
    """What a unit leader has said so far; amounts in øre, None where nothing is said."""

    budget: int
    forecast: int | None
    causes: tuple[str, ...] = ()
    explanation: str = ""
    open_measures: int = 0
    unanswered_measures: tuple[str, ...] = ()


class Lack(NamedTuple):
    """Something that is missing: which question it belongs to, and the sentence that says it."""

    question: str
    says: str
    about: str = ""


def lacks(answers: Answers, limits: Limits) -> list[Lack]:
    """What is missing before a unit's report can be delivered, in the order of the page.

    Beyond the limits it takes cause and explanation; when more is spent than the budget has, a measure too.

    >>> [lack.question for lack in lacks(Answers(budget=100, forecast=None), Limits())]
    ['forecast']
    >>> [lack.question for lack in lacks(Answers(budget=100, forecast=120), Limits())]
    ['causes', 'explanation', 'measure']
    """
    found = [
        Lack("worked", gettext_noop("Svar på om tiltaket «%(about)s» virket"), title)
        for title in answers.unanswered_measures
    ]
    if answers.forecast is None:
        return [Lack("forecast", gettext_noop("Fyll ut årsprognosen")), *found]
    if not needs_explanation(answers.budget - answers.forecast, answers.budget, limits):
        return found
    said = {"causes": bool(answers.causes), "explanation": bool(answers.explanation.strip())}
    said["measure"] = bool(answers.open_measures) or answers.forecast < answers.budget
    return [Lack(question, _ASKED_FOR[question]) for question, is_said in said.items() if not is_said] + found


_ASKED_FOR = {
    "causes": gettext_noop("Velg minst én årsak"),
    "explanation": gettext_noop("Forklar avviket"),
    "measure": gettext_noop("Legg inn minst ett tiltak"),
}


class LevelAnswers(NamedTuple):
    """What a level above the units has said: its adjustment of the sum (øre), why, and its assessment."""

    adjustment: int = 0
    reason: str = ""
    assessment: str = ""


def level_lacks(said: LevelAnswers) -> list[Lack]:
    """What is missing before a level can deliver upwards.

    >>> [lack.question for lack in level_lacks(LevelAnswers(adjustment=-150_000_000))]
    ['reason', 'assessment']
    """
    found = []
    if said.adjustment and not said.reason.strip():
        found.append(Lack("reason", gettext_noop("Skriv hvorfor du justerer prognosen")))
    if not said.assessment.strip():
        found.append(Lack("assessment", gettext_noop("Skriv din vurdering")))
    return found
