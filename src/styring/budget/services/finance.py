"""What a four-year plan rests on: loans, reserves, book values, premises, population, targets; and scenarios."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from django.db import transaction
from django.utils import timezone

from styring.access.policies import require
from styring.audit.services import record, snapshot
from styring.budget.models import AgeGroup, Population, Scenario
from styring.budget.policies import CHANGE_FINANCE, VIEW_FINANCE
from styring.kernel.errors import NotAllowedError, RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from styring.accounts.models import User
    from styring.budget.models import BookValues, FinancialTarget, Fund, Layer, Loan, Premises

    Basis = BookValues | FinancialTarget | Fund | Loan | Premises
    Kept = TypeVar("Kept", BookValues, FinancialTarget, Fund, Loan, Premises)

NOT_YOURS = gettext_noop("Bare den som lagret scenariet, kan endre det.")
NAME_IT = gettext_noop("Gi scenariet et navn.")


@transaction.atomic
def keep_basis(*, actor: User, thing: Kept, before: Kept | None = None) -> Kept:
    """Keep a loan, a reserve, a year's book values or premises, or a target, new or changed.

    Args:
        actor: who answers for it.
        thing: as it is to be, not saved.
        before: as it was; None when it is new.

    Raises:
        NotAllowedError: the actor may not change the municipality's finance.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_FINANCE)
    then = snapshot(before) if before else None
    thing.full_clean()
    thing.save()
    record(actor=actor, verb=f"budget.{thing._meta.model_name}.kept", thing=thing, before=then)  # noqa: SLF001 - Django's own documented API
    return thing


@transaction.atomic
def set_population(*, actor: User, group: AgeGroup, heads: Mapping[int, int]) -> AgeGroup:
    """Keep an age group, what a head costs, and how many there are each year; what was known is replaced.

    Raises:
        NotAllowedError: the actor may not change the municipality's finance.
        ValidationError: it breaks a rule of the model.
    """
    require(actor, CHANGE_FINANCE)
    known = AgeGroup.objects.filter(code=group.code).first()
    before = snapshot(known) if known else None
    kept = known or group
    kept.order, kept.cost_per_head = group.order, group.cost_per_head
    kept.full_clean()
    kept.save()
    kept.years.all().delete()
    Population.objects.bulk_create(Population(group=kept, year=year, heads=many) for year, many in heads.items())
    record(actor=actor, verb="budget.agegroup.kept", thing=kept, before=before)
    return kept


@transaction.atomic
def save_scenario(
    *, actor: User, layer: Layer, name: str, choice: Mapping[str, object], is_shared: bool = False
) -> Scenario:
    """Keep a choice beside a layer under a name; the actor's own of that name is replaced. The layer stays as it is.

    Args:
        actor: who keeps it.
        layer: the layer that the choice is about; the caller has seen that the actor may see it.
        name: what it is called.
        choice: what is changed, as `scenarios.written` gives it.
        is_shared: others who may see the layer see it too.

    Raises:
        NotAllowedError: the actor may not see the municipality's finance.
        RuleBrokenError: it has no name.
    """
    require(actor, VIEW_FINANCE)
    if not name.strip():
        raise RuleBrokenError(NAME_IT)
    known = Scenario.objects.filter(owner=actor, layer=layer, name=name.strip()).first()
    before = snapshot(known) if known else None
    scenario = known or Scenario(owner=actor, layer=layer, name=name.strip())
    scenario.choice, scenario.is_shared, scenario.changed = dict(choice), is_shared, timezone.now()
    scenario.full_clean()
    scenario.save()
    record(actor=actor, verb="budget.scenario.saved", thing=scenario, before=before)
    return scenario


@transaction.atomic
def delete_scenario(*, actor: User, scenario: Scenario) -> None:
    """Delete one's own scenario.

    Raises:
        NotAllowedError: it is somebody else's.
    """
    require(actor, VIEW_FINANCE)
    if scenario.owner_id != actor.pk:
        raise NotAllowedError(NOT_YOURS)
    record(actor=actor, verb="budget.scenario.deleted", thing=scenario)
    scenario.delete()
