"""The pages of a case itself."""
