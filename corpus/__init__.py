"""Documents, and what turns one into passages."""
