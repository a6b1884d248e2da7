"""Who may do what with budgets, forecasts and frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from styring.access.policies import parties_of
from styring.budget.models import LayerKind
from styring.kernel.authority import Action, Right, may
from styring.kernel.clock import today
from styring.kernel.errors import NotFoundError, RuleBrokenError
from styring.kernel.words import gettext_noop

if TYPE_CHECKING:
    from styring.accounts.models import User
    from styring.budget.models import Layer
    from styring.organisation.models import Unit

VIEW_ECONOMY = Action("budget.economy.view", "economy", Right.READ)
IMPORT_BUDGET = Action("budget.layer.import", "economy", Right.WRITE)
PHASE_BUDGET = Action("budget.profile.change", "economy", Right.WRITE)
SET_LIMIT = Action("budget.limit.change", "economy", Right.WRITE)
FORECAST = Action("budget.forecast.set", "monthly_report", Right.WRITE)
ADJUST_FORECAST = Action("budget.forecast.adjust", "monthly_report", Right.APPROVE)
KEEP_SUGGESTIONS = Action("budget.suggestion.keep", "monthly_report", Right.APPROVE)
VIEW_AMENDMENT = Action("budget.amendment.view", "budget_amendment", Right.READ)
AMEND_BUDGET = Action("budget.amendment.decide", "budget_amendment", Right.WRITE)
VIEW_TRANSFER = Action("budget.transfer.view", "budget_transfer", Right.READ)
WRITE_TRANSFER = Action("budget.transfer.write", "budget_transfer", Right.WRITE)
DECIDE_TRANSFER = Action("budget.transfer.decide", "budget_transfer", Right.APPROVE)
WORK_ON_BUDGET = Action("budget.layer.work", "budget_work", Right.WRITE)
LAY_FORWARD = Action("budget.layer.publish", "budget_work", Right.APPROVE)
VIEW_DRAFTS = Action("budget.draft.view", "budget_work", Right.READ)
WORK_ON_ALTERNATIVE = Action("budget.alternative.work", "alternative_budget", Right.WRITE)
PUBLISH_ALTERNATIVE = Action("budget.alternative.publish", "alternative_budget", Right.APPROVE)
RECORD_DECISION = Action("budget.decision.record", "decisions", Right.WRITE)
VIEW_LAYERS = Action("budget.layer.view", "action_programme", Right.READ)
VIEW_FRAME = Action("budget.frame.view", "action_programme", Right.READ)
PROPOSE_FRAME = Action("budget.frame.propose", "action_programme", Right.WRITE)
VIEW_WISHES = Action("budget.wish.view", "wishes", Right.READ)
WISH = Action("budget.wish.make", "wishes", Right.WRITE)
ANSWER_WISH = Action("budget.wish.answer", "wishes", Right.APPROVE)
VIEW_UNIT_BUDGET = Action("budget.unit.view", "unit_budgets", Right.READ)
FILL_IN = Action("budget.unit.fill_in", "unit_budgets", Right.WRITE)
DISTRIBUTE = Action("budget.unit.distribute", "unit_budgets", Right.APPROVE)
VIEW_INVESTMENT = Action("budget.investment.view", "investments", Right.READ)
CHANGE_INVESTMENT = Action("budget.investment.change", "investments", Right.WRITE)
VIEW_FINANCE = Action("budget.finance.view", "finance", Right.READ)
CHANGE_FINANCE = Action("budget.finance.change", "finance", Right.WRITE)

NO_LAYER = gettext_noop("Budsjettet finnes ikke, eller du har ikke tilgang til det.")
NOT_A_PROPOSAL = gettext_noop("Et vedtatt budsjett legges ikke fram på nytt.")
_OF_KIND = {
    LayerKind.PROPOSAL: (WORK_ON_BUDGET, LAY_FORWARD),
    LayerKind.SUPPLEMENT: (WORK_ON_BUDGET, LAY_FORWARD),
    LayerKind.PARTY: (WORK_ON_ALTERNATIVE, PUBLISH_ALTERNATIVE),
    LayerKind.JOINT: (WORK_ON_ALTERNATIVE, PUBLISH_ALTERNATIVE),
    LayerKind.RECOMMENDATION: (RECORD_DECISION, RECORD_DECISION),
}
"""What takes working on a layer of each kind, and laying it forward."""


def working_on(kind: str) -> Action:
    """The action of changing a draft of a kind.

    Raises:
        RuleBrokenError: layers of the kind are decided, not proposed.
    """
    return _of(kind)[0]


def laying_forward(kind: str) -> Action:
    """The action of laying a draft of a kind forward.

    Raises:
        RuleBrokenError: layers of the kind are decided, not proposed.
    """
    return _of(kind)[1]


def _of(kind: str) -> tuple[Action, Action]:
    if kind not in _OF_KIND:
        raise RuleBrokenError(NOT_A_PROPOSAL)
    return _OF_KIND[LayerKind(kind)]


def sits_in(actor: User, layer: Layer) -> bool:
    """Does a person sit in the group of one of the parties that a layer is the work of?"""
    return layer.parties.filter(pk__in=parties_of(actor, today())).exists()


def known_to(actor: User, layer: Layer) -> Layer:
    """A layer, unless it is parties' own and nothing that a person may know of.

    Raises:
        NotFoundError: the person may not know of it.
    """
    if layer.is_political and layer.is_draft and not sits_in(actor, layer):
        raise NotFoundError(NO_LAYER)
    return layer


def may_work_on(actor: User, layer: Layer) -> bool:
    """May a person change a layer as it is now?"""
    if not layer.is_draft or layer.kind not in _OF_KIND or not may(actor, working_on(layer.kind)):
        return False
    return not layer.is_political or sits_in(actor, layer)


def may_record(actor: User, top: Unit | None) -> bool:
    """May a person record what is decided of amendments: who amends the whole budget, or keeps the minutes?"""
    return may(actor, RECORD_DECISION) or (top is not None and may(actor, AMEND_BUDGET, top))
