"""What a person can do; one class per subject, one transaction per public method."""
