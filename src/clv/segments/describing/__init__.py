"""What groups are, what they are called, and which of the last run they were."""
