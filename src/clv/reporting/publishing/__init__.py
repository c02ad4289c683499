"""Publishing: one run at a time, all or nothing; what is kept, held back or thrown away."""
