"""The pages of rounds, reports, deviations and measures."""
