"""What must not be read outside, found and covered: numbers, names, places, health, schools."""
