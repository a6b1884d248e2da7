"""The municipality's own rules of which codes may stand together: added, and ended from a year on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from styring.audit.services import record, snapshot, take_turn
from styring.kernel.authority import require
from styring.kernel.errors import RuleBrokenError
from styring.kernel.words import gettext_noop
from styring.ledger.policies import CHANGE_CHART
from styring.ledger.rules.couplings import YEARS_TURNED

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.ledger.models import CombinationRule

ENDED_ALREADY = gettext_noop("Regelen er avsluttet fra før.")


@transaction.atomic
def add_combination_rule(*, actor: User, rule: CombinationRule) -> CombinationRule:
    """Let a rule count from a year on.

    Args:
        actor: who adds it.
        rule: the new rule, not saved.

    Raises:
        NotAllowedError: the actor may not change the chart of accounts.
        RuleBrokenError: it ends before it begins.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_CHART)
    if rule.last_year < rule.first_year:
        raise RuleBrokenError(YEARS_TURNED)
    rule.full_clean()
    rule.save(force_insert=True)
    record(actor=actor, verb="ledger.combination_rule.added", thing=rule)
    return rule


@transaction.atomic
def end_combination_rule(*, actor: User, rule: CombinationRule, last_year: int) -> CombinationRule:
    """Let a rule count no longer after a year.

    Raises:
        NotAllowedError: the actor may not change the chart of accounts.
        RuleBrokenError: it would end before it begins, or has ended by then.
    """
    require(actor, CHANGE_CHART)
    take_turn()
    rule.refresh_from_db()
    if last_year < rule.first_year:
        raise RuleBrokenError(YEARS_TURNED)
    if last_year >= rule.last_year:
        raise RuleBrokenError(ENDED_ALREADY)
    before = snapshot(rule)
    rule.last_year = last_year
    rule.save(update_fields=["last_year"])
    record(actor=actor, verb="ledger.combination_rule.ended", thing=rule, before=before)
    return rule
