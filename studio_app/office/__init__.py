"""What every record shares: who works here, when it is, which lists, numbers and reminders there are."""
