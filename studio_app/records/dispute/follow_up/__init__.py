"""回访 after the agreement, or after it failed."""
