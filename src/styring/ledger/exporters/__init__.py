"""Writing what the state asks for, and the couplings of the chart of accounts."""

from __future__ import annotations

from styring.ledger.exporters.couplings import couplings_csv, couplings_workbook
from styring.ledger.exporters.kostra import Report, kostra_report

__all__ = ["Report", "couplings_csv", "couplings_workbook", "kostra_report"]
