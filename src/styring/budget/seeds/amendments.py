"""The amendments of 2026 that leaders have written themselves: decided, sent on, rejected, and one not yet ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from styring.access.queries import person_by_username
from styring.budget.models import Amendment, Authority, CarryOver, Investment
from styring.budget.seeds.accounting import file, units
from styring.budget.services import (
    AmendmentText,
    ProjectMove,
    Resolution,
    RowText,
    add_project,
    add_row,
    decide_within_frame,
    propose_amendment,
    reject_amendment,
    write_amendment,
)
from styring.ledger.rules.groups import ArtGroup
from styring.organisation.models import Body

if TYPE_CHECKING:
    from styring.accounts.models import User

ORE = 100
YEAR = 2026


def load_amendments() -> None:
    """Each as its author wrote it, and how it went; nothing when they are there."""
    if Amendment.objects.exclude(pk__in=CarryOver.objects.values("amendment")).exists():
        return
    for told in file("reguleringer")["reguleringer"]:
        author = person_by_username(told["av"])
        made = _written(author, told)
        if "vedtatt_selv" in told:
            decide_within_frame(actor=author, amendment=made, day=told["vedtatt_selv"])
        elif "sendt" in told:
            propose_amendment(actor=author, amendment=made, day=told["sendt"])
            if "avslag" in told:
                _reject(made, told["avslag"])


def _written(author: User, told: dict[str, Any]) -> Amendment:
    day = told["skrevet"]
    text = AmendmentText(YEAR, told["tittel"], told["hvorfor"])
    made = write_amendment(actor=author, unit=units()[told["enhet"]], text=text, day=day)
    for told_move in told.get("prosjekter", ()):
        add_project(actor=author, amendment=made, move=_move(told_move))
    for code, purpose, group, kroner in told.get("rader", ()):
        row = RowText(units()[code], purpose, ArtGroup(group), kroner * ORE)
        add_row(actor=author, amendment=made, text=row, day=day)
    return made


def _move(told: dict[str, Any]) -> ProjectMove:
    one = Investment.objects.select_related("element__unit").get(project=told["prosjekt"])
    return ProjectMove(one, told["hva"], told["belop"] * ORE, told["aar"], to_year=told["til_aar"])


def _reject(made: Amendment, told: dict[str, Any]) -> None:
    body = Body.objects.get(code=told["organ"])
    said = Resolution(Authority.EXECUTIVE_COMMITTEE, told["sak"], told["dag"], body)
    reject_amendment(actor=person_by_username("sekretariat"), amendment=made, answer=told["svar"], resolution=said)
