"""The pages of the wheel: a year in three views, and an activity."""
