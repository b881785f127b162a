"""The printed forms of a dispute, made of what its records say."""
