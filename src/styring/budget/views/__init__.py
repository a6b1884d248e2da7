"""The pages about budgets, accounts and forecasts."""

from __future__ import annotations

from styring.budget.views.amendments import (
    act_on_amendment,
    amendment,
    amendments,
    amendments_now,
    gather,
    new_amendment,
    remove_amendment_row,
)
from styring.budget.views.comparing import (
    compare,
)
from styring.budget.views.distribution import (
    distribution,
    distributions,
)
from styring.budget.views.drilling import (
    arts,
    lines,
    months,
)
from styring.budget.views.follow_up import (
    follow_up,
    learn,
    unmark,
)
from styring.budget.views.layering import (
    decision,
    drop_draft,
    lay_forward,
    layer_on_top,
    new_line,
    new_programme,
)
from styring.budget.views.measure_lines import (
    forget_lines,
    measure_lines,
)
from styring.budget.views.overview import (
    economy,
    economy_now,
    own_economy,
)
from styring.budget.views.phasing import (
    derive,
    profile,
    profiles,
)
from styring.budget.views.records import (
    frame,
    layers,
    layers_latest,
)
from styring.budget.views.resolutions import (
    accounts,
    project,
    proposal,
    resolve,
)
from styring.budget.views.sheets import (
    sent_sheet,
    sheet,
)
from styring.budget.views.whole import (
    whole,
)
from styring.budget.views.wishes import (
    answer_wish,
    edit_wish,
    merge,
    new_wish,
    own_wishes,
    rank,
    wish,
    wishes,
    withdraw,
)
from styring.budget.views.workspace import (
    layer,
)

__all__ = [
    "accounts",
    "act_on_amendment",
    "amendment",
    "amendments",
    "amendments_now",
    "answer_wish",
    "arts",
    "compare",
    "decision",
    "derive",
    "distribution",
    "distributions",
    "drop_draft",
    "economy",
    "economy_now",
    "edit_wish",
    "follow_up",
    "forget_lines",
    "frame",
    "gather",
    "lay_forward",
    "layer",
    "layer_on_top",
    "layers",
    "layers_latest",
    "learn",
    "lines",
    "measure_lines",
    "merge",
    "months",
    "new_amendment",
    "new_line",
    "new_programme",
    "new_wish",
    "own_economy",
    "own_wishes",
    "profile",
    "profiles",
    "project",
    "proposal",
    "rank",
    "remove_amendment_row",
    "resolve",
    "sent_sheet",
    "sheet",
    "unmark",
    "whole",
    "wish",
    "wishes",
    "withdraw",
]
