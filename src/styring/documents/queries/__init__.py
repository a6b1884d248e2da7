"""Reading documents, and putting together what is not yet published."""
