"""What looks wrong in a log and is left alone: said with the result."""
