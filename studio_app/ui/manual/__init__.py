"""The manual F1 opens, at the page in view."""
