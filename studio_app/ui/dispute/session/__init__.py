"""Writing down what was said and seen."""
