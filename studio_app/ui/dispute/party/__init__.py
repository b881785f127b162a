"""Who takes part in a case."""
