"""How days and numbers are written where the language does not say it well enough."""
