"""Customer lifetime value: models, rules and reports from a transaction log."""

__version__ = "0.1.0"
