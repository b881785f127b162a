"""What is true without a database file, a screen, a printer or a clock."""
