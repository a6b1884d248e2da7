"""What leaves the budget as files."""
