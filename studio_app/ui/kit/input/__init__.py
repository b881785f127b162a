"""Widgets a value is typed or chosen in."""
