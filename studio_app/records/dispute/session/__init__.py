"""What was said and seen: sittings, investigations, notes told in confidence."""
