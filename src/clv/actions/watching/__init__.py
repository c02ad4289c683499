"""Whose risk rises from week to week: who, why, by chance or not, and did it come true."""
