"""From any source to a clean log in the engine, with an account of every row."""

from clv.transactions.audit import Audit
from clv.transactions.cleaning import RULES, Cleaning, Rule
from clv.transactions.customer_facts import customer_facts_sql
from clv.transactions.log import Transactions
from clv.transactions.previous import compare_with_previous, facts
from clv.transactions.read import read_transactions
from clv.transactions.readings.currencies import Rates, read_rates
from clv.transactions.sources.database import DatabaseQuery
from clv.transactions.store import is_saved_log, open_log, save_log, saved_as_of

__all__ = [
    "RULES",
    "Audit",
    "Cleaning",
    "DatabaseQuery",
    "Rates",
    "Rule",
    "Transactions",
    "compare_with_previous",
    "customer_facts_sql",
    "facts",
    "is_saved_log",
    "open_log",
    "read_rates",
    "read_transactions",
    "save_log",
    "saved_as_of",
]
