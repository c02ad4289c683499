"""Traps for features and scores that have seen the outcome."""
