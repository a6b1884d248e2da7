"""What a new installation lacks before it can steer, read from what is there; nothing is ticked off by hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Exists
from django.utils.translation import gettext_lazy as _

from styring.access.models import Grant
from styring.access.policies import GIVE_ROLES, may
from styring.budget.models import Layer, LayerKind
from styring.budget.policies import IMPORT_BUDGET
from styring.ledger.models import Balance
from styring.ledger.policies import IMPORT_LEDGER
from styring.organisation.models import Municipality, Placement
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.plans.models import Goal
from styring.plans.policies import CHANGE_GOAL
from styring.reporting.models import Round
from styring.reporting.policies import OPEN_ROUND
from styring.wheel.models import Year
from styring.wheel.policies import CHANGE_WHEEL

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import Model, QuerySet
    from django.utils.functional import Promise

    from styring.accounts.models import User
    from styring.kernel.authority import Action


@dataclass(frozen=True)
class FirstStep:
    """Something to do once: what and why, on which page, what it takes, and who does it when the reader cannot."""

    name: str
    title: str | Promise
    why: str | Promise
    url_name: str
    action: Action
    done_by: str | Promise
    is_done: bool = False
    is_yours: bool = False


_ADMINISTRATOR, _CONTROLLER, _PLANNER = _("systemansvarlig"), _("controller"), _("planlegger")
_STEPS = (
    FirstStep(
        "organisation", _("Legg inn organisasjonen"),
        _("Les inn enhetene fra en fil, eller opprett dem én for én. Alt annet henger på dem."),
        "organisation:files", CHANGE_ORGANISATION, _ADMINISTRATOR,
    ),
    FirstStep(
        "people", _("Inviter folk og gi roller"),
        _("Ledere, controller, planlegger og politikere ser og gjør det rollen deres gir rett til."),
        "access:people", GIVE_ROLES, _ADMINISTRATOR,
    ),
    FirstStep(
        "contact", _("Si hvor innbyggerne kan skrive"),
        _("Adressen står på sidene om personvern og tilgjengelighet."),
        "organisation:change_municipality", CHANGE_ORGANISATION, _ADMINISTRATOR,
    ),
    FirstStep(
        "wheel", _("Drei årshjulet"),
        _("Fristene for året regnes ut, og kan endres etterpå."),
        "wheel:this_year", CHANGE_WHEEL, _PLANNER,
    ),
    FirstStep(
        "accounts", _("Les inn regnskapet"),
        _("En fil fra økonomisystemet. Du ser hva som er galt, linje for linje, før noe tas i bruk."),
        "imports:batch_list", IMPORT_LEDGER, _CONTROLLER,
    ),
    FirstStep(
        "budget", _("Les inn det vedtatte budsjettet"),
        _("Da vises avvik og prognoser mot det."),
        "imports:batch_list", IMPORT_BUDGET, _CONTROLLER,
    ),
    FirstStep(
        "goals", _("Skriv det første målet"),
        _("Det tiltak, indikatorer og rapporter knyttes til."),
        "plans:goal_list", CHANGE_GOAL, _PLANNER,
    ),
    FirstStep(
        "round", _("Åpne den første rapporteringsrunden"),
        _("Hver leder får en månedsrapport med tallene fylt ut."),
        "reporting:rounds", OPEN_ROUND, _CONTROLLER,
    ),
)  # fmt: skip


def first_steps_for(reader: User, day: date) -> list[FirstStep]:
    """The first steps with how far they have come, for those who set the installation up.

    None when nothing is left that the reader does. One query, and none at all for others.
    """
    if not may(reader, CHANGE_ORGANISATION) and not may(reader, IMPORT_LEDGER):
        return []
    done = _done(reader, day)
    steps = [_as_it_is(step, reader, is_done=bool(done.get(step.name))) for step in _STEPS]
    return steps if any(step.is_yours and not step.is_done for step in steps) else []


def _as_it_is(step: FirstStep, reader: User, *, is_done: bool) -> FirstStep:
    is_yours = may(reader, step.action)
    return FirstStep(step.name, step.title, step.why, step.url_name, step.action, step.done_by, is_done, is_yours)


def _done(reader: User, day: date) -> dict[str, bool]:
    """Whether there is any of what each step makes."""
    made: dict[str, QuerySet[Model]] = {
        "organisation": Placement.objects.filter(parent__isnull=False),
        "people": Grant.objects.valid_on(day).exclude(user=reader),
        "contact": Municipality.objects.exclude(contact=""),
        "wheel": Year.objects.filter(number=day.year),
        "accounts": Balance.objects.all(),
        "budget": Layer.objects.filter(kind=LayerKind.ADOPTED),
        "goals": Goal.objects.all(),
        "round": Round.objects.all(),
    }
    found = Municipality.objects.annotate(**{f"has_{name}": Exists(rows) for name, rows in made.items()})
    answer = found.values(*(f"has_{name}" for name in made)).first() or {}
    return {name.removeprefix("has_"): bool(value) for name, value in answer.items()}
