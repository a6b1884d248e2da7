"""Pages of the ledger, a file for each part of it."""
