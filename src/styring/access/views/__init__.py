"""The pages about oneself, about people and roles, and of the demo."""
