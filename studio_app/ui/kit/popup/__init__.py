"""What stands above the page for a moment."""
