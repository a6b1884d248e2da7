"""Changing the municipality's own words: its name and language, its levels and what their leaders are called."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot, take_turn
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.organisation.models import Level, LevelName, Municipality
from styring.organisation.policies import CHANGE_ORGANISATION
from styring.organisation.queries import whole_municipality

if TYPE_CHECKING:
    from styring.accounts.models import User

ALWAYS = date.min


@transaction.atomic
def change_municipality(*, actor: User, municipality: Municipality) -> Municipality:
    """Keep what is new about the municipality; it is given changed and not saved.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: something is missing or too long.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    before = snapshot(Municipality.objects.get(pk=municipality.pk))
    municipality.full_clean()
    municipality.save(force_update=True)
    record(actor=actor, verb="organisation.municipality.changed", thing=municipality, before=before)
    return municipality


@transaction.atomic
def create_level(*, actor: User, level: Level) -> Level:
    """Create a level of the line, given unsaved; its words hold from the beginning.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        ValidationError: there is a level with that number, or a word is missing.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    level.full_clean()
    level.save(force_insert=True)
    LevelName.objects.create(level=level, name=level.name, leader_title=level.leader_title, valid_from=ALWAYS)
    record(actor=actor, verb="organisation.level.created", thing=level)
    return level


@transaction.atomic
def retitle_level(*, actor: User, level: Level, name: str, leader_title: str, on: date) -> LevelName:
    """Give a level and its leaders other words from a day on; what they were called before stands.

    Raises:
        NotAllowedError: the actor may not change the organisation.
        RuleBrokenError: other words are already decided from a later day, or these are the words already.
        ValidationError: a word is missing or too long.
    """
    require(actor, CHANGE_ORGANISATION, whole_municipality())
    take_turn()
    now = _last_name(level)
    _refuse_words_that_are_not_new(now, (name, leader_title), on)
    before = snapshot(now)
    if now.valid_from < on:
        now.valid_to = on
        now.save(update_fields=["valid_to"])
        now = LevelName(level=level, valid_from=on)
    now.name, now.leader_title = name, leader_title
    now.full_clean()
    now.save()
    level.name, level.leader_title = name, leader_title
    level.save(update_fields=["name", "leader_title"])
    record(actor=actor, verb="organisation.level.retitled", thing=now, before=before)
    return now


def _last_name(level: Level) -> LevelName:
    last = LevelName.objects.filter(level=level).order_by("valid_from").last()
    if last is None:
        words = {"name": level.name, "leader_title": level.leader_title}
        last = LevelName.objects.create(level=level, valid_from=ALWAYS, **words)
    return last


def _refuse_words_that_are_not_new(now: LevelName, words: tuple[str, str], on: date) -> None:
    if now.valid_from > on:
        message = gettext_noop("Nivået får navnet «%(name)s» %(day)s. Velg den dagen eller en senere.")
        raise RuleBrokenError(message, name=now.name, day=now.valid_from)
    if (now.name, now.leader_title) == words:
        raise RuleBrokenError(gettext_noop("Nivået heter «%(name)s» fra før. Ingenting ble endret."), name=now.name)
