"""Changing rounds and reports: the only code that writes them."""

from __future__ import annotations

from styring.reporting.services.earlier import EarlierReport, EarlierRound, take_over_round
from styring.reporting.services.measures import add_measure, answer_measure, change_measure
from styring.reporting.services.moves import approve, deliver, remind, reopen, send_back, withdraw
from styring.reporting.services.rounds import close_round, open_round
from styring.reporting.services.writing import WrittenMeanwhileError, write

__all__ = [
    "EarlierReport",
    "EarlierRound",
    "WrittenMeanwhileError",
    "add_measure",
    "answer_measure",
    "approve",
    "change_measure",
    "close_round",
    "deliver",
    "open_round",
    "remind",
    "reopen",
    "send_back",
    "take_over_round",
    "withdraw",
    "write",
]
