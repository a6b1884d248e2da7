"""The pages about indicators and the cards they stand on, and what they add to other apps' pages."""
