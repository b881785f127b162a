"""The page of a 回访."""
