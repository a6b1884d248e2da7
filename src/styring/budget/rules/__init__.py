"""How budgets are layered and phased, what a deviation is, and how a year is expected to end; plain values only."""
