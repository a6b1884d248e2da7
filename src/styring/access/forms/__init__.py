"""What people fill in about access: signing in, two-factor, people and roles."""
