"""The rules of the wheel in plain Python: dates, states, demands of law, roles, and the geometry of the drawing."""
