"""Labels over time and in doubt: histories, moves, and where customers will be."""
