"""What accounts are, in plain values: the code lists, the groups of arts and the statements that the law asks for."""
