"""What several services do inside an open transaction."""
