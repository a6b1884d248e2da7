"""Changing units: opening, renaming, describing, moving, merging and closing them, each from a day on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.spans import Span
from styring.kernel.words import gettext_noop
from styring.organisation.models import Holding, Position, Unit
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.rules import Stretch, handed_over
from styring.organisation.services.positions import end_holding
from styring.organisation.services.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from styring.accounts.models import User
    from styring.organisation.models import Level, Placement, ProgrammeArea


@dataclass(frozen=True)
class NewUnit:
    """A unit that is to be: what it is called, where it is to hang, and what its leader is called."""

    code: str
    name: str
    parent: Unit
    level: Level
    leader_title: str
    type: str = ""
    programme_area: ProgrammeArea | None = None


@transaction.atomic
def open_unit(*, actor: User, new: NewUnit, on: date) -> Unit:
    """Open a unit under another from a day on, with a position for its leader.

    Raises:
        NotAllowedError: the actor may not change the organisation here.
        RuleBrokenError: the parent is not there for as long, or stands at the same level or lower.
        ValidationError: the code is taken, or a name is missing.
    """
    require(actor, CHANGE_ORGANISATION, new.parent)
    tree = Tree()
    unit = Unit(code=new.code)
    unit.full_clean()
    unit.save(force_insert=True)
    area = new.programme_area.pk if new.programme_area else None
    tree.write(unit, [Stretch(Span(on), new.parent.pk, new.level.pk, new.name, new.type, area)])
    tree.settle()
    unit.refresh_from_db()
    record(actor=actor, verb="organisation.unit.opened", thing=unit)
    leading = Position(unit=unit, title=new.leader_title, is_leader=True)
    leading.full_clean()
    leading.save(force_insert=True)
    record(actor=actor, verb="organisation.position.created", thing=leading)
    return unit


@transaction.atomic
def rename_unit(*, actor: User, unit: Unit, name: str, on: date) -> Placement:
    """Give a unit another name from a day on, until a name that is already decided for later.

    Raises:
        NotAllowedError: the actor may not change the unit.
        RuleBrokenError: the unit is not there that day, or is called so already.
        ValidationError: the name is missing or too long.
    """
    require(actor, CHANGE_ORGANISATION, unit)
    tree = Tree()
    before = tree.change(unit, on, name=name)
    renamed = tree.placement(unit, on)
    record(actor=actor, verb="organisation.unit.renamed", thing=renamed, before=before)
    return renamed


@transaction.atomic
def describe_unit(*, actor: User, unit: Unit, type: str, programme_area: ProgrammeArea | None, on: date) -> Placement:  # noqa: A002 - the model's own word
    """Let a unit be of another type, or belong to another programme area, from a day on.

    Raises:
        NotAllowedError: the actor may not change the unit.
        RuleBrokenError: the unit is not there that day, or is so already.
    """
    require(actor, CHANGE_ORGANISATION, unit)
    tree = Tree()
    before = tree.change(unit, on, type=type, area=programme_area.pk if programme_area else None)
    described = tree.placement(unit, on)
    record(actor=actor, verb="organisation.unit.described", thing=described, before=before)
    return described


@transaction.atomic
def move_unit(*, actor: User, unit: Unit, parent: Unit, level: Level, on: date) -> Placement:
    """Hang a unit, with all that lies below it, under another from a day on.

    Raises:
        NotAllowedError: the actor may not change the unit or the new parent.
        RuleBrokenError: the unit hangs there already, the parent is not there for as long, stands at the same level
            or lower, or lies below the unit itself.
    """
    require(actor, CHANGE_ORGANISATION, unit)
    require(actor, CHANGE_ORGANISATION, parent)
    tree = Tree()
    before = tree.change(unit, on, parent=parent.pk, level=level.pk)
    moved = tree.placement(unit, on)
    record(actor=actor, verb="organisation.unit.moved", thing=moved, before=before)
    return moved


@transaction.atomic
def close_unit(*, actor: User, unit: Unit, on: date) -> Unit:
    """Let a unit be no more from a day on; whoever holds a position in it leaves the position that day.

    Raises:
        NotAllowedError: the actor may not change the unit.
        RuleBrokenError: units still hang under it, it is the top one, or it is not there on the day before.
    """
    require(actor, CHANGE_ORGANISATION, unit)
    tree = Tree()
    _refuse_open_children(tree, unit, on)
    before = snapshot(unit)
    tree.end(unit, on)
    tree.settle()
    _empty_positions(actor, unit, on)
    unit.refresh_from_db()
    record(actor=actor, verb="organisation.unit.closed", thing=unit, before=before)
    return unit


@transaction.atomic
def merge_units(*, actor: User, units: Sequence[Unit], into: Unit, on: date) -> Unit:
    """Let units go up in another from a day on: they close, and what hangs under them hangs under it.

    Args:
        actor: who may change all of them.
        units: the units that go up in the other, at least one.
        into: the unit that goes on, an old one or one just opened.
        on: the first day on which they are one.

    Raises:
        NotAllowedError: the actor may not change one of the units.
        RuleBrokenError: there is nothing to merge, a unit is to go up in itself, or the tree would not be whole.
    """
    _refuse_merging_with_itself(units, into)
    tree = Tree()
    for unit in [*units, into]:
        require(actor, CHANGE_ORGANISATION, unit)
    for unit in units:
        _hand_over_children(tree, unit, into, on)
        tree.end(unit, on)
    tree.settle()
    for unit in units:
        _empty_positions(actor, unit, on)
        before = snapshot(unit)
        unit.refresh_from_db()
        unit.merged_into = into
        unit.save(update_fields=["merged_into"])
        record(actor=actor, verb="organisation.unit.merged", thing=unit, before=before)
    return into


def _refuse_open_children(tree: Tree, unit: Unit, on: date) -> None:
    children = tree.children(unit, on)
    if children:
        names = ", ".join(child.name for child in children)
        message = gettext_noop(
            "%(unit)s kan ikke legges ned %(day)s, for disse enhetene ligger under den: %(children)s. "
            "Flytt eller legg ned dem først."
        )
        raise RuleBrokenError(message, unit=unit.name, day=on, children=names)


def _refuse_merging_with_itself(units: Sequence[Unit], into: Unit) -> None:
    if not units:
        raise RuleBrokenError(gettext_noop("Velg minst én enhet som skal slås sammen med en annen."))
    if into in units:
        raise RuleBrokenError(gettext_noop("%(unit)s kan ikke slås sammen med seg selv."), unit=into.name)


def _hand_over_children(tree: Tree, unit: Unit, into: Unit, on: date) -> None:
    for child in tree.children(unit, on):
        tree.write(child, handed_over(on, tree.history(child), unit.pk, into.pk))


def _empty_positions(actor: User, unit: Unit, on: date) -> None:
    for holding in Holding.objects.filter(position__unit=unit, valid_to__gt=on):
        end_holding(actor=actor, holding=holding, on=on)
