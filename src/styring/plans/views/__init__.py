"""The pages about goals and measures."""
