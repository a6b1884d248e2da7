"""The rules of a reporting round, on plain values: moves, the line, deadlines, roll-up, what must be said."""
