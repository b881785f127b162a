"""The first minute at a desk, and every morning: making one, unlocking it, bringing it back."""
