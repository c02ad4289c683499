"""Customers and logs drawn from the models' own stories, to see whether a fit finds the truth."""

from clv.simulate.logs import simulate_log, simulate_transactions
from clv.simulate.shops import SHOPS, Segment, simulated_shop
from clv.simulate.tables import simulate_customers

__all__ = [
    "SHOPS",
    "Segment",
    "simulate_customers",
    "simulate_log",
    "simulate_transactions",
    "simulated_shop",
]
