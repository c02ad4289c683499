"""Segments by membership: each customer belongs to every class with a probability."""
