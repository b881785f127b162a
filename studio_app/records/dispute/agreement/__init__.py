"""What was agreed, who signed, when it takes effect, and what came of each promise."""
