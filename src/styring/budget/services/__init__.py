"""Changing budgets, phasing, forecasts and frames: the only code that writes them.

Each function asks for permission, checks the rules, writes and records, in one transaction.
"""

from __future__ import annotations

from styring.budget.services.amendments import (
    AmendmentText,
    Resolution,
    RowText,
    add_row,
    decide_amendment,
    decide_within_frame,
    drop_amendment,
    gather_amendment,
    propose_amendment,
    reject_amendment,
    remove_row,
    set_accounts,
    take_back_amendment,
    write_amendment,
)
from styring.budget.services.carry_over import (
    Said,
    adopt_carry_over,
    adopt_carry_rule,
    override_carry_over,
    prepare_carry_over,
    propose_carry_over,
    take_back_carry_over,
)
from styring.budget.services.decisions import (
    Decision,
    adopt_layer,
)
from styring.budget.services.distribution import (
    finish_distribution,
    save_distribution,
)
from styring.budget.services.editing import (
    ClashError,
    set_amount,
    switch_measure,
)
from styring.budget.services.forecasts import (
    bring_in_forecasts,
    set_deviation_limit,
    set_forecast,
    set_price_growth,
)
from styring.budget.services.frames import (
    FrameText,
    YearOfFrame,
    fund,
    propose_frame,
)
from styring.budget.services.layers import (
    Heading,
    amend_budget,
    enter_adopted_budget,
)
from styring.budget.services.measures import (
    refine_measure,
)
from styring.budget.services.phasing import (
    Phaser,
    derive_profiles,
    rephase,
    set_profile,
)
from styring.budget.services.programme import (
    ChangeText,
    drop_layer,
    open_layer,
    open_programme,
    publish_layer,
    put_change,
    remove_change,
)
from styring.budget.services.project_amendments import (
    ProjectMove,
    add_project,
)
from styring.budget.services.rolling import (
    roll_budget,
)
from styring.budget.services.sheets import (
    Filled,
    discard_sheet,
    send_sheet,
    use_sheet,
)
from styring.budget.services.suggestions import (
    keep_suggestions,
    learn_from,
    mark_unusual,
    unmark_unusual,
)
from styring.budget.services.taking import (
    take_over,
)
from styring.budget.services.wishes import (
    WishText,
    change_wish,
    choose_wish,
    make_wish,
    merge_wishes,
    move_wish,
    reject_wish,
    withdraw_wish,
)

__all__ = [
    "AmendmentText",
    "ChangeText",
    "ClashError",
    "Decision",
    "Filled",
    "FrameText",
    "Heading",
    "Phaser",
    "ProjectMove",
    "Resolution",
    "RowText",
    "Said",
    "WishText",
    "YearOfFrame",
    "add_project",
    "add_row",
    "adopt_carry_over",
    "adopt_carry_rule",
    "adopt_layer",
    "amend_budget",
    "bring_in_forecasts",
    "change_wish",
    "choose_wish",
    "decide_amendment",
    "decide_within_frame",
    "derive_profiles",
    "discard_sheet",
    "drop_amendment",
    "drop_layer",
    "enter_adopted_budget",
    "finish_distribution",
    "fund",
    "gather_amendment",
    "keep_suggestions",
    "learn_from",
    "make_wish",
    "mark_unusual",
    "merge_wishes",
    "move_wish",
    "open_layer",
    "open_programme",
    "override_carry_over",
    "prepare_carry_over",
    "propose_amendment",
    "propose_carry_over",
    "propose_frame",
    "publish_layer",
    "put_change",
    "refine_measure",
    "reject_amendment",
    "reject_wish",
    "remove_change",
    "remove_row",
    "rephase",
    "roll_budget",
    "save_distribution",
    "send_sheet",
    "set_accounts",
    "set_amount",
    "set_deviation_limit",
    "set_forecast",
    "set_price_growth",
    "set_profile",
    "switch_measure",
    "take_back_amendment",
    "take_back_carry_over",
    "take_over",
    "unmark_unusual",
    "use_sheet",
    "withdraw_wish",
    "write_amendment",
]
