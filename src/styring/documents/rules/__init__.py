"""What a document consists of, and the seals that show that it has not changed."""
